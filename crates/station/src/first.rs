//! What the first case of a book takes over from the nearest book of its office.

use sohoa_core::book::{Book, Id};
use sohoa_core::record::Record;
use sohoa_core::schema::{BookType, Role};
use sohoa_core::typing::{self, Desk, Elsewhere, Proposal};

use crate::Result;
use crate::desk::FAR_BACK;
use crate::meetings::record_of;
use crate::station::{Inner, Knowledge};

/// Years between two books whose officers may still be the same.
const NEAR: u16 = 2;

/// A case of the nearest book of the office.
#[derive(Debug)]
pub(crate) struct Near {
    kind: String,
    code: String,
    record: Record,
}

impl Near {
    /// What it proposes for the case on the desk, which has none before it.
    pub fn proposals(&self, knowledge: &Knowledge, desk: &Desk<'_>) -> Result<Vec<Proposal>> {
        let near = Elsewhere {
            book_type: knowledge.book_type(&self.kind)?,
            record: self.record.clone(),
            place: self.code.clone(),
        };
        Ok(typing::propose_first(desk, &near))
    }
}

/// The books near one of the same office, those of its type first, then by year and volume.
fn nearest(book: &Book, books: Vec<Book>) -> Vec<Book> {
    let near = |other: &Book| {
        other.id != book.id && other.place == book.place && other.year.abs_diff(book.year) <= NEAR
    };
    let mut found: Vec<Book> = books.into_iter().filter(near).collect();
    // Of two as near, the one before: its officers are those the new book begins with.
    found.sort_by_key(|other| {
        (
            other.kind != book.kind,
            other.year.abs_diff(book.year),
            other.volume.abs_diff(book.volume),
            (other.year, other.volume) > (book.year, book.volume),
            other.id,
        )
    });
    found
}

impl Inner {
    /// Looks for the nearest book, once, when the book in memory has no case begun before the one on the desk.
    pub fn look_around(&mut self, book: Id) -> Result<()> {
        let found = self.contents(book)?;
        if found.near.is_some() {
            return Ok(());
        }
        let own = found.book.clone();
        let books = self.store.books()?;
        let mut near = None;
        // One that was only added says nothing; looking far has an end.
        for other in nearest(&own, books).into_iter().take(8) {
            let after = (other.year, other.volume) > (own.year, own.volume);
            if let Some(record) = self.at_its_edge(&other, !after)? {
                near = Some(Near {
                    code: other.code(),
                    kind: other.kind,
                    record,
                });
                break;
            }
        }
        self.open_book()?.near = Some(near);
        Ok(())
    }

    /// The last case of a book that somebody typed in, or the first.
    fn at_its_edge(&self, book: &Book, last: bool) -> Result<Option<Record>> {
        let Ok(book_type) = self.knowledge.book_type(&book.kind) else {
            return Ok(None);
        };
        let cases = self.store.cases(book.id)?;
        let mut live: Vec<Id> = cases
            .iter()
            .filter(|case| !case.removed)
            .map(|case| case.id)
            .collect();
        if last {
            live.reverse();
        }
        for case in live.into_iter().take(FAR_BACK) {
            let record = record_of(book_type, self.store.record(case)?);
            if begun(book_type, &record) {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }
}

/// Whether anything was typed into a case beyond what the book filled in.
pub(crate) fn begun(book_type: &BookType, record: &Record) -> bool {
    let filled = [Role::Volume, Role::RegistrationPlace];
    (0..book_type.fields.len()).any(|field| {
        !record.at(field).is_untouched()
            && !book_type.fields[field]
                .role
                .is_some_and(|role| filled.contains(&role))
    })
}
