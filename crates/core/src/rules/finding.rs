//! What rules say, and how a person's confirmation settles it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Rule;
use crate::book::{Confirmation, Id};
use crate::messages::Messages;
use crate::record::{FieldValue, Record};
use crate::schema::BookType;

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

/// Collects what a rule finds.
pub struct Hits<'a> {
    pub(super) rule: &'static Rule,
    pub(super) severity: Severity,
    pub(super) messages: &'a Messages,
    pub(super) book_type: &'a BookType,
    pub(super) case: Option<(Id, u32)>,
    /// Only what is about this case is wanted: nothing else is put into sentences.
    pub(super) about: Option<Id>,
    pub(super) out: &'a mut Vec<Finding>,
}

/// What a rule says about one place.
#[derive(Default)]
pub struct Hit {
    /// Position of the field, if it is about one.
    pub field: Option<usize>,
    /// The page, if it is about one.
    pub page: Option<Id>,
    /// Another case it is about, to be laid beside this one.
    pub other: Option<Id>,
    /// What fills the `{…}` of its sentence.
    pub args: Vec<(&'static str, String)>,
    /// A safe way to mend it: new values by position of the field, the first being the field
    /// itself.
    pub fix: Vec<(usize, String)>,
}

impl Hit {
    /// About one field.
    #[must_use]
    pub fn at(field: usize) -> Self {
        Self {
            field: Some(field),
            ..Self::default()
        }
    }

    /// Fills a `{…}` of its sentence.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// Proposes a new text for its field.
    #[must_use]
    pub fn fix(mut self, to: impl Into<String>) -> Self {
        if let Some(field) = self.field {
            self.fix.push((field, to.into()));
        }
        self
    }
}

impl Hits<'_> {
    /// Takes down a hit about the case being looked at.
    pub fn add(&mut self, hit: Hit) {
        self.add_to(self.case, hit);
    }

    /// Takes down a hit about some case of the book, or about none.
    pub fn add_to(&mut self, case: Option<(Id, u32)>, hit: Hit) {
        if self
            .about
            .is_some_and(|about| case.map(|(id, _)| id) != Some(about))
        {
            return;
        }
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
            severity: self.severity,
            confirmable: self.rule.confirmable,
            case: case.map(|(id, _)| id),
            position: case.map(|(_, position)| position),
            page: hit.page,
            other: hit.other,
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
    /// Another case that it is about too, in this book or another.
    pub other: Option<Id>,
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
        let nothing = FieldValue::default();
        let value = book_type
            .field_index(field)
            .map_or(&nothing, |index| record.at(index));
        given.iter().find(|c| {
            self.confirmable
                && Some(c.case) == self.case
                && c.rule == self.rule
                && c.field == field
                && c.value.reads_as(value)
        })
    }
}
