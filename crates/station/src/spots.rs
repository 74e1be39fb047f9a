//! Where the print of a book has its fields: a person points at them once, and from then on the picture goes where
//! the cursor is.

use sohoa_core::book::{Book, Id, Region, Spot};
use sohoa_core::people::Right;

use crate::cases::inside;
use crate::store::{Change, Op};
use crate::view::{Spots, SpotsOffered};
use crate::{Result, Station, StationError};

/// Pictures of one case that can be pointed at.
const MOST_PICTURES: u8 = 40;

impl Station {
    /// Where the fields of a book stand, and the nearest book of its kind and office that has more of that to give.
    ///
    /// # Errors
    /// `unknown_book`
    pub fn spots(&self, book: Id) -> Result<Spots> {
        let _asked = self.may(Right::Look)?;
        let inner = self.inner();
        let own = inner.book(book)?;
        Ok(Spots {
            offered: if own.spots.is_empty() {
                nearest(&own, inner.store.books()?)
            } else {
                None
            },
            spots: own.spots,
        })
    }

    /// Keeps where a field stands; `None` takes it back.
    ///
    /// # Errors
    /// `unknown_book`, `unknown_field`, `bad_range` for what is no part of a picture
    pub fn spot_save(&self, book: Id, column: &str, at: Option<(u8, Region)>) -> Result<Spots> {
        let _asked = self.may(Right::Key)?;
        let kind = self.inner().book(book)?.kind;
        if self
            .knowledge
            .book_type(&kind)?
            .field_index(column)
            .is_none()
        {
            return Err(StationError::new("unknown_field").with("field", column));
        }
        inside(at.map(|(_, region)| region))?;
        if at.is_some_and(|(picture, _)| picture >= MOST_PICTURES) {
            return Err(StationError::new("bad_range"));
        }
        self.with_spots(book, |spots| {
            spots.retain(|spot| spot.column != column);
            spots.extend(at.map(|(picture, region)| Spot {
                column: column.to_owned(),
                picture,
                region,
            }));
        })
    }

    /// Takes the spots of another book, whose print is the same.
    ///
    /// # Errors
    /// `unknown_book`
    pub fn spots_take(&self, book: Id, from: Id) -> Result<Spots> {
        let _asked = self.may(Right::Key)?;
        let theirs = self.inner().book(from)?.spots;
        self.with_spots(book, |spots| *spots = theirs)
    }

    fn with_spots(&self, book: Id, change: impl FnOnce(&mut Vec<Spot>)) -> Result<Spots> {
        {
            let mut inner = self.inner();
            let before = inner.book(book)?;
            let mut after = before.clone();
            change(&mut after.spots);
            if before != after {
                let change = Change::Book {
                    before: Some(before),
                    after: Some(after),
                };
                inner.transact(Op::SpotsPoint, book, vec![change])?;
            }
        }
        self.spots(book)
    }
}

/// The book of that kind that is nearest in years, of the same office before others.
fn nearest(own: &Book, books: Vec<Book>) -> Option<SpotsOffered> {
    let with = books
        .into_iter()
        .filter(|book| book.id != own.id && book.kind == own.kind && !book.spots.is_empty());
    let near = with.min_by_key(|book| {
        let years = book.year.abs_diff(own.year);
        (
            book.place != own.place,
            years,
            book.volume.abs_diff(own.volume),
        )
    })?;
    Some(SpotsOffered {
        book: near.id,
        code: near.code(),
        fields: near.spots.len() as u32,
    })
}
