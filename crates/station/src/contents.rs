//! One book in memory: its pages and cases in order, what was typed, what was confirmed. Kept by
//! the station between calls and brought up to date with each change, so that typing a field does
//! not read the book again.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use sohoa_core::book::{Book, Case, CasePage, Confirmation, Id, Page, PageRole, Region};
use sohoa_core::layout::columns;
use sohoa_core::naming::{NamePattern, Volume};
use sohoa_core::record::Record;
use sohoa_core::rules::{BookView, CaseInput, Engine, Finding, Settings};
use sohoa_core::schema::{BookType, Role};
use sohoa_core::value::PartialDate;

use crate::Result;
use crate::error::StationError;
use crate::first::Near;
use crate::meetings::{Meetings, record_of};
use crate::phrases::Phrases;
use crate::second::Eyes;
use crate::station::Knowledge;
use crate::store::{Change, Store, Typed};
use crate::view::Counts;

/// See the module.
pub(crate) struct Contents {
    pub book: Book,
    /// By rank, without those taken out.
    pub pages: Vec<Page>,
    /// In the order of the pages, without those taken out.
    pub cases: Vec<Case>,
    /// What was typed, in the order of `cases`, ready for the rules.
    pub inputs: Vec<CaseInput>,
    /// Who changed what was typed last, in the order of `cases`.
    pub who: Vec<String>,
    pub confirmations: Vec<Confirmation>,
    /// Made when first asked for.
    meetings: Option<Meetings>,
    /// Made when first asked for.
    phrases: Option<Phrases>,
    /// A case of the nearest book of the office, once somebody looked for it.
    pub near: Option<Option<Near>>,
    /// What is wrong with each case by itself, counted: most cases of a book stay as they are
    /// between two looks at it.
    counted: Vec<Option<Counts>>,
    /// The day and the settings under which it was counted.
    counted_under: Option<(PartialDate, Arc<Settings>)>,
    /// For whom it was read, and what is typed a second time.
    pub eyes: Eyes,
}

impl Contents {
    pub fn load(store: &dyn Store, book_type: &BookType, book: Book) -> Result<Self> {
        let (pages, cases) = in_order(store, book.id)?;
        let mut typed: HashMap<Id, Typed> = store
            .records(book.id)?
            .into_iter()
            .map(|typed| (typed.case, typed))
            .collect();
        let (records, who): (Vec<Record>, Vec<String>) = cases
            .iter()
            .map(|case| match typed.remove(&case.id) {
                Some(typed) => (record_of(book_type, typed.values), typed.who),
                None => (Record::new(book_type), String::new()),
            })
            .unzip();
        let there: HashSet<Id> = pages.iter().map(|page| page.id).collect();
        let inputs: Vec<CaseInput> = cases
            .iter()
            .zip(records)
            .zip(1..)
            .map(|((case, record), position)| CaseInput {
                id: case.id,
                position,
                record,
                pages: (case.pages.iter())
                    .filter(|part| there.contains(&part.page))
                    .count(),
            })
            .collect();
        let confirmations = store.confirmations(book.id)?;
        Ok(Self {
            book,
            pages,
            cases,
            inputs,
            who,
            confirmations,
            meetings: None,
            phrases: None,
            near: None,
            counted: Vec::new(),
            counted_under: None,
            eyes: Eyes::default(),
        })
    }

    /// Brings in changes that leave the order of pages and cases as it is; `false` when the change reaches further and
    /// the book has to be read again.
    pub fn follow(&mut self, book_type: &BookType, changes: &[Change], who: &str) -> bool {
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
            if let Some(phrases) = &mut self.phrases {
                phrases.follow(book_type, change);
            }
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
                    if self.follow_hidden(*case, field, after) {
                        continue;
                    }
                    self.inputs[index].record.set(field, after.clone());
                    who.clone_into(&mut self.who[index]);
                    if let Some(meetings) = &mut self.meetings {
                        meetings.changed(index);
                    }
                    self.forget_counted(index);
                }
                Change::Confirmation { before, after } => {
                    if let Some(before) = before {
                        self.confirmations.retain(|c| c.id != before.id);
                    }
                    self.confirmations.extend(after.clone());
                    let about = before.as_ref().or(after.as_ref()).map(|c| c.case);
                    if let Some(index) = about.and_then(|case| self.index_of(case)) {
                        self.forget_counted(index);
                    }
                }
                Change::Case {
                    before: Some(before),
                    after: Some(after),
                } if before.pages == after.pages
                    && before.rank == after.rank
                    && before.removed == after.removed =>
                {
                    let Some(index) = at
                        .get(&after.id)
                        .copied()
                        .or_else(|| self.index_of(after.id))
                    else {
                        return false;
                    };
                    self.follow_case(index, after);
                }
                Change::Book {
                    after: Some(after), ..
                } if after.id == self.book.id
                    && after.kind == self.book.kind
                    && after.keying == self.book.keying =>
                {
                    self.book = after.clone();
                }
                Change::Reading {
                    case,
                    column,
                    after,
                    ..
                } => {
                    self.follow_reading(book_type, *case, column, after.as_ref());
                    if let Some(index) = self.index_of(*case) {
                        self.forget_counted(index);
                    }
                }
                // Who is to do what may change who sees what.
                Change::Assignment { .. } if self.book.keying.is_double() => return false,
                // How a page was cut and what was said of a case are read from the store when somebody asks.
                Change::Layout { .. }
                | Change::Settled { .. }
                | Change::Person { .. }
                | Change::Lot { .. }
                | Change::Inspection { .. }
                | Change::Mark { .. }
                | Change::Assignment { .. } => {}
                Change::Book { .. } | Change::Page { .. } | Change::Case { .. } => return false,
            }
        }
        true
    }

    /// The values of the book, for what is offered while somebody types.
    pub fn phrases(&mut self, book_type: &BookType) -> &Phrases {
        self.phrases
            .get_or_insert_with(|| Phrases::of(book_type, &self.inputs))
    }

    pub fn index_of(&self, case: Id) -> Option<usize> {
        self.cases.iter().position(|c| c.id == case)
    }

    pub fn case_index(&self, case: Id) -> Result<usize> {
        self.index_of(case)
            .ok_or_else(|| StationError::new("unknown_case"))
    }

    /// The number of a case, as typed.
    pub fn number(&self, book_type: &BookType, index: usize) -> &str {
        number_of(book_type, &self.inputs[index].record)
    }

    /// The names that a case is known by.
    pub fn name(&self, book_type: &BookType, index: usize) -> String {
        name_of(book_type, &self.inputs[index].record)
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
        let used: HashSet<Id> = self
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
            closing: self.book.closing,
        })
    }

    /// Makes ready what the cases say about each other and about those of other books.
    pub fn prepare_meetings(&mut self, store: &dyn Store, knowledge: &Knowledge) -> Result<()> {
        let book_type = knowledge.book_type(&self.book.kind)?;
        match &mut self.meetings {
            Some(meetings) => {
                meetings.refresh(store, knowledge, book_type, self.book.id, &self.inputs)
            }
            none => {
                *none = Some(Meetings::new(
                    store,
                    knowledge,
                    book_type,
                    self.book.id,
                    &self.inputs,
                )?);
                Ok(())
            }
        }
    }

    /// What the cases of the book say about each other and about those of other books, or only what
    /// is said about one. [`Contents::prepare_meetings`] comes first.
    pub fn meetings<'a>(
        &'a self,
        knowledge: &'a Knowledge,
        engine: &'a Engine<'a>,
        engine_for: &dyn Fn(&'a BookType) -> Engine<'a>,
        about: Option<usize>,
    ) -> Vec<Finding> {
        let code = self.book.code();
        self.meetings
            .as_ref()
            .map(|meetings| {
                meetings.findings(knowledge, engine, engine_for, &code, &self.inputs, about)
            })
            .unwrap_or_default()
    }

    fn forget_counted(&mut self, index: usize) {
        if let Some(counted) = self.counted.get_mut(index) {
            *counted = None;
        }
    }

    /// What is wrong with each case by itself, counted by `count` where that is not known yet.
    pub fn counted(
        &mut self,
        today: PartialDate,
        settings: &Arc<Settings>,
        mut count: impl FnMut(&Self, usize) -> Counts,
    ) -> Vec<Counts> {
        let under = (today, settings.clone());
        if self.counted_under.as_ref() != Some(&under) {
            self.counted.clear();
            self.counted_under = Some(under);
        }
        self.counted.resize(self.inputs.len(), None);
        (0..self.inputs.len())
            .map(|index| {
                let counts = self.counted[index].unwrap_or_else(|| count(self, index));
                self.counted[index] = Some(counts);
                counts
            })
            .collect()
    }

    /// Other books were changed.
    pub fn forget_meetings(&mut self) {
        self.meetings = None;
    }
}

/// The number in a record, as typed.
pub(crate) fn number_of<'a>(book_type: &BookType, record: &'a Record) -> &'a str {
    record.role_text(book_type, Role::Number)
}

/// The names that a record is known by.
pub(crate) fn name_of(book_type: &BookType, record: &Record) -> String {
    let people = book_type
        .role(Role::SubjectName)
        .iter()
        .map(|&field| record.text(field));
    people
        .filter(|name| !name.is_empty())
        .collect::<Vec<_>>()
        .join(" – ")
}

/// The pages and cases of a book that are there: pages by rank, cases in the order of the pages.
pub(crate) fn in_order(store: &dyn Store, book: Id) -> Result<(Vec<Page>, Vec<Case>)> {
    let mut pages = store.pages(book)?;
    pages.retain(|page| !page.removed);
    let mut cases = store.cases(book)?;
    cases.retain(|case| !case.removed);
    let rank_of: HashMap<Id, i64> = pages.iter().map(|p| (p.id, p.rank)).collect();
    // A page that was taken out may come back; until then the case is without it.
    let live = |part: &&CasePage| rank_of.contains_key(&part.page);
    let firsts: Vec<Option<&CasePage>> = cases
        .iter()
        .map(|case| case.pages.iter().find(live))
        .collect();
    let mut places: HashMap<Id, Place> = cases
        .iter()
        .map(|case| case.id)
        .zip(read_in_order(&firsts, &rank_of))
        .collect();
    cases.sort_by_cached_key(|case| (places.remove(&case.id), case.rank, case.id));
    Ok((pages, cases))
}

/// Where a case begins: rank of its first page, column of that page, down it, across. Cases without a
/// page come last.
type Place = (i64, usize, u64, u64);

fn read_in_order(firsts: &[Option<&CasePage>], rank_of: &HashMap<Id, i64>) -> Vec<Place> {
    let mut on_page: HashMap<Id, Vec<usize>> = HashMap::new();
    for (i, part) in firsts.iter().enumerate() {
        if let Some(part) = part {
            on_page.entry(part.page).or_default().push(i);
        }
    }
    let mut places = vec![(i64::MAX, 0, 0, 0); firsts.len()];
    for (page, own) in on_page {
        let rank = rank_of.get(&page).copied().unwrap_or(i64::MAX);
        let region = |i: usize| firsts[i].and_then(|part| part.region);
        let parts: Vec<Region> = own
            .iter()
            .map(|&i| region(i).unwrap_or(Region::FULL))
            .collect();
        for ((&i, part), column) in own.iter().zip(&parts).zip(columns(&parts)) {
            // Billionths of the page, so that places can be compared as numbers.
            let fine = |v: f64| (v.max(0.0) * 1e9) as u64;
            places[i] = (rank, column, fine(part.y), fine(part.x));
        }
    }
    places
}
