//! Cutting pages into cases.

use std::collections::HashMap;

use sohoa_core::book::{Case, Id, PageRole};
use sohoa_core::cut::{self, Cut};
use sohoa_core::layout::{self, Layout, PageLayout};
use sohoa_core::people::Right;
use sohoa_core::record::FieldValue;

use crate::store::{Change, Op};
use crate::view::{CutDone, CutWay};
use crate::{Result, Station, StationError};

impl From<CutWay> for Cut {
    fn from(way: CutWay) -> Self {
        match way {
            CutWay::PerPage(count) => Self::PerPage(count),
            CutWay::Spread => Self::Spread,
            CutWay::PagesPerCase(count) => Self::PagesPerCase(count),
        }
    }
}

impl Station {
    /// Cuts pages into cases: those named, or every page that should hold cases and belongs to
    /// none yet. Pages that already belong to a case are cut again only when nothing was typed
    /// into the cases on them; otherwise they are left as they are. Several cases a page are parted at
    /// printed lines where those part the page into about equal parts; when that is so for most pages,
    /// the others are shown to a person.
    ///
    /// # Errors
    /// `unknown_book`, `unknown_page`, `bad_count`, `nothing_to_cut`
    pub fn cases_cut(&self, book: Id, way: CutWay, pages: &[Id]) -> Result<CutDone> {
        let _asked = self.may(Right::Capture)?;
        if let CutWay::PerPage(count) | CutWay::PagesPerCase(count) = way
            && !(1..=cut::MOST_PER_PAGE).contains(&count)
        {
            return Err(StationError::new("bad_count").with("most", cut::MOST_PER_PAGE));
        }
        let mut ruled = self.ruled(book, way)?;
        let mut inner = self.inner();
        let layouts = inner.store.layouts(book)?;
        let contents = inner.contents(book)?;
        let loose: Vec<Id> = contents
            .loose_pages()
            .into_iter()
            .map(|(id, _)| id)
            .collect();
        let mut changes = Vec::new();
        let mut wanted = Vec::new();
        let mut unsure: Vec<Id> = Vec::new();
        if pages.is_empty() {
            wanted = loose;
        } else {
            if pages.iter().any(|id| contents.page(*id).is_none()) {
                return Err(StationError::new("unknown_page"));
            }
            for page in contents
                .pages
                .iter()
                .filter(|page| pages.contains(&page.id))
            {
                let on_it: Vec<usize> = (0..contents.cases.len())
                    .filter(|&i| {
                        contents.cases[i]
                            .pages
                            .iter()
                            .any(|part| part.page == page.id)
                    })
                    .collect();
                let untouched = |&i: &usize| {
                    !self.is_begun(contents, i)
                        && contents.cases[i]
                            .pages
                            .iter()
                            .all(|part| pages.contains(&part.page))
                };
                if page.role == PageRole::Cases && on_it.iter().all(untouched) {
                    wanted.push(page.id);
                    for index in on_it {
                        let before = contents.cases[index].clone();
                        if !on_list(&changes, before.id) {
                            let after = Case {
                                removed: true,
                                ..before.clone()
                            };
                            changes.push(Change::Case {
                                before: Some(before),
                                after: Some(after),
                            });
                        }
                    }
                }
            }
        }
        if wanted.is_empty() {
            return Err(StationError::new("nothing_to_cut"));
        }
        let prefilled = self.prefilled(contents)?;
        let last = contents
            .cases
            .iter()
            .map(|case| case.rank)
            .max()
            .unwrap_or(0);
        let sheets: Vec<cut::Sheet> = wanted
            .iter()
            .filter_map(|id| contents.page(*id))
            .map(|(_, page)| cut::Sheet {
                ruled: ruled.remove(&page.id),
                ..page.into()
            })
            .collect();
        let parted = sheets.iter().filter(|sheet| sheet.ruled.is_some()).count();
        if parted * 2 > sheets.len() {
            let odd = sheets.iter().filter(|sheet| sheet.ruled.is_none());
            unsure.extend(odd.map(|sheet| sheet.page));
        }
        let plan = cut::plan(&sheets, way.into());
        let done = CutDone {
            cases: plan.len() as u32,
            pages: sheets.len() as u32,
            ruled: parted as u32,
        };
        // What was drawn on these pages before no longer holds.
        for page in &wanted {
            let before = layouts.iter().find(|known| known.page == *page).cloned();
            let after = unsure.contains(page).then(|| PageLayout {
                page: *page,
                book,
                layout: Layout::of(
                    plan.iter()
                        .flatten()
                        .filter(|part| part.page == *page)
                        .filter_map(|part| part.region),
                ),
                lines: None,
                drawn: false,
                confidence: 0.0,
                doubtful: true,
                empty: false,
                left_out: false,
                at: self.host.stamp(),
            });
            if before.is_some() || after.is_some() {
                changes.push(Change::Layout { before, after });
            }
        }
        for (rank, parts) in (last + 1..).zip(plan) {
            let case = Case::new(self.host.new_id(), book, rank, parts);
            let id = case.id;
            changes.push(Change::Case {
                before: None,
                after: Some(case),
            });
            for (column, after) in &prefilled {
                changes.push(Change::Value {
                    case: id,
                    column: column.clone(),
                    before: FieldValue::default(),
                    after: after.clone(),
                });
            }
        }
        inner.transact(Op::CasesCut, book, changes)?;
        Ok(done)
    }

    /// Where printed lines part the pages of a book, for those that they part.
    fn ruled(&self, book: Id, way: CutWay) -> Result<HashMap<Id, Vec<f64>>> {
        let CutWay::PerPage(count @ 2..) = way else {
            return Ok(HashMap::new());
        };
        let pages = self.inner().contents(book)?.pages.clone();
        let lines = self.lines_of(&pages);
        let parted = lines.into_iter().filter_map(|(page, lines)| {
            Some((page, layout::equal_parts(&lines, usize::from(count))?))
        });
        Ok(parted.collect())
    }
}

/// Whether the list already changes that case.
fn on_list(changes: &[Change], id: Id) -> bool {
    changes
        .iter()
        .any(|change| matches!(change, Change::Case { before: Some(case), .. } if case.id == id))
}
