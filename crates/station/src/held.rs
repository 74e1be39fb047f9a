//! Cases that another office hands in: books were shared by several communes before these were split. They are
//! kept as drafts, stay out of the package, and are listed by office to be handed over.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use sohoa_core::book::{CaseState, Held, Id};
use sohoa_core::people::Right;
use sohoa_core::schema::BookType;
use sohoa_core::value::text;

use crate::contents::Contents;
use crate::export::{Page, Row, write};
use crate::store::{Change, Op};
use crate::view::{HeldCase, Saved};
use crate::workspace::write_whole;
use crate::{Result, Station, StationError};

const COLUMNS: &[(&str, f64)] = &[
    ("Sổ", 14.0),
    ("Trường hợp", 11.0),
    ("Số", 12.0),
    ("Họ tên", 36.0),
    ("Trang", 10.0),
    ("Vì sao", 60.0),
];

impl Station {
    /// Says that a case is another office's to hand in, or with nothing that it is this one's. It is a draft
    /// from then on.
    ///
    /// # Errors
    /// `unknown_case`, `office_missing`, `disk_full`
    pub fn case_hold(&self, case: Id, held: Option<&Held>) -> Result<Saved> {
        let _asked = self.may(Right::Key)?;
        let mut inner = self.inner();
        let book = inner.book_of_case(case)?;
        let before = inner
            .store
            .case(case)?
            .ok_or_else(|| StationError::new("unknown_case"))?;
        let held = held.map(|held| Held {
            office: text::clean(&held.office),
            reason: text::clean(&held.reason),
        });
        if held.as_ref().is_some_and(|held| held.office.is_empty()) {
            return Err(StationError::new("office_missing"));
        }
        let state = match held {
            Some(_) => CaseState::Draft,
            None => before.state,
        };
        let after = sohoa_core::Case {
            held,
            state,
            ..before.clone()
        };
        if before != after {
            let change = Change::Case {
                before: Some(before),
                after: Some(after),
            };
            inner.transact(Op::CaseHold, book, vec![change])?;
        }
        self.saved(&mut inner, book, case)
    }

    /// What is kept for other offices in the whole workspace, by office, then by book and place in it.
    ///
    /// # Errors
    /// What the disk says.
    pub fn held(&self) -> Result<Vec<HeldCase>> {
        let _asked = self.may(Right::Look)?;
        let books = self.inner().store.holding()?;
        let mut all = Vec::new();
        for book in books {
            let contents = self.inner().read_contents(book)?;
            let book_type = self.knowledge.book_type(&contents.book.kind)?;
            all.extend(of_book(&contents, book_type));
        }
        all.sort_by(|a, b| (&a.office, &a.book, a.position).cmp(&(&b.office, &b.book, b.position)));
        Ok(all)
    }

    /// The same as a table to print and hand over. Gives back how many cases it lists.
    ///
    /// # Errors
    /// `nothing_held`, and what the disk says.
    pub fn held_export(&self, file: &Path) -> Result<u32> {
        let _asked = self.may(Right::Look)?;
        let held = self.held()?;
        let cases = held.len() as u32;
        let page =
            page(held, &self.info()?.place).ok_or_else(|| StationError::new("nothing_held"))?;
        let bytes = write(&[page])
            .map_err(|e| StationError::new("store_trouble").with("detail", e.to_string()))?;
        write_whole(file, &bytes, true).map_err(|e| StationError::io(&e, file))?;
        Ok(cases)
    }
}

/// What is kept for other offices in one book.
pub(crate) fn of_book(contents: &Contents, book_type: &BookType) -> Vec<HeldCase> {
    let places: HashMap<Id, u32> = contents.pages.iter().map(|page| page.id).zip(1..).collect();
    let held = contents
        .cases
        .iter()
        .enumerate()
        .filter_map(|(index, case)| {
            let held = case.held.as_ref()?;
            Some(HeldCase {
                office: held.office.clone(),
                reason: held.reason.clone(),
                book: contents.book.code(),
                case: case.id,
                position: index as u32 + 1,
                number: contents.number(book_type, index).to_owned(),
                name: contents.name(book_type, index),
                pages: case
                    .pages
                    .iter()
                    .filter_map(|part| places.get(&part.page).copied())
                    .collect(),
            })
        });
    held.collect()
}

/// A sheet with a heading for each office; none where nothing is kept.
pub(crate) fn page(held: Vec<HeldCase>, of: &str) -> Option<Page<'static>> {
    let mut by_office: BTreeMap<String, Vec<HeldCase>> = BTreeMap::new();
    for one in held {
        by_office.entry(one.office.clone()).or_default().push(one);
    }
    let mut rows = Vec::new();
    for (office, cases) in by_office {
        rows.push(Row::Heading(format!("{office} ({})", cases.len())));
        for one in cases {
            let pages: Vec<String> = one.pages.iter().map(u32::to_string).collect();
            rows.push(Row::Cells(vec![
                one.book,
                one.position.to_string(),
                one.number,
                one.name,
                pages.join(", "),
                one.reason,
            ]));
        }
    }
    (!rows.is_empty()).then(|| Page {
        name: "Giữ cho nơi khác".to_owned(),
        title: format!("Trường hợp giữ cho nơi khác, không giao cùng gói — {of}"),
        columns: COLUMNS,
        rows,
    })
}
