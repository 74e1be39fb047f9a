//! The rules that judge what was typed. One rule a file, named for the fault; its sentences are
//! in `assets/messages/vi.toml` under the same name and its cases in `tests/rules/<rule>.md`.
//!
//! Errors are only what would break the import or the link of picture and row. What is doubtful
//! or missing in the ledger itself is a warning that a person may confirm: the paper is the
//! authority.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::book::{Confirmation, Id};
use crate::messages::Messages;
use crate::naming::{NamePattern, Volume, volume_of};
use crate::record::{FieldState, FieldValue, Record};
use crate::schema::{BookType, Catalogue, Field, Role};
use crate::value::{PartialDate, text};

mod age_instead_of_year;
mod bad_date_form;
mod birth_after_registration;
mod case_without_page;
mod duplicate_number;
mod file_name_clash;
mod impossible_date;
mod missing_birth_date;
mod missing_name;
mod missing_number;
mod missing_registration_date;
mod missing_volume;
mod not_nfc;
mod page_without_case;
mod stray_space_or_control;
mod unknown_code;

/// Every rule, in the order in which findings are shown for one field.
pub static ALL: [&Rule; 16] = [
    &missing_number::RULE,
    &missing_volume::RULE,
    &missing_registration_date::RULE,
    &missing_name::RULE,
    &missing_birth_date::RULE,
    &not_nfc::RULE,
    &stray_space_or_control::RULE,
    &age_instead_of_year::RULE,
    &bad_date_form::RULE,
    &impossible_date::RULE,
    &unknown_code::RULE,
    &birth_after_registration::RULE,
    &duplicate_number::RULE,
    &file_name_clash::RULE,
    &case_without_page::RULE,
    &page_without_case::RULE,
];

/// The rule of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.into_iter().find(|rule| rule.name == name)
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export_to = "index.ts")]
pub enum Severity {
    /// Stops packaging.
    Error,
    /// Wants a look: mend the slip, or confirm that the ledger has it so.
    Warning,
    /// Needs nobody.
    Info,
}

/// One rule.
pub struct Rule {
    /// The fault, snake_case; stable.
    pub name: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// Whether a person may confirm it as being so in the ledger.
    pub confirmable: bool,
    /// Whether it looks at page pictures, which a bare sheet does not have.
    pub needs_pages: bool,
    /// What it looks at.
    pub check: Check,
}

/// What a rule looks at, and the function that does.
pub enum Check {
    /// One field; run while it is typed.
    Field {
        /// Which fields.
        of: fn(&Field) -> bool,
        /// Looks at one value.
        run: fn(&FieldView<'_>, &mut Hits<'_>),
    },
    /// One case; run when it is saved.
    Case(fn(&CaseView<'_>, &mut Hits<'_>)),
    /// A whole book.
    Book(fn(&BookView<'_>, &mut Hits<'_>)),
}

/// One field of one case.
pub struct FieldView<'a> {
    /// Code lists.
    pub catalogue: &'a Catalogue,
    /// The type.
    pub book_type: &'a BookType,
    /// The whole record, for rules that need a neighbour.
    pub record: &'a Record,
    /// Position of the field.
    pub index: usize,
    /// Its value.
    pub value: &'a FieldValue,
}

impl FieldView<'_> {
    /// The field itself.
    #[must_use]
    pub fn field(&self) -> &Field {
        &self.book_type.fields[self.index]
    }

    /// The text as it will be written; `None` when the ledger does not give it or nothing was
    /// typed.
    #[must_use]
    pub fn given(&self) -> Option<String> {
        (self.value.state == FieldState::Given)
            .then(|| text::clean(&self.value.text))
            .filter(|t| !t.is_empty())
    }

    /// Nothing was typed, and nobody said that the ledger leaves it out or that it is illegible.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.value.state == FieldState::Given && text::clean(&self.value.text).is_empty()
    }
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

/// One case with what is needed to judge it.
pub struct CaseView<'a> {
    /// The type.
    pub book_type: &'a BookType,
    /// The case.
    pub case: &'a CaseInput,
}

/// A whole book.
pub struct BookView<'a> {
    /// The type.
    pub book_type: &'a BookType,
    /// Year and volume.
    pub volume: Volume,
    /// How files are named.
    pub names: &'a NamePattern,
    /// Its cases, by position.
    pub cases: &'a [CaseInput],
    /// Pages that should hold cases and belong to none: identity and position.
    pub loose_pages: &'a [(Id, u32)],
}

/// Collects what a rule finds.
pub struct Hits<'a> {
    rule: &'static Rule,
    messages: &'a Messages,
    book_type: &'a BookType,
    case: Option<(Id, u32)>,
    out: &'a mut Vec<Finding>,
}

/// What a rule says about one place.
#[derive(Default)]
pub struct Hit {
    /// Position of the field, if it is about one.
    pub field: Option<usize>,
    /// The page, if it is about one.
    pub page: Option<Id>,
    /// What fills the `{…}` of its sentence.
    pub args: Vec<(&'static str, String)>,
    /// A safe way to mend it: new values by position of the field, the first being the field
    /// itself.
    pub fix: Vec<(usize, String)>,
}

impl Hits<'_> {
    /// Takes down a hit about the case being looked at.
    pub fn add(&mut self, hit: Hit) {
        self.add_to(self.case, hit);
    }

    /// Takes down a hit about some case of the book, or about none.
    pub fn add_to(&mut self, case: Option<(Id, u32)>, hit: Hit) {
        let columns = |(field, to): &(usize, String)| FieldFix {
            field: self.book_type.fields[*field].column.clone(),
            to: to.clone(),
        };
        let mut fixes = hit.fix.iter().map(columns);
        let label = hit
            .field
            .map(|field| self.book_type.fields[field].label.clone())
            .unwrap_or_default();
        let mut args = hit.args;
        args.push(("field", label));
        self.out.push(Finding {
            rule: self.rule.name.to_owned(),
            severity: self.rule.severity,
            confirmable: self.rule.confirmable,
            case: case.map(|(id, _)| id),
            position: case.map(|(_, position)| position),
            page: hit.page,
            field: hit
                .field
                .map(|field| self.book_type.fields[field].column.clone()),
            value: String::new(),
            message: self.messages.rule(self.rule.name, "message", &args),
            advice: self.messages.rule(self.rule.name, "todo", &args),
            fix: fixes.next().map(|first| Fix {
                field: first.field,
                to: first.to,
                also: fixes.collect(),
            }),
        });
    }
}

/// One field of a fix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export_to = "index.ts")]
pub struct FieldFix {
    /// Column.
    pub field: String,
    /// New text.
    pub to: String,
}

/// A safe way to mend a finding. Always shown first, always undoable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export_to = "index.ts")]
pub struct Fix {
    /// Column.
    pub field: String,
    /// New text.
    pub to: String,
    /// What else changes with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<FieldFix>>", optional)]
    pub also: Vec<FieldFix>,
}

/// Something that a rule found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export_to = "index.ts")]
pub struct Finding {
    /// The rule.
    pub rule: String,
    /// How much it weighs.
    pub severity: Severity,
    /// Whether "as in the ledger" settles it.
    pub confirmable: bool,
    /// The case.
    pub case: Option<Id>,
    /// The case's place in the book.
    pub position: Option<u32>,
    /// The page, for findings about pages.
    pub page: Option<Id>,
    /// The column.
    pub field: Option<String>,
    /// The value looked at, as it stands; empty where there is none.
    pub value: String,
    /// What is wrong, in Vietnamese.
    pub message: String,
    /// What to do about it.
    pub advice: String,
    /// A safe way to mend it.
    pub fix: Option<Fix>,
}

impl Finding {
    /// Whether a person has confirmed it and the value has not changed since.
    #[must_use]
    pub fn confirmed_by<'c>(
        &self,
        record: &Record,
        book_type: &BookType,
        given: &'c [Confirmation],
    ) -> Option<&'c Confirmation> {
        let field = self.field.as_deref().unwrap_or("");
        let value = book_type
            .field_index(field)
            .map(|index| record.at(index).clone())
            .unwrap_or_default();
        given.iter().find(|c| {
            self.confirmable
                && Some(c.case) == self.case
                && c.rule == self.rule
                && c.field == field
                && c.value == value
        })
    }
}

/// The rules of one book type, ready to run: which rules look at which field is worked out once.
pub struct Engine<'a> {
    catalogue: &'a Catalogue,
    messages: &'a Messages,
    book_type: &'a BookType,
    by_field: Vec<Vec<&'static Rule>>,
    with_pages: bool,
}

impl<'a> Engine<'a> {
    /// All rules for that type. A bare sheet is judged `with_pages` false.
    #[must_use]
    pub fn new(
        catalogue: &'a Catalogue,
        messages: &'a Messages,
        book_type: &'a BookType,
        with_pages: bool,
    ) -> Self {
        let for_field = |field: &Field| {
            let looks =
                |rule: &&'static Rule| matches!(rule.check, Check::Field { of, .. } if of(field));
            ALL.into_iter().filter(looks).collect()
        };
        Self {
            catalogue,
            messages,
            book_type,
            by_field: book_type.fields.iter().map(for_field).collect(),
            with_pages,
        }
    }

    /// What is wrong with one field.
    #[must_use]
    pub fn field(&self, case: &CaseInput, index: usize) -> Vec<Finding> {
        let mut out = Vec::new();
        self.field_into(case, index, &mut out);
        out
    }

    fn field_into(&self, case: &CaseInput, index: usize, out: &mut Vec<Finding>) {
        let view = FieldView {
            catalogue: self.catalogue,
            book_type: self.book_type,
            record: &case.record,
            index,
            value: case.record.at(index),
        };
        for rule in self.by_field.get(index).into_iter().flatten().copied() {
            if let Check::Field { run, .. } = rule.check {
                run(&view, &mut self.hits(rule, Some(case), out));
            }
        }
    }

    /// What is wrong with one case: its fields in the order of the page, then the case.
    #[must_use]
    pub fn case(&self, case: &CaseInput) -> Vec<Finding> {
        let mut out = Vec::new();
        self.case_into(case, &mut out);
        out
    }

    fn case_into(&self, case: &CaseInput, out: &mut Vec<Finding>) {
        for index in 0..self.book_type.fields.len() {
            self.field_into(case, index, out);
        }
        let view = CaseView {
            book_type: self.book_type,
            case,
        };
        for rule in ALL
            .into_iter()
            .filter(|rule| self.with_pages || !rule.needs_pages)
        {
            if let Check::Case(run) = rule.check {
                run(&view, &mut self.hits(rule, Some(case), out));
            }
        }
    }

    /// What only the whole book shows.
    #[must_use]
    pub fn across(&self, book: &BookView<'_>) -> Vec<Finding> {
        let mut out = Vec::new();
        for rule in ALL
            .into_iter()
            .filter(|rule| self.with_pages || !rule.needs_pages)
        {
            if let Check::Book(run) = rule.check {
                run(book, &mut self.hits(rule, None, &mut out));
            }
        }
        out
    }

    /// Everything wrong with a book, case by case in its order; what belongs to no case last.
    #[must_use]
    pub fn book(&self, book: &BookView<'_>) -> Vec<Finding> {
        let mut out = Vec::new();
        for case in book.cases {
            self.case_into(case, &mut out);
        }
        out.extend(self.across(book));
        out.sort_by_key(|finding| finding.position.unwrap_or(u32::MAX));
        out
    }

    fn hits<'b>(
        &'b self,
        rule: &'static Rule,
        case: Option<&CaseInput>,
        out: &'b mut Vec<Finding>,
    ) -> Hits<'b> {
        Hits {
            rule,
            messages: self.messages,
            book_type: self.book_type,
            case: case.map(|c| (c.id, c.position)),
            out,
        }
    }
}

/// The year a case was registered in: from the date, else from `so` (`62/2017`), else from the
/// volume. Numbering restarts with it.
#[must_use]
pub fn registration_year(book_type: &BookType, record: &Record, book: Volume) -> u16 {
    let date = PartialDate::parse(&text::clean(
        record.role_text(book_type, Role::RegistrationDate),
    ));
    let from_number = || {
        let year = record
            .role_text(book_type, Role::Number)
            .split_once('/')?
            .1
            .trim();
        (year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit())).then(|| year.parse().ok())?
    };
    date.map(PartialDate::year)
        .ok()
        .or_else(from_number)
        .unwrap_or_else(|| {
            volume_of(record.role_text(book_type, Role::Volume))
                .unwrap_or(book)
                .year
        })
}
