//! Putting cells onto pages: which cases are made, which only have their parts moved.

use std::collections::HashMap;

use sohoa_core::book::{Case, CasePage, CaseState, Id, PageRole, Region};
use sohoa_core::layout::{Cell, Layout};
use sohoa_core::record::FieldValue;

use crate::contents::Contents;
use crate::store::Change;
use crate::view::CarryOutcome;
use crate::{Result, Station};

/// Cases of a book while cells are put onto its pages.
pub(super) struct Plan<'a> {
    station: &'a Station,
    contents: &'a Contents,
    /// Cases as they will be, those that are new last.
    cases: Vec<Case>,
    /// What the book fills into a new case.
    prefilled: Vec<(String, FieldValue)>,
    /// Ids of pages that hold cases, in the order of the book.
    order: Vec<Id>,
    made: u32,
}

/// A part of a case on a page: which case, and which of its parts.
type Piece = (usize, usize);

impl<'a> Plan<'a> {
    pub fn new(station: &'a Station, contents: &'a Contents) -> Result<Self> {
        Ok(Self {
            station,
            contents,
            cases: contents.cases.clone(),
            prefilled: station.prefilled(contents)?,
            order: contents
                .pages
                .iter()
                .filter(|page| page.role == PageRole::Cases)
                .map(|page| page.id)
                .collect(),
            made: 0,
        })
    }

    /// The same with one case as it will be.
    pub fn with(station: &'a Station, contents: &'a Contents, case: &Case) -> Result<Self> {
        let mut plan = Self::new(station, contents)?;
        if let Some(known) = plan.cases.iter_mut().find(|known| known.id == case.id) {
            known.clone_from(case);
        }
        Ok(plan)
    }

    /// The cells of a page as its cases have them.
    pub fn cells(&self, page: Id) -> Layout {
        let pieces = self.pieces(page);
        Layout {
            cells: (0..pieces.len())
                .map(|i| Cell {
                    region: self.part(pieces[i]).region.unwrap_or(Region::FULL),
                    continues: self.continues(&pieces, i),
                })
                .collect(),
        }
    }

    /// Puts cells onto a page. A page that is cut already keeps its cases, and their parts move when
    /// there are as many in the same order; with `again`, cases that nobody has begun make room for
    /// others.
    pub fn put(&mut self, page: Id, layout: &Layout, again: bool) -> CarryOutcome {
        let pieces = self.pieces(page);
        if pieces.is_empty() {
            self.cut(page, layout);
            return CarryOutcome::Cut;
        }
        let same = pieces.len() == layout.cells.len()
            && (0..pieces.len()).all(|i| self.continues(&pieces, i) == layout.cells[i].continues);
        if same {
            for ((case, part), cell) in pieces.into_iter().zip(&layout.cells) {
                self.cases[case].pages[part].region = region(cell);
            }
            return CarryOutcome::Moved;
        }
        let free = |case: usize| {
            let parts = &self.cases[case].pages;
            parts.iter().all(|part| part.page == page)
                && case < self.contents.cases.len()
                && !self.station.is_begun(self.contents, case)
                && self.cases[case].state == CaseState::Draft
        };
        if !again || !pieces.iter().all(|(case, _)| free(*case)) {
            return CarryOutcome::Left;
        }
        for (case, _) in pieces {
            self.cases[case].removed = true;
        }
        self.cut(page, layout);
        CarryOutcome::Cut
    }

    fn cut(&mut self, page: Id, layout: &Layout) {
        let mut current = self.last_before(page);
        for cell in &layout.cells {
            let part = CasePage {
                page,
                region: region(cell),
            };
            match current {
                Some(case) if cell.continues => self.cases[case].pages.push(part),
                _ => {
                    let last = self.cases.iter().map(|case| case.rank).max().unwrap_or(0);
                    let id = self.station.host.new_id();
                    let book = self.contents.book.id;
                    self.cases.push(Case::new(id, book, last + 1, vec![part]));
                    current = Some(self.cases.len() - 1);
                    self.made += 1;
                }
            }
        }
    }

    /// The last case of the page before.
    fn last_before(&self, page: Id) -> Option<usize> {
        let at = self.order.iter().position(|id| *id == page)?;
        let before = *self.order.get(at.checked_sub(1)?)?;
        self.pieces(before).last().map(|(case, _)| *case)
    }

    /// What stands on a page, in the order of the book.
    fn pieces(&self, page: Id) -> Vec<Piece> {
        let live = self
            .cases
            .iter()
            .enumerate()
            .filter(|(_, case)| !case.removed);
        live.flat_map(|(i, case)| {
            let parts = case.pages.iter().enumerate();
            parts
                .filter(move |(_, part)| part.page == page)
                .map(move |(nth, _)| (i, nth))
        })
        .collect()
    }

    fn part(&self, (case, part): Piece) -> &CasePage {
        &self.cases[case].pages[part]
    }

    /// Whether a piece goes on with the one before it, or the first one with the page before.
    fn continues(&self, pieces: &[Piece], i: usize) -> bool {
        match i.checked_sub(1) {
            Some(before) => pieces[before].0 == pieces[i].0,
            None => pieces[i].1 > 0,
        }
    }

    /// Everything that has to change, and how many cases are new.
    pub fn changes(self) -> (Vec<Change>, u32) {
        let before: HashMap<Id, &Case> = self.contents.cases.iter().map(|c| (c.id, c)).collect();
        let mut changes = Vec::new();
        for after in self.cases {
            match before.get(&after.id) {
                Some(before) if **before == after => {}
                Some(before) => changes.push(Change::Case {
                    before: Some((*before).clone()),
                    after: Some(after),
                }),
                None => {
                    let case = after.id;
                    changes.push(Change::Case {
                        before: None,
                        after: Some(after),
                    });
                    for (column, value) in &self.prefilled {
                        changes.push(Change::Value {
                            case,
                            column: column.clone(),
                            before: FieldValue::default(),
                            after: value.clone(),
                        });
                    }
                }
            }
        }
        (changes, self.made)
    }
}

/// The whole page is no part of it.
fn region(cell: &Cell) -> Option<Region> {
    (!cell.region.is_full()).then_some(cell.region)
}
