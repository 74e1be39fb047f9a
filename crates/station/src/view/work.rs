//! What is shown of checking and of work that is given to people.

use serde::{Deserialize, Serialize};
use sohoa_core::assignment::Task;
use sohoa_core::book::Id;
use sohoa_core::checking::{Checked, Said};
use ts_rs::TS;

/// What was said about a case and its fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct CaseMarks {
    /// The case.
    pub case: Id,
    /// How far its checking has come.
    pub state: Checked,
    /// What was said of the whole last.
    pub whole: Option<MarkView>,
    /// What was said of its fields, in their order.
    pub fields: Vec<MarkView>,
    /// Columns that keep it from being called right.
    pub open: Vec<String>,
    /// It is the work of whoever is here: somebody else judges it.
    pub own: bool,
}

/// Something that was said about a field or a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct MarkView {
    /// The column; empty for the whole case.
    pub column: String,
    /// What was said.
    pub said: Said,
    /// Why.
    pub reason: String,
    /// Who said it.
    pub who: String,
    /// When, RFC 3339.
    pub at: String,
    /// The field still holds what was looked at.
    pub holds: bool,
}

/// A case for whoever checks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct ToCheck {
    /// The case.
    pub case: Id,
    /// Where it stands in its book, from 1.
    pub position: u32,
    /// Its number.
    pub number: String,
    /// Whom it is about.
    pub name: String,
    /// It is finished.
    pub done: bool,
    /// How far its checking has come.
    pub state: Checked,
    /// It is the work of whoever is here.
    pub own: bool,
}

/// A case that came back to be mended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct ReturnedCase {
    /// Its book.
    pub book: Id,
    /// `KS.2008.01`
    pub code: String,
    /// The case.
    pub case: Id,
    /// Where it stands in its book, from 1.
    pub position: u32,
    /// Its number.
    pub number: String,
    /// Whom it is about.
    pub name: String,
    /// Why it came back.
    pub reason: String,
    /// Who sent it back.
    pub who: String,
    /// When, RFC 3339.
    pub at: String,
}

/// A book of which something came back to be mended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct ReturnedBook {
    /// How many of its cases.
    pub cases: u32,
    /// The first of them.
    pub first: ReturnedCase,
}

/// Work to be given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, TS)]
#[serde(default)]
#[ts(export, export_to = "index.ts")]
pub struct AssignAsk {
    /// The books.
    pub books: Vec<Id>,
    /// What is to be done.
    pub task: Task,
    /// By whom. Several people share one book case by case, several books whole.
    pub people: Vec<Id>,
    /// Of one book, from which case on, from 1; the whole book when neither end is given.
    pub from: Option<u32>,
    /// Up to which case.
    pub to: Option<u32>,
    /// By which day, as it is typed: `31/12/2026`; also `2026-12-31`.
    pub due: Option<String>,
    /// What else is to be said.
    pub note: String,
}

/// Somebody whom work can be given to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct AssignablePerson {
    /// Identity.
    pub id: Id,
    /// Name.
    pub name: String,
    /// What their roles let them do.
    pub tasks: Vec<Task>,
}

/// Work that was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct AssignmentRow {
    /// Identity.
    pub id: Id,
    /// The book.
    pub book: Id,
    /// `KS.2008.01`
    pub code: String,
    /// `KS`
    pub kind: String,
    /// What is to be done.
    pub task: Task,
    /// The whole book, with what comes to it.
    pub whole: bool,
    /// Where its first case stands now, from 1.
    pub from: Option<u32>,
    /// Where its last one does.
    pub to: Option<u32>,
    /// Its cases.
    pub cases: u32,
    /// Those that are left.
    pub left: u32,
    /// The first of those.
    pub next: Option<Id>,
    /// Those in which whoever has it typed themselves, so that they cannot do it there.
    pub own: u32,
    /// Who is to do it.
    pub person: Id,
    /// The same by name.
    pub name: String,
    /// By which day, `2026-12-31`.
    pub due: Option<String>,
    /// That day is past and something is left.
    pub late: bool,
    /// What else was said.
    pub note: String,
    /// Who gave it.
    pub by: String,
    /// When, RFC 3339.
    pub at: String,
}
