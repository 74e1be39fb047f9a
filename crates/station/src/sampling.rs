//! Which cases of a delivery are looked at, drawn from a seed.

use serde::Serialize;
use sohoa_core::book::Id;
use sohoa_core::people::Right;
use sohoa_core::sampling::draw;

use crate::contents::number_of;
use crate::meetings::record_of;
use crate::station::Inner;
use crate::{Result, Station, StationError};

/// A case that was drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DrawnCase {
    /// Code of its book.
    pub book: String,
    /// Its place in the book, from 1, as everywhere else.
    #[serde(rename = "case")]
    pub position: u32,
    /// Its number in the ledger; empty when nobody typed one.
    pub number: String,
    /// The case.
    pub id: Id,
}

/// A sample, and what it was drawn from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SampleDrawn {
    /// How many cases the lot has.
    pub lot: u32,
    /// What was drawn, in the order of the lot.
    pub cases: Vec<DrawnCase>,
}

impl Station {
    /// Draws `n` cases of a lot: the cases of these books that are delivered, book by book as they are named and in
    /// each by their places in it. Cases kept for other offices are no part of a delivery and are left out. With as
    /// many as there are, or more, all of them are drawn.
    ///
    /// The same books with the same cases and the same seed give the same sample ([`draw`]).
    ///
    /// # Errors
    /// `unknown_book`, `book_twice`, `seed_missing`, and what the disk says
    pub fn sample_draw(&self, books: &[Id], n: usize, seed: &str) -> Result<SampleDrawn> {
        let _asked = self.may(Right::Sample)?;
        if seed.trim().is_empty() {
            return Err(StationError::new("seed_missing"));
        }
        let mut inner = self.inner();
        let lot = inner.lot_places(books)?;
        let drawn = draw(lot.len(), n, seed).into_iter();
        let places = drawn.filter_map(|place| lot.get(place));
        let cases = places.map(|place| self.drawn_case(&inner, place));
        Ok(SampleDrawn {
            lot: lot.len() as u32,
            cases: cases.collect::<Result<_>>()?,
        })
    }

    /// What a place of a lot is for people.
    pub(crate) fn drawn_case(&self, inner: &Inner, place: &LotPlace) -> Result<DrawnCase> {
        let book = inner.book(place.book)?;
        let book_type = self.knowledge.book_type(&book.kind)?;
        let record = record_of(book_type, inner.store.record(place.case)?);
        Ok(DrawnCase {
            book: book.code(),
            position: place.position,
            number: number_of(book_type, &record).to_owned(),
            id: place.case,
        })
    }
}

/// Where a case of a lot stands.
pub(crate) struct LotPlace {
    pub book: Id,
    pub position: u32,
    pub case: Id,
}

impl Inner {
    /// The cases of a lot, in the order in which it is drawn from. What they hold is not read: there may be hundreds of
    /// thousands.
    pub(crate) fn lot_places(&mut self, books: &[Id]) -> Result<Vec<LotPlace>> {
        let mut lot = Vec::new();
        for (at, &book) in books.iter().enumerate() {
            let code = self.book(book)?.code();
            if books[..at].contains(&book) {
                return Err(StationError::new("book_twice").with("book", code));
            }
            let progress = self.progress(book)?;
            let placed = progress.cases.iter().zip(1..);
            let delivered = placed.filter(|(stand, _)| !stand.held);
            lot.extend(delivered.map(|(stand, position)| LotPlace {
                book,
                position,
                case: stand.case,
            }));
        }
        Ok(lot)
    }
}
