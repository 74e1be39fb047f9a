//! Cases of a book: the list, their pictures, taking one out.

use std::collections::HashMap;

use sohoa_core::book::{Case, CasePage, Id, Page, Region};
use sohoa_core::layout::Lines;
use sohoa_core::people::Right;
use sohoa_core::record::{FieldState, Record};

use crate::contents::Contents;
use crate::store::{Change, Op};
use crate::view::{CaseRow, CaseView, Counts};
use crate::{Result, Station, StationError};

impl Station {
    /// The cases of a book in its order.
    ///
    /// # Errors
    /// `unknown_book`
    pub fn cases(&self, book: Id) -> Result<Vec<CaseRow>> {
        let _asked = self.may(Right::Look)?;
        let mut inner = self.inner();
        let (counts, _) = self.count_book(&mut inner, book)?;
        self.case_rows(inner.contents(book)?, &counts)
    }

    /// The cases of a book with what is wrong with each, counted in their order.
    pub(crate) fn case_rows(&self, contents: &Contents, counts: &[Counts]) -> Result<Vec<CaseRow>> {
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let places: HashMap<Id, u32> = contents
            .pages
            .iter()
            .zip(1..)
            .map(|(page, place)| (page.id, place))
            .collect();
        let row = |(index, case): (usize, &Case)| CaseRow {
            id: case.id,
            position: index as u32 + 1,
            number: contents.number(book_type, index).to_owned(),
            name: contents.name(book_type, index),
            state: case.state,
            held: case
                .held
                .as_ref()
                .map_or_else(String::new, |held| held.office.clone()),
            begun: self.is_begun(contents, index),
            remarks: remarks(&contents.inputs[index].record, book_type.fields.len()),
            who: contents.who[index].clone(),
            page: case
                .pages
                .iter()
                .find_map(|part| places.get(&part.page).copied()),
            findings: counts.get(index).copied().unwrap_or_default(),
        };
        Ok(contents.cases.iter().enumerate().map(row).collect())
    }

    /// Gives a case one more picture, or another part of one it has.
    ///
    /// # Errors
    /// `unknown_case`, `unknown_page`, `bad_range` for a part outside the page
    pub fn case_attach(&self, case: Id, page: Id, region: Option<Region>) -> Result<CaseView> {
        let _asked = self.may(Right::Capture)?;
        inside(region)?;
        // A correction on a page that was carried to is an example for the next time.
        let lines = self.corrects(page)?;
        self.with_pages_of(case, lines, |pages| {
            match pages.iter_mut().find(|part| part.page == page) {
                Some(part) => part.region = region,
                None => pages.push(CasePage { page, region }),
            }
            Some(page)
        })
    }

    /// Moves one part of a case: the `nth` it has on that page, from 0.
    ///
    /// # Errors
    /// `unknown_case`, `unknown_page` when it has no such part, `bad_range` for a part outside the page
    pub fn case_part(&self, case: Id, page: Id, nth: u32, region: Region) -> Result<CaseView> {
        let _asked = self.may(Right::Capture)?;
        inside(Some(region))?;
        let known = self.inner().store.case(case)?;
        let known = known.ok_or_else(|| StationError::new("unknown_case"))?;
        let parts = known.pages.iter().filter(|part| part.page == page);
        if parts.count() <= nth as usize {
            return Err(StationError::new("unknown_page"));
        }
        let lines = self.corrects(page)?;
        self.with_pages_of(case, lines, |pages| {
            let mut own = pages.iter_mut().filter(|part| part.page == page);
            if let Some(part) = own.nth(nth as usize) {
                part.region = Some(region);
            }
            Some(page)
        })
    }

    /// Takes a picture away from a case.
    ///
    /// # Errors
    /// `unknown_case`
    pub fn case_detach(&self, case: Id, page: Id) -> Result<CaseView> {
        let _asked = self.may(Right::Capture)?;
        self.with_pages_of(case, None, |pages| {
            pages.retain(|part| part.page != page);
            None
        })
    }

    fn with_pages_of(
        &self,
        case: Id,
        corrects: Option<(Page, Lines)>,
        change: impl FnOnce(&mut Vec<CasePage>) -> Option<Id>,
    ) -> Result<CaseView> {
        let mut inner = self.inner();
        let before = inner
            .store
            .case(case)?
            .ok_or_else(|| StationError::new("unknown_case"))?;
        let mut after = before.clone();
        if let Some(added) = change(&mut after.pages)
            && inner.contents(before.book)?.page(added).is_none()
        {
            return Err(StationError::new("unknown_page"));
        }
        let book = before.book;
        let mut changes = Vec::new();
        if let Some((page, lines)) = corrects {
            changes.push(self.corrected(&mut inner, &page, &lines, &after)?);
        }
        changes.push(Change::Case {
            before: Some(before),
            after: Some(after),
        });
        inner.transact(Op::CasePages, book, changes)?;
        Ok(self.saved(&mut inner, book, case)?.case)
    }

    /// Takes a case out of its book. What was typed is kept and comes back with undo.
    ///
    /// # Errors
    /// `unknown_case`
    pub fn case_remove(&self, case: Id) -> Result<()> {
        let _asked = self.may(Right::Key)?;
        let mut inner = self.inner();
        let before = inner
            .store
            .case(case)?
            .ok_or_else(|| StationError::new("unknown_case"))?;
        let after = Case {
            removed: true,
            ..before.clone()
        };
        inner.transact(
            Op::CaseRemove,
            before.book,
            vec![Change::Case {
                before: Some(before),
                after: Some(after),
            }],
        )
    }
}

/// Fields that are doubtful, or of which something is noted.
pub(crate) fn remarks(record: &Record, fields: usize) -> u32 {
    let said = |field: &usize| {
        let value = record.at(*field);
        value.state == FieldState::Doubtful || value.remark.is_some()
    };
    (0..fields).filter(said).count() as u32
}

/// Refuses a part that is none of a page.
/// Refuses what is no part of a page.
pub(crate) fn inside(region: Option<Region>) -> Result<()> {
    let within = |from: f64, size: f64| from >= 0.0 && size > 0.0 && from + size <= 1.0 + 1e-9;
    match region {
        Some(Region { x, y, w, h }) if !(within(x, w) && within(y, h)) => {
            Err(StationError::new("bad_range"))
        }
        _ => Ok(()),
    }
}
