//! What a keyer need not type: short ways to write a value, what a case has in common with the one before
//! it, and what is offered while something is being typed.
//!
//! Nothing of it becomes data unseen. What was typed in short is written out in its box as soon as the box is
//! left, and typing it once more keeps it as it was typed; what is proposed stands there marked until a person
//! takes it.

mod alike;
mod dates;
mod names;
mod offer;
mod people;
mod propose;
mod shared;
mod times;

pub use dates::{Within, date_from_short};
pub use names::{beginnings, capitalised, family_names, titled};
pub use offer::{best, matches};
pub use people::{Elsewhere, PersonOffer, parent_known, parents_elsewhere, people};
pub use propose::{Proposal, Why, propose, propose_first, words};
pub use shared::{PLACES, meaning, of_the_office};

use crate::facts::{Known, ethnic, nation};
use crate::record::Record;
use crate::rules::{NameCase, Settings};
use crate::schema::{BookType, Kind, Part, Role};
use crate::value::{PartialDate, text};

/// The case that is being typed, and what stands around it.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// The book's type.
    pub book_type: &'a BookType,
    /// What the office decided.
    pub settings: &'a Settings,
    /// Year the book was opened.
    pub year: u16,
    /// What is typed of the case so far.
    pub record: &'a Record,
    /// Cases before it that were begun, the nearest first.
    pub before: &'a [&'a Record],
}

impl Desk<'_> {
    /// The year of registration: of this case, else of the one before, else of the book.
    #[must_use]
    pub fn registration_year(&self) -> u16 {
        let of = |record: &Record| {
            let typed = record.role_text(self.book_type, Role::RegistrationDate);
            let date = PartialDate::parse(&text::cleaned(typed)).ok()?;
            Some(date.year())
        };
        of(self.record)
            .or_else(|| self.before.first().and_then(|record| of(record)))
            .unwrap_or(self.year)
    }

    /// The years a date of that field can lie in.
    #[must_use]
    pub fn within(&self, field: usize) -> Within {
        let registered = self.registration_year();
        if self.book_type.fields[field].role == Some(Role::RegistrationDate) {
            let longest = self.year.saturating_add(self.settings.book_years);
            return Within::Near(self.year, longest);
        }
        let person = self
            .book_type
            .people
            .iter()
            .find(|person| person.birth == Some(field));
        match person.map(|person| person.part) {
            Some(Part::Mother) => self.parent(registered, self.settings.mother_age),
            Some(Part::Father) => self.parent(registered, self.settings.father_age),
            // Nobody married at ten, whatever the law.
            Some(Part::Husband | Part::Wife | Part::Requester) => Within::Before {
                latest: registered.saturating_sub(10),
                earliest: registered.saturating_sub(self.settings.oldest),
            },
            _ => Within::Before {
                latest: registered,
                earliest: registered.saturating_sub(self.settings.oldest),
            },
        }
    }

    fn parent(&self, registered: u16, (youngest, _): (u16, u16)) -> Within {
        Within::Before {
            latest: registered.saturating_sub(youngest.saturating_sub(3)),
            earliest: registered.saturating_sub(self.settings.oldest),
        }
    }
}

/// What a text typed into that field stands for, written out; `None` when it is to stay as it is.
///
/// Only what is surely short for something is written out: dates in digits whose century follows from the
/// book, times in the form this book has them in, names typed all in small letters, names of ethnic groups and states without their marks.
#[must_use]
pub fn written_out(desk: &Desk<'_>, field: usize, typed: &str) -> Option<String> {
    let kind = desk.book_type.fields.get(field)?.kind;
    let cleaned = text::clean(typed);
    let out = match kind {
        Kind::Date => date_from_short(&cleaned, desk.within(field))?.to_string(),
        Kind::Name => match desk.settings.name_case {
            NameCase::Upper => cleaned.to_uppercase(),
            _ => capitalised(&cleaned)?,
        },
        Kind::Time => {
            let before = desk.before.iter().map(|record| record.text(field));
            times::time_from_short(&cleaned, before)?
        }
        Kind::Ethnicity => named(&cleaned, ethnic::find(&cleaned))?,
        Kind::Nationality => named(&cleaned, nation::find(&cleaned))?,
        _ => return None,
    };
    (out != typed).then_some(out)
}

/// The list's name for what was typed without marks and capitals: that is a way of typing, and no spelling of
/// the ledger.
fn named(typed: &str, known: Known<'static>) -> Option<String> {
    let plain = typed
        .chars()
        .all(|c| c.is_ascii() && !c.is_ascii_uppercase());
    (plain && !typed.is_empty()).then(|| known.name().map(str::to_owned))?
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
#[path = "tests.rs"]
mod tests;
