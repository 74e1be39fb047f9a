//! Where new pages go in a book.

use sohoa_core::book::{Id, Page};

use crate::pages::RANK_STEP;
use crate::store::{Change, Op};
use crate::{Result, Station, StationError};

/// Ranks for new pages: after the last one, or between two that stand there.
pub(super) struct Room {
    rank: i64,
    step: i64,
}

/// Pages that find room between two others when they come together.
const MOST_BETWEEN: i64 = 1 << 12;

impl Station {
    /// # Errors
    /// `unknown_book`, `bad_range` for a place beyond the book
    pub(super) fn room(&self, book: Id, at: Option<u32>) -> Result<Room> {
        let mut inner = self.inner();
        inner.book(book)?;
        // Pages that were taken out keep their places, and may come back.
        let mut all = inner.store.pages(book)?;
        let end = |all: &[Page]| Room {
            rank: all.last().map_or(0, |page| page.rank),
            step: RANK_STEP,
        };
        let Some(at) = at else {
            return Ok(end(&all));
        };
        let live: Vec<Id> = all.iter().filter(|p| !p.removed).map(|p| p.id).collect();
        let before = match at as usize {
            0 => return Err(StationError::new("bad_range")),
            at if at <= live.len() => live[at - 1],
            at if at == live.len() + 1 => return Ok(end(&all)),
            _ => return Err(StationError::new("bad_range")),
        };
        let gap = |all: &[Page]| {
            let place = all.iter().position(|page| page.id == before).unwrap_or(0);
            let above = all.get(place).map_or(0, |page| page.rank);
            let below = place.checked_sub(1).and_then(|i| all.get(i));
            (below.map_or(above - RANK_STEP, |page| page.rank), above)
        };
        let (mut below, mut above) = gap(&all);
        if above - below < 2 * MOST_BETWEEN {
            let apart = |(page, nth): (&Page, i64)| Change::Page {
                before: Some(page.clone()),
                after: Some(Page {
                    rank: nth * RANK_STEP,
                    ..page.clone()
                }),
            };
            let changes = all.iter().zip(1..).map(apart).collect();
            inner.transact(Op::PageMove, book, changes)?;
            all = inner.store.pages(book)?;
            (below, above) = gap(&all);
        }
        Ok(Room {
            rank: below,
            step: (above - below) / MOST_BETWEEN,
        })
    }
}

impl Station {
    /// Room behind a page, up to the next one.
    pub(super) fn room_behind(&self, book: Id, page: Id) -> Result<Room> {
        let place = {
            let inner = self.inner();
            let all = inner.store.pages(book)?;
            let live: Vec<Id> = all.iter().filter(|p| !p.removed).map(|p| p.id).collect();
            live.iter().position(|id| *id == page)
        };
        // Behind one that was taken out meanwhile there is no place of its own: then at the end.
        self.room(book, place.map(|place| place as u32 + 2))
    }
}

impl Room {
    pub(super) fn next(&mut self) -> i64 {
        self.rank += self.step;
        self.rank
    }
}
