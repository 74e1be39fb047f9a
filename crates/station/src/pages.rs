//! Pages of a book: the strip, turning, saying what they are for, order.

use std::collections::HashMap;

use sohoa_core::book::{Case, Id, Page, PageRole};
use sohoa_core::numbering::{Leaf, numbering};
use sohoa_core::people::Right;
use sohoa_core::survey::Verdict;

use crate::contents::Contents;
use crate::numbers::leaf;
use crate::station::Inner;
use crate::store::{Change, Op};
use crate::view::{CaseOnPage, PageReason, PageRow};
use crate::{Result, Station, StationError};

/// Ranks of neighbouring pages when they come in; leaves room to move a page between two others.
pub(crate) const RANK_STEP: i64 = 1 << 20;

impl Station {
    /// The pages of a book in its order.
    ///
    /// # Errors
    /// `unknown_book`
    pub fn pages(&self, book: Id) -> Result<Vec<PageRow>> {
        let _asked = self.may(Right::Look)?;
        let mut inner = self.inner();
        self.page_rows(&mut inner, book)
    }

    /// Turns pages by quarter turns clockwise. The parts of cases turn with the paper.
    ///
    /// # Errors
    /// `unknown_page`
    pub fn pages_turn(&self, pages: &[Id], quarter_turns: u8) -> Result<Vec<PageRow>> {
        let _asked = self.may(Right::Capture)?;
        self.change_pages(Op::PagesTurn, pages, |contents, page, changes| {
            for case in &contents.cases {
                if case
                    .pages
                    .iter()
                    .any(|part| part.page == page.id && part.region.is_some())
                    && !changes.iter().any(
                        |c| matches!(c, Change::Case { before: Some(b), .. } if b.id == case.id),
                    )
                {
                    let mut after = case.clone();
                    for part in after
                        .pages
                        .iter_mut()
                        .filter(|part| pages.contains(&part.page))
                    {
                        part.region = part.region.map(|region| region.turned(quarter_turns));
                    }
                    changes.push(Change::Case {
                        before: Some(case.clone()),
                        after: Some(after),
                    });
                }
            }
            Page {
                quarter_turns: (page.quarter_turns + quarter_turns) % 4,
                ..page.clone()
            }
        })
    }

    /// Says what pages are for.
    ///
    /// # Errors
    /// `unknown_page`
    pub fn pages_role(&self, pages: &[Id], role: PageRole) -> Result<Vec<PageRow>> {
        let _asked = self.may(Right::Capture)?;
        self.change_pages(Op::PagesRole, pages, |_, page, _| Page {
            role,
            ..page.clone()
        })
    }

    /// Takes pages out of the book. Nothing is deleted: undo, or bringing the file in again, puts
    /// them back. Cases that stood only on them and hold nothing typed go with them.
    ///
    /// # Errors
    /// `unknown_page`
    pub fn pages_remove(&self, pages: &[Id]) -> Result<Vec<PageRow>> {
        let _asked = self.may(Right::Capture)?;
        self.change_pages(Op::PagesRemove, pages, |contents, page, changes| {
            for (index, case) in contents.cases.iter().enumerate() {
                let only_here = case.pages.iter().any(|part| part.page == page.id)
                    && case.pages.iter().all(|part| pages.contains(&part.page));
                let listed = changes
                    .iter()
                    .any(|c| matches!(c, Change::Case { before: Some(b), .. } if b.id == case.id));
                if only_here && !listed && !self.is_begun(contents, index) {
                    let after = Case {
                        removed: true,
                        ..case.clone()
                    };
                    changes.push(Change::Case {
                        before: Some(case.clone()),
                        after: Some(after),
                    });
                }
            }
            Page {
                removed: true,
                ..page.clone()
            }
        })
    }

    /// Moves a page so that it stands at `to` (from 1). Cases on it move along.
    ///
    /// # Errors
    /// `unknown_page`, `bad_range`
    pub fn page_move(&self, page: Id, to: u32) -> Result<Vec<PageRow>> {
        let _asked = self.may(Right::Capture)?;
        let mut inner = self.inner();
        let book = inner
            .store
            .page(page)?
            .ok_or_else(|| StationError::new("unknown_page"))?
            .book;
        let contents = inner.contents(book)?;
        let (from, _) = contents
            .page(page)
            .ok_or_else(|| StationError::new("unknown_page"))?;
        let to = to as usize;
        if !(1..=contents.pages.len()).contains(&to) {
            return Err(StationError::new("bad_range"));
        }
        let mut order: Vec<&Page> = contents.pages.iter().collect();
        let moved = order.remove(from);
        order.insert(to - 1, moved);
        let rank = |index: usize| order.get(index).map(|p| p.rank);
        let below = to.checked_sub(2).and_then(rank);
        let above = rank(to);
        let between = match (below, above) {
            (Some(below), Some(above)) if above - below >= 2 => Some(below + (above - below) / 2),
            (Some(below), None) => Some(below + RANK_STEP),
            (None, Some(above)) => Some(above - RANK_STEP),
            (None, None) => Some(moved.rank),
            _ => None,
        };
        let put = |page: &Page, rank: i64| {
            (page.rank != rank).then(|| Change::Page {
                before: Some(page.clone()),
                after: Some(Page {
                    rank,
                    ..page.clone()
                }),
            })
        };
        let changes: Vec<Change> = match between {
            Some(rank) => put(moved, rank).into_iter().collect(),
            // No room left between two ranks: all of them are given anew.
            None => order
                .iter()
                .zip(1..)
                .filter_map(|(page, nth)| put(page, nth * RANK_STEP))
                .collect(),
        };
        inner.transact(Op::PageMove, book, changes)?;
        self.page_rows(&mut inner, book)
    }

    pub(crate) fn change_pages(
        &self,
        op: Op,
        pages: &[Id],
        change: impl Fn(&Contents, &Page, &mut Vec<Change>) -> Page,
    ) -> Result<Vec<PageRow>> {
        let mut inner = self.inner();
        let unknown = || StationError::new("unknown_page");
        let first = pages.first().ok_or_else(unknown)?;
        let book = inner.store.page(*first)?.ok_or_else(unknown)?.book;
        let contents = inner.contents(book)?;
        let mut changes = Vec::new();
        for id in pages {
            let (_, page) = contents.page(*id).ok_or_else(unknown)?;
            let after = change(contents, page, &mut changes);
            if after != *page {
                changes.push(Change::Page {
                    before: Some(page.clone()),
                    after: Some(after),
                });
            }
        }
        inner.transact(op, book, changes)?;
        self.page_rows(&mut inner, book)
    }

    pub(crate) fn page_rows(&self, inner: &mut Inner, book: Id) -> Result<Vec<PageRow>> {
        let surveys = inner.store.surveys(book)?;
        let limits = inner.page_limits()?;
        let unsure = self.unsure_layouts(inner, book)?;
        let contents = inner.contents(book)?;
        let mut on_page: HashMap<Id, Vec<CaseOnPage>> = HashMap::new();
        for (case, position) in contents.cases.iter().zip(1..) {
            for part in &case.pages {
                on_page.entry(part.page).or_default().push(CaseOnPage {
                    case: case.id,
                    position,
                    region: part.region,
                });
            }
        }
        let mut reasons = self.reasons(&contents.pages, &surveys, &limits);
        for (page, (verdict, reasons)) in contents.pages.iter().zip(&mut reasons) {
            let known = unsure
                .get(&page.id)
                .filter(|_| on_page.contains_key(&page.id));
            for told in known.iter().flat_map(|known| self.layout_reasons(known)) {
                // The worst comes first: only taking the page again is worse.
                let after = reasons.partition_point(|one| one.verdict == Verdict::Retake);
                reasons.insert(after, told);
                if *verdict == Verdict::Good {
                    *verdict = Verdict::Look;
                }
            }
        }
        let leaves: Vec<Leaf> = contents.pages.iter().map(leaf).collect();
        let counted = numbering(&leaves);
        let missing: HashMap<usize, i32> = counted
            .breaks
            .iter()
            .map(|one| (one.before, i32::try_from(one.missing()).unwrap_or(i32::MAX)))
            .collect();
        let row =
            |((page, position), (verdict, reasons)): ((&Page, u32), (Verdict, Vec<PageReason>))| {
                let (width, height) = page.upright_size();
                let index = position as usize - 1;
                let number = counted.numbers[index];
                PageRow {
                    number,
                    number_to: number.map(|n| n + leaves[index].counts.saturating_sub(1)),
                    number_typed: page.number.is_some(),
                    missing_before: missing.get(&index).copied().unwrap_or_default(),
                    ask_number: counted.ask == Some(index),
                    id: page.id,
                    position,
                    file: page.file.clone(),
                    width,
                    height,
                    role: page.role,
                    cases: on_page.remove(&page.id).unwrap_or_default(),
                    shape: page.shape.clone(),
                    looked_at: page.looked_at,
                    print: self.print(page),
                    verdict,
                    reasons,
                }
            };
        Ok(contents
            .pages
            .iter()
            .zip(1..)
            .zip(reasons)
            .map(row)
            .collect())
    }
}
