//! Which cases of a delivery are looked at, drawn from a seed.

use serde::Serialize;
use sohoa_core::book::Id;
use sohoa_core::people::Right;
use sohoa_core::sampling::draw;

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
        let lot = self.lot_cases(&mut self.inner(), books)?;
        let cases = draw(lot.len(), n, seed)
            .into_iter()
            .filter_map(|place| lot.get(place).cloned())
            .collect();
        Ok(SampleDrawn {
            lot: lot.len() as u32,
            cases,
        })
    }

    /// The cases of a lot, in the order in which it is drawn from.
    pub(crate) fn lot_cases(&self, inner: &mut Inner, books: &[Id]) -> Result<Vec<DrawnCase>> {
        let mut lot = Vec::new();
        for (at, book) in books.iter().enumerate() {
            let contents = inner.contents(*book)?;
            let code = contents.book.code();
            if books[..at].contains(book) {
                return Err(StationError::new("book_twice").with("book", code));
            }
            let book_type = self.knowledge.book_type(&contents.book.kind)?;
            for (index, case) in contents.cases.iter().enumerate() {
                if case.held.is_some() {
                    continue;
                }
                lot.push(DrawnCase {
                    book: code.clone(),
                    position: index as u32 + 1,
                    number: contents.number(book_type, index).to_owned(),
                    id: case.id,
                });
            }
        }
        Ok(lot)
    }
}
