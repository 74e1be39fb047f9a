//! What a rule is given to look at.

use std::borrow::Cow;

use super::Settings;
use crate::book::{Closing, Id};
use crate::naming::{NamePattern, Volume, volume_of};
use crate::record::Record;
use crate::schema::{BookType, Catalogue, Field, Kind, Part, Person, Role};
use crate::value::{PartialDate, text};

/// What every look at a case shares.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// Code lists.
    pub catalogue: &'a Catalogue,
    /// What the office decided.
    pub settings: &'a Settings,
    /// The type.
    pub book_type: &'a BookType,
    /// The day it is, when that is known: nothing is registered after it.
    pub today: Option<PartialDate>,
}

/// One case of a book.
#[derive(Debug, Clone)]
pub struct CaseInput {
    /// Identity.
    pub id: Id,
    /// Place in the book, from 1.
    pub position: u32,
    /// What was typed.
    pub record: Record,
    /// How many pictures it has.
    pub pages: usize,
}

/// One field of one case, which the ledger gives.
pub struct FieldView<'a> {
    /// What every look shares.
    pub known: Known<'a>,
    /// The whole record, for rules that need a neighbour.
    pub record: &'a Record,
    /// Position of the field.
    pub index: usize,
    /// The text as it will be written.
    pub text: &'a str,
    /// The text as it was typed.
    pub raw: &'a str,
}

impl<'a> FieldView<'a> {
    /// The field itself.
    #[must_use]
    pub fn field(&self) -> &'a Field {
        &self.known.book_type.fields[self.index]
    }

    /// The ethnic group of the person whose name this is, as written; empty when not given.
    #[must_use]
    pub fn ethnicity(&self) -> &'a str {
        self.known
            .book_type
            .person_of(self.index)
            .and_then(|person| person.ethnicity)
            .map_or("", |field| self.record.text(field).trim())
    }

    /// The year of registration, when it is given.
    #[must_use]
    pub fn registration_year(&self) -> Option<u16> {
        let typed = self
            .record
            .role_text(self.known.book_type, Role::RegistrationDate);
        PartialDate::parse(&text::cleaned(typed))
            .ok()
            .map(PartialDate::year)
    }
}

/// One case with what is needed to judge it.
pub struct CaseView<'a> {
    /// What every look shares.
    pub known: Known<'a>,
    /// The case.
    pub case: &'a CaseInput,
    /// The dates of the case by position of the field; `None` where there is none to read.
    pub dates: &'a [Option<PartialDate>],
}

impl<'a> CaseView<'a> {
    /// Reads the dates of a case into `dates`.
    pub(super) fn reading(
        known: Known<'a>,
        case: &'a CaseInput,
        dates: &'a mut Vec<Option<PartialDate>>,
    ) -> Self {
        dates.clear();
        dates.extend(
            known
                .book_type
                .fields
                .iter()
                .enumerate()
                .map(|(index, field)| {
                    let typed = case.record.text(index);
                    let dated = field.kind == Kind::Date && !typed.is_empty();
                    dated.then(|| PartialDate::parse(&text::cleaned(typed)).ok())?
                }),
        );
        Self { known, case, dates }
    }

    /// The type.
    #[must_use]
    pub fn book_type(&self) -> &'a BookType {
        self.known.book_type
    }

    /// The text of a field as it will be written, empty when the ledger does not give it.
    #[must_use]
    pub fn text(&self, field: usize) -> Cow<'a, str> {
        text::cleaned(self.case.record.text(field))
    }

    /// Nobody has typed it or said anything about it.
    #[must_use]
    pub fn is_open(&self, field: usize) -> bool {
        let value = self.case.record.at(field);
        value.state.is_read() && text::cleaned(&value.text).is_empty()
    }

    /// The first field with that role.
    #[must_use]
    pub fn field(&self, role: Role) -> Option<usize> {
        self.book_type().role(role).first().copied()
    }

    /// The text of the first field with that role.
    #[must_use]
    pub fn role(&self, role: Role) -> Cow<'a, str> {
        self.field(role).map_or(Cow::Borrowed(""), |f| self.text(f))
    }

    /// The date in a field.
    #[must_use]
    pub fn date(&self, field: Option<usize>) -> Option<PartialDate> {
        self.dates.get(field?).copied().flatten()
    }

    /// The day of registration.
    #[must_use]
    pub fn registered(&self) -> Option<PartialDate> {
        self.date(self.field(Role::RegistrationDate))
    }

    /// A person of the case.
    #[must_use]
    pub fn person(&self, part: Part) -> Option<PersonView<'_>> {
        Some(self.of(self.book_type().person(part)?))
    }

    /// Every person of the case.
    pub fn people(&self) -> impl Iterator<Item = PersonView<'_>> {
        self.book_type().people.iter().map(|person| self.of(person))
    }

    fn of<'v>(&'v self, person: &'v Person) -> PersonView<'v> {
        PersonView { case: self, person }
    }
}

/// One person of a case.
#[derive(Clone, Copy)]
pub struct PersonView<'a> {
    case: &'a CaseView<'a>,
    /// Where their fields are.
    pub person: &'a Person,
}

impl<'a> PersonView<'a> {
    /// The text of one of their fields, empty when there is none.
    #[must_use]
    pub fn text(&self, field: Option<usize>) -> Cow<'a, str> {
        field.map_or(Cow::Borrowed(""), |field| self.case.text(field))
    }

    /// Their name.
    #[must_use]
    pub fn name(&self) -> Cow<'a, str> {
        self.case.text(self.person.name)
    }

    /// Their birth date.
    #[must_use]
    pub fn birth(&self) -> Option<PartialDate> {
        self.case.date(self.person.birth)
    }

    /// Code of their sex: as written, else by what they are.
    #[must_use]
    pub fn sex(&self) -> Cow<'a, str> {
        let written = self.text(self.person.sex);
        match &self.person.sex_known {
            Some(known) if written.is_empty() => Cow::Borrowed(known),
            _ => written,
        }
    }

    /// Their ethnic group.
    #[must_use]
    pub fn ethnicity(&self) -> Cow<'a, str> {
        self.text(self.person.ethnicity)
    }
}

/// A whole book.
#[derive(Clone, Copy)]
pub struct BookView<'a> {
    /// Year and volume.
    pub volume: Volume,
    /// How files are named.
    pub names: &'a NamePattern,
    /// Its cases, by position.
    pub cases: &'a [CaseInput],
    /// Pages that should hold cases and belong to none: identity and position.
    pub loose_pages: &'a [(Id, u32)],
    /// How many pages hold cases.
    pub pages: u32,
    /// What was written when it was closed.
    pub closing: Closing,
}

/// A whole book and what every look shares.
pub struct WholeBook<'a> {
    /// What every look shares.
    pub known: Known<'a>,
    /// The book.
    pub book: BookView<'a>,
}

impl<'a> WholeBook<'a> {
    /// The type.
    #[must_use]
    pub fn book_type(&self) -> &'a BookType {
        self.known.book_type
    }

    /// The first field with that role.
    #[must_use]
    pub fn field(&self, role: Role) -> Option<usize> {
        self.book_type().role(role).first().copied()
    }

    /// The date of registration of a case.
    #[must_use]
    pub fn registered(&self, case: &CaseInput) -> Option<PartialDate> {
        let typed = case
            .record
            .role_text(self.book_type(), Role::RegistrationDate);
        PartialDate::parse(&text::cleaned(typed)).ok()
    }

    /// The year a case was registered in.
    #[must_use]
    pub fn year(&self, case: &CaseInput) -> u16 {
        registration_year(self.book_type(), &case.record, self.book.volume)
    }
}

/// The year that stands in `so` itself (`62/2017`).
#[must_use]
pub fn year_in_number(so: &str) -> Option<u16> {
    let year = so.split_once('/')?.1.trim();
    (year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit())).then(|| year.parse().ok())?
}

/// The year a case was registered in: from the date, else from `so` (`62/2017`), else from the
/// volume. Numbering restarts with it.
#[must_use]
pub fn registration_year(book_type: &BookType, record: &Record, book: Volume) -> u16 {
    let typed = record.role_text(book_type, Role::RegistrationDate);
    PartialDate::parse(&text::cleaned(typed))
        .map(PartialDate::year)
        .ok()
        .or_else(|| year_in_number(record.role_text(book_type, Role::Number)))
        .unwrap_or_else(|| {
            volume_of(record.role_text(book_type, Role::Volume))
                .unwrap_or(book)
                .year
        })
}
