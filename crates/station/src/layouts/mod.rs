//! Layouts: drawing on a page where its cases lie, and carrying that through the book.
//!
//! A page that a person drew on, or whose cutting a person found right, is an example. Every other page
//! follows the example that fits it best. Which pages are examples is kept with the book and taken back
//! with the deed that made them.

mod examples;
mod plan;
mod seen;

use std::collections::{HashMap, HashSet};

use sohoa_core::book::{Case, Id, Page, PageRole, Region};
use sohoa_core::layout::{self, Cell, Layout, Lines, PageLayout, follow};

use sohoa_core::people::Right;
use sohoa_core::survey::Verdict;

use crate::contents::Contents;
use crate::station::Inner;
use crate::store::{Change, Op};
use crate::view::{Carried, CarriedPage, CarryOutcome, CellView, LayoutView, PageReason, PageRow};
use crate::{Result, Station, StationError};
use examples::{Example, Places, best};
use plan::Plan;

/// To which pages a layout is carried.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Onto<'a> {
    /// All that come after, to the end of the book.
    After,
    /// Those after it, up to and with this one.
    UpTo(Id),
    /// These.
    These(&'a [Id]),
}

/// Most pages of a run that begins anew: a case on each of them that lies otherwise.
const LONGEST_RUN: u32 = 12;

impl Station {
    /// A page with its lines and cells, to be drawn on.
    ///
    /// # Errors
    /// `unknown_page`, and what opening its picture says
    pub fn layout(&self, page: Id) -> Result<LayoutView> {
        let _asked = self.may(Right::Look)?;
        let found = self.page(page)?;
        let lines = self.lines(&found)?;
        let mut inner = self.inner();
        let known = inner.store.layout(page)?;
        let contents = inner.contents(found.book)?;
        let cells = Plan::new(self, contents)?.cells(page);
        let proposed = layout::rows(&lines, (0.0, 1.0)).unwrap_or_default();
        let proposed = Layout::of(strips(&proposed));
        Ok(LayoutView {
            page,
            cells: shown(&cells, &lines),
            proposed: shown(&proposed, &lines),
            across: lines.across,
            down: lines.down,
            drawn: known.as_ref().is_some_and(|known| known.drawn),
            doubtful: known.is_some_and(|known| known.doubtful),
        })
    }

    /// The rows of the table on a page, as far as its lines tell, in columns that are parted at the
    /// given places.
    ///
    /// # Errors
    /// `unknown_page`, `no_rows` where there is no table, and what opening its picture says
    pub fn layout_rows(&self, page: Id, columns: &[f64]) -> Result<Vec<Cell>> {
        let _asked = self.may(Right::Look)?;
        let lines = self.lines(&self.page(page)?)?;
        let mut cells = Vec::new();
        for (left, right) in layout::spans(columns) {
            let rows =
                layout::rows(&lines, (left, right)).ok_or_else(|| StationError::new("no_rows"))?;
            cells.extend(
                Layout::of(strips(&rows))
                    .cells
                    .into_iter()
                    .map(|cell| Cell {
                        region: Region {
                            x: left,
                            w: right - left,
                            ..cell.region
                        },
                        ..cell
                    }),
            );
        }
        Ok(cells)
    }

    /// Cuts one page as a person drew it. It is an example from now on.
    ///
    /// # Errors
    /// `unknown_page`, `bad_layout`, `not_for_cases` for a page that holds none, `layout_typed` when
    /// something was typed into cases whose number would change
    pub fn layout_draw(&self, page: Id, cells: &[Cell]) -> Result<Vec<PageRow>> {
        let _asked = self.may(Right::Capture)?;
        let layout = sound(cells)?;
        let found = self.page(page)?;
        let lines = self.lines(&found)?;
        let mut inner = self.inner();
        let example = self.example(&inner, &found, layout.clone(), &lines)?;
        let contents = inner.contents(found.book)?;
        let mut plan = Plan::new(self, contents)?;
        self.draw(&mut plan, contents, page, &layout)?;
        let (mut changes, _) = plan.changes();
        changes.push(example);
        inner.transact(Op::LayoutDraw, found.book, changes)?;
        self.page_rows(&mut inner, found.book)
    }

    /// Says that pages are cut where they should be: a person has looked. They are examples from now on.
    ///
    /// # Errors
    /// `unknown_page`, `not_cut`
    pub fn layouts_right(&self, pages: &[Id]) -> Result<Vec<PageRow>> {
        let _asked = self.may(Right::Capture)?;
        let found = self.these(pages)?;
        let Some(first) = found.first() else {
            return Err(StationError::new("unknown_page"));
        };
        let lines = self.lines_of(&found);
        let mut inner = self.inner();
        let mut changes = Vec::new();
        for page in &found {
            let cells = Plan::new(self, inner.contents(page.book)?)?.cells(page.id);
            if cells.cells.is_empty() {
                return Err(StationError::new("not_cut"));
            }
            changes.push(self.example(&inner, page, cells, &lines[&page.id])?);
        }
        inner.transact(Op::LayoutRight, first.book, changes)?;
        self.page_rows(&mut inner, first.book)
    }

    /// Carries the layout of a page to other pages, along their printed lines: pages that are not cut
    /// are cut, pages that are cut already into as many parts have those moved, others stay as they
    /// are. `cells` is what was drawn on the page just now; without it the page has to be cut. Pages
    /// come in runs of `run`: a page follows only examples at its own place in a run. Pages that are
    /// examples themselves stay as they are. All of it is one deed.
    ///
    /// # Errors
    /// `unknown_page`, `bad_layout`, `bad_run`, `not_cut`, and what [`Station::layout_draw`] says
    pub fn layout_carry(
        &self,
        from: Id,
        cells: Option<&[Cell]>,
        onto: Onto<'_>,
        run: u32,
    ) -> Result<Carried> {
        let _asked = self.may(Right::Capture)?;
        if !(1..=LONGEST_RUN).contains(&run) {
            return Err(StationError::new("bad_run").with("most", LONGEST_RUN));
        }
        let drawn = cells.map(sound).transpose()?;
        let first = self.page(from)?;
        let targets = self.targets(&first, onto)?;
        // Pictures are looked at without holding anybody up.
        let lines = self.lines_of(&targets);
        let first_lines = self.lines(&first)?;

        let mut inner = self.inner();
        let book = first.book;
        let known = inner.store.layouts(book)?;
        let contents = inner.contents(book)?;
        let mut plan = Plan::new(self, contents)?;
        if let Some(layout) = &drawn {
            self.draw(&mut plan, contents, from, layout)?;
        }
        let own = match &drawn {
            Some(layout) => layout.clone(),
            None => plan.cells(from),
        };
        if own.cells.is_empty() {
            return Err(StationError::new("not_cut"));
        }
        let places = Places::of(contents);
        let mut examples: Vec<Example<'_>> = known
            .iter()
            .filter(|known| known.drawn && known.page != from)
            .filter_map(|known| {
                Some(Example {
                    place: *places.nth.get(&known.page)?,
                    position: *places.position.get(&known.page)?,
                    layout: &known.layout,
                    lines: known.lines.as_ref()?,
                })
            })
            .collect();
        examples.push(Example {
            place: places.nth.get(&from).copied().unwrap_or_default(),
            position: places.position.get(&from).copied().unwrap_or_default(),
            layout: &own,
            lines: &first_lines,
        });
        let before: HashMap<Id, &PageLayout> = known.iter().map(|one| (one.page, one)).collect();
        let mut changes = Vec::new();
        let mut carried = Vec::new();
        for page in &targets {
            let lines = &lines[&page.id];
            let place = places.nth.get(&page.id).copied().unwrap_or_default();
            let Some((example, followed)) = best(&examples, lines, place, run) else {
                continue;
            };
            let outcome = plan.put(page.id, &followed.layout, false);
            let cells = shown(&followed.layout, lines);
            let empty = outcome != CarryOutcome::Left && has_empty_case(&cells);
            let left_out = outcome != CarryOutcome::Left && followed.layout.leaves_out(lines);
            let doubtful = followed.doubtful() || empty || left_out;
            if outcome != CarryOutcome::Left {
                changes.push(Change::Layout {
                    before: before.get(&page.id).map(|known| (*known).clone()),
                    after: Some(PageLayout {
                        page: page.id,
                        book,
                        layout: followed.layout.clone(),
                        lines: None,
                        drawn: false,
                        confidence: followed.confidence,
                        doubtful: followed.doubtful(),
                        empty,
                        left_out,
                        at: self.host.stamp(),
                    }),
                });
            }
            carried.push(CarriedPage {
                page: page.id,
                position: places.position.get(&page.id).copied().unwrap_or_default(),
                outcome,
                cells,
                confidence: followed.confidence,
                flagged: doubtful,
                example: example.position,
            });
        }
        let (cases_changes, cases) = plan.changes();
        changes.extend(cases_changes);
        // The page it comes from: what a person carries on is right.
        if drawn.is_some() || before.get(&from).is_none_or(|known| !known.drawn) {
            changes.push(self.example(&inner, &first, own.clone(), &first_lines)?);
        }
        inner.transact(Op::LayoutCarry, book, changes)?;
        Ok(Carried {
            rows: self.page_rows(&mut inner, book)?,
            pages: carried,
            cases,
        })
    }

    /// A page that was carried to, with its lines: when a person moves a part there, that is a correction.
    pub(crate) fn corrects(&self, page: Id) -> Result<Option<(Page, Lines)>> {
        if self.inner().store.layout(page)?.is_none() {
            return Ok(None);
        }
        let page = self.page(page)?;
        // Without its picture nobody can follow it.
        Ok(self.lines(&page).ok().map(|lines| (page, lines)))
    }

    /// It is an example from now on.
    pub(crate) fn corrected(
        &self,
        inner: &mut Inner,
        page: &Page,
        lines: &Lines,
        after: &Case,
    ) -> Result<Change> {
        let contents = inner.contents(page.book)?;
        let cells = Plan::with(self, contents, after)?.cells(page.id);
        self.example(inner, page, cells, lines)
    }

    /// What changes when a page was taken again: its cells follow the lines from the old picture to the
    /// new one; where that is not sure they stay as they are, and a person looks.
    pub(crate) fn taken_again(
        &self,
        inner: &mut Inner,
        page: &Page,
        (before, after): (&Lines, &Lines),
    ) -> Result<Vec<Change>> {
        let known = inner.store.layout(page.id)?;
        let drawn = known.as_ref().is_some_and(|known| known.drawn);
        let mut plan = Plan::new(self, inner.contents(page.book)?)?;
        let cells = plan.cells(page.id);
        if cells.cells.iter().all(|cell| cell.region.is_full()) {
            return Ok(Vec::new());
        }
        let followed = follow(before, &cells, after);
        let layout = if followed.doubtful() {
            cells
        } else {
            plan.put(page.id, &followed.layout, false);
            followed.layout.clone()
        };
        let (mut changes, _) = plan.changes();
        changes.push(Change::Layout {
            before: known,
            after: Some(PageLayout {
                page: page.id,
                book: page.book,
                layout,
                // An example that was followed without doubt is one still.
                lines: (drawn && !followed.doubtful()).then(|| after.bare()),
                drawn: drawn && !followed.doubtful(),
                confidence: followed.confidence,
                doubtful: followed.doubtful(),
                empty: false,
                left_out: false,
                at: self.host.stamp(),
            }),
        });
        Ok(changes)
    }

    /// Where a carried layout has to be looked at, by page.
    pub(crate) fn unsure_layouts(
        &self,
        inner: &Inner,
        book: Id,
    ) -> Result<HashMap<Id, PageLayout>> {
        let known = inner.store.layouts(book)?;
        let unsure = known
            .into_iter()
            .filter(|one| one.doubtful || one.empty || one.left_out);
        Ok(unsure.map(|one| (one.page, one)).collect())
    }

    /// Why a person should look at how a page was cut.
    pub(crate) fn layout_reasons(&self, known: &PageLayout) -> Vec<PageReason> {
        let unsure = [
            (known.doubtful, "cut_unsure"),
            (known.left_out, "cut_left_out"),
            (known.empty, "cut_empty"),
        ];
        let told = |(_, code): (bool, &str)| PageReason {
            code: code.to_owned(),
            verdict: Verdict::Look,
            text: self.knowledge.messages.text(&format!("page_{code}"), &[]),
        };
        unsure.into_iter().filter(|(so, _)| *so).map(told).collect()
    }

    fn draw(
        &self,
        plan: &mut Plan<'_>,
        contents: &Contents,
        page: Id,
        layout: &Layout,
    ) -> Result<()> {
        let role = contents.page(page).map(|(_, page)| page.role);
        match role {
            None => return Err(StationError::new("unknown_page")),
            Some(PageRole::Cases | PageRole::Retake) => {}
            Some(_) => return Err(StationError::new("not_for_cases")),
        }
        let have = plan.cells(page).cells.len();
        match plan.put(page, layout, true) {
            CarryOutcome::Left => Err(StationError::new("layout_typed").with("count", have)),
            _ => Ok(()),
        }
    }

    fn example(&self, inner: &Inner, page: &Page, layout: Layout, lines: &Lines) -> Result<Change> {
        Ok(Change::Layout {
            before: inner.store.layout(page.id)?,
            after: Some(PageLayout {
                page: page.id,
                book: page.book,
                layout,
                lines: Some(lines.bare()),
                drawn: true,
                confidence: 1.0,
                doubtful: false,
                empty: false,
                left_out: false,
                at: self.host.stamp(),
            }),
        })
    }

    pub(crate) fn page(&self, page: Id) -> Result<Page> {
        let found = self.inner().store.page(page)?;
        found
            .filter(|page| !page.removed)
            .ok_or_else(|| StationError::new("unknown_page"))
    }

    fn these(&self, pages: &[Id]) -> Result<Vec<Page>> {
        pages.iter().map(|page| self.page(*page)).collect()
    }

    /// The pages a layout is carried to, in the order of the book: those that hold cases and are no
    /// examples themselves.
    fn targets(&self, from: &Page, onto: Onto<'_>) -> Result<Vec<Page>> {
        let mut inner = self.inner();
        let examples: HashSet<Id> = inner
            .store
            .layouts(from.book)?
            .into_iter()
            .filter(|known| known.drawn)
            .map(|known| known.page)
            .collect();
        let pages = &inner.contents(from.book)?.pages;
        let at = |id: Id| {
            let found = pages.iter().position(|page| page.id == id);
            found.ok_or_else(|| StationError::new("unknown_page"))
        };
        let wanted: Vec<&Page> = match onto {
            Onto::After => pages[at(from.id)? + 1..].iter().collect(),
            Onto::UpTo(last) => {
                let (begin, end) = (at(from.id)? + 1, at(last)? + 1);
                let run = pages.get(begin..end);
                run.ok_or_else(|| StationError::new("bad_range"))?
                    .iter()
                    .collect()
            }
            Onto::These(ids) => {
                for id in ids {
                    at(*id)?;
                }
                pages.iter().filter(|page| ids.contains(&page.id)).collect()
            }
        };
        Ok(wanted
            .into_iter()
            .filter(|page| page.role == PageRole::Cases && page.id != from.id)
            .filter(|page| !examples.contains(&page.id))
            .cloned()
            .collect())
    }
}

/// A layout that can be kept.
fn sound(cells: &[Cell]) -> Result<Layout> {
    let layout = Layout {
        cells: cells.to_vec(),
    };
    if layout.is_sound() {
        Ok(layout.in_reading_order())
    } else {
        Err(StationError::new("bad_layout").with("most", layout::MOST_CELLS))
    }
}

/// Whether nothing seems to be written in any piece of some case. A case that began on the page before
/// has pieces elsewhere.
fn has_empty_case(cells: &[CellView]) -> bool {
    let began = cells.iter().position(|cell| !cell.cell.continues);
    let own = &cells[began.unwrap_or(cells.len())..];
    own.chunk_by(|_, next| next.cell.continues)
        .any(|pieces| pieces.iter().all(|piece| piece.empty))
}

/// Parts as wide as the page between places down it.
fn strips(places: &[f64]) -> Vec<Region> {
    let strip = |w: &[f64]| Region {
        x: 0.0,
        y: w[0],
        w: 1.0,
        h: w[1] - w[0],
    };
    places.windows(2).map(strip).collect()
}

fn shown(layout: &Layout, lines: &Lines) -> Vec<CellView> {
    let view = |cell: &Cell| CellView {
        cell: *cell,
        empty: lines.seems_empty(cell.region) == Some(true),
    };
    layout.cells.iter().map(view).collect()
}
