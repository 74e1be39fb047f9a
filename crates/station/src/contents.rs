//! One book in memory: its pages and cases in order, what was typed, what was confirmed. Kept by
//! the station between calls and brought up to date with each change, so that typing a field does
//! not read the book again.

use std::collections::HashMap;

use sohoa_core::book::{Book, Case, CasePage, Confirmation, Id, Page, PageRole};
use sohoa_core::naming::{NamePattern, Volume};
use sohoa_core::record::Record;
use sohoa_core::rules::across::{self, Member};
use sohoa_core::rules::{BookView, CaseInput, Closing, Engine, Finding};
use sohoa_core::schema::BookType;

use crate::Result;
use crate::error::StationError;
use crate::store::{Change, Store};

/// See the module.
pub(crate) struct Contents {
    pub book: Book,
    /// By rank, without those taken out.
    pub pages: Vec<Page>,
    /// In the order of the pages, without those taken out.
    pub cases: Vec<Case>,
    /// What was typed, in the order of `cases`, ready for the rules.
    pub inputs: Vec<CaseInput>,
    pub confirmations: Vec<Confirmation>,
}

impl Contents {
    pub fn load(store: &dyn Store, book_type: &BookType, book: Book) -> Result<Self> {
        let pages: Vec<Page> = store
            .pages(book.id)?
            .into_iter()
            .filter(|p| !p.removed)
            .collect();
        let mut cases: Vec<Case> = store
            .cases(book.id)?
            .into_iter()
            .filter(|c| !c.removed)
            .collect();
        let rank_of: HashMap<Id, i64> = pages.iter().map(|p| (p.id, p.rank)).collect();
        // A page that was taken out may come back; until then the case is without it.
        let live = |part: &&CasePage| rank_of.contains_key(&part.page);
        cases.sort_by(|a, b| {
            let key = |case: &Case| place(case.pages.iter().find(live), &rank_of);
            let ((ra, ya, xa), (rb, yb, xb)) = (key(a), key(b));
            ra.cmp(&rb)
                .then(ya.total_cmp(&yb))
                .then(xa.total_cmp(&xb))
                .then(a.rank.cmp(&b.rank))
                .then(a.id.cmp(&b.id))
        });
        let at: HashMap<Id, usize> = cases
            .iter()
            .enumerate()
            .map(|(index, case)| (case.id, index))
            .collect();
        let mut records: Vec<Record> = cases.iter().map(|_| Record::new(book_type)).collect();
        for (case, column, value) in store.values(book.id)? {
            if let (Some(&index), Some(field)) = (at.get(&case), book_type.field_index(&column)) {
                records[index].set(field, value);
            }
        }
        let inputs = cases
            .iter()
            .zip(records)
            .zip(1..)
            .map(|((case, record), position)| {
                let pages = case.pages.iter().filter(live).count();
                CaseInput {
                    id: case.id,
                    position,
                    record,
                    pages,
                }
            })
            .collect();
        let confirmations = store.confirmations(book.id)?;
        Ok(Self {
            book,
            pages,
            cases,
            inputs,
            confirmations,
        })
    }

    /// Brings in changes of values and confirmations; `false` when the change reaches further and
    /// the book has to be read again.
    pub fn follow(&mut self, book_type: &BookType, changes: &[Change]) -> bool {
        let small = |c: &Change| matches!(c, Change::Value { .. } | Change::Confirmation { .. });
        if !changes.iter().all(small) {
            return false;
        }
        let at: HashMap<Id, usize> = if changes.len() > 4 {
            self.cases
                .iter()
                .enumerate()
                .map(|(index, case)| (case.id, index))
                .collect()
        } else {
            HashMap::new()
        };
        for change in changes {
            match change {
                Change::Value {
                    case,
                    column,
                    after,
                    ..
                } => {
                    let index = at.get(case).copied().or_else(|| self.index_of(*case));
                    let (Some(index), Some(field)) = (index, book_type.field_index(column)) else {
                        return false;
                    };
                    self.inputs[index].record.set(field, after.clone());
                }
                Change::Confirmation { before, after } => {
                    if let Some(before) = before {
                        self.confirmations.retain(|c| c.id != before.id);
                    }
                    self.confirmations.extend(after.clone());
                }
                _ => return false,
            }
        }
        true
    }

    pub fn index_of(&self, case: Id) -> Option<usize> {
        self.cases.iter().position(|c| c.id == case)
    }

    pub fn case_index(&self, case: Id) -> Result<usize> {
        self.index_of(case)
            .ok_or_else(|| StationError::new("unknown_case"))
    }

    pub fn page(&self, id: Id) -> Option<(usize, &Page)> {
        self.pages
            .iter()
            .enumerate()
            .find(|(_, page)| page.id == id)
    }

    pub fn volume(&self) -> Volume {
        Volume {
            year: self.book.year,
            volume: self.book.volume,
        }
    }

    /// Pages that should hold cases and belong to none, with their place from 1.
    pub fn loose_pages(&self) -> Vec<(Id, u32)> {
        let used: std::collections::HashSet<Id> = self
            .cases
            .iter()
            .flat_map(|case| &case.pages)
            .map(|part| part.page)
            .collect();
        let loose = |page: &&Page| page.role == PageRole::Cases && !used.contains(&page.id);
        let places: HashMap<Id, u32> = self
            .pages
            .iter()
            .zip(1..)
            .map(|(page, place)| (page.id, place))
            .collect();
        self.pages
            .iter()
            .filter(loose)
            .map(|page| (page.id, places[&page.id]))
            .collect()
    }

    /// Gives the book to the rules.
    pub fn judged<T>(&self, names: &NamePattern, judge: impl FnOnce(&BookView<'_>) -> T) -> T {
        let loose_pages = self.loose_pages();
        judge(&BookView {
            volume: self.volume(),
            names,
            cases: &self.inputs,
            loose_pages: &loose_pages,
            pages: self
                .pages
                .iter()
                .filter(|page| page.role == PageRole::Cases)
                .count() as u32,
            closing: Closing::default(),
        })
    }

    /// What the cases of the book say about each other, or only what is said about one.
    pub fn meetings(&self, engine: &Engine<'_>, about: Option<Id>) -> Vec<Finding> {
        let code = self.book.code();
        let members: Vec<Member<'_>> = self
            .inputs
            .iter()
            .map(|case| Member {
                engine,
                book: &code,
                case,
            })
            .collect();
        let about_at = about.and_then(|case| self.index_of(case));
        let wanted = |group: &[u32]| about_at.is_none_or(|about| group.contains(&(about as u32)));
        let mut found: Vec<Finding> = across::among(&members, wanted)
            .into_iter()
            .map(|(_, finding)| finding)
            .collect();
        found.retain(|finding| about.is_none_or(|about| finding.case == Some(about)));
        across::without_repeats(&mut found);
        found
    }
}

/// Where a case begins: rank of its first page, then down the page, then across. Cases without a
/// page come last.
fn place(first: Option<&CasePage>, rank_of: &HashMap<Id, i64>) -> (i64, f64, f64) {
    first.map_or((i64::MAX, 0.0, 0.0), |part| {
        let corner = part
            .region
            .map_or((0.0, 0.0), |region| (region.y, region.x));
        (
            rank_of.get(&part.page).copied().unwrap_or(i64::MAX),
            corner.0,
            corner.1,
        )
    })
}
