//! What is looked up: people, cases kept for others, what happened to a field.

use serde::Serialize;
use sohoa_core::book::Id;
use sohoa_core::record::FieldValue;
use ts_rs::TS;

/// What a deed did to a field.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct HistoryEntry {
    /// The deed.
    pub set: Id,
    /// When, RFC 3339.
    pub at: String,
    /// Who.
    pub who: String,
    /// What was done, in words.
    pub what: String,
    /// The column.
    pub column: String,
    /// What the field is called.
    pub label: String,
    /// What it held.
    pub before: FieldValue,
    /// What it held then.
    pub after: FieldValue,
}

/// Cases that somebody looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct Found {
    /// The best first.
    pub hits: Vec<Hit>,
    /// There are more than these.
    pub more: bool,
    /// Books that are not looked into yet: an older program wrote them, and they are being read.
    pub waiting: u32,
}

/// A case that fits what somebody looks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct Hit {
    /// The case.
    pub case: Id,
    /// Its book.
    pub book: Id,
    /// Code of the book.
    pub code: String,
    /// Kind of the book.
    pub kind: String,
    /// Registration number as typed.
    pub number: String,
    /// The people it is about.
    pub name: String,
    /// When they were born, as typed.
    pub birth: String,
    /// When it was registered, as typed.
    pub registered: String,
    /// What fits besides the name.
    pub met: Option<HitField>,
}

/// A field in which something fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct HitField {
    /// The column.
    pub column: String,
    /// What it is called.
    pub label: String,
    /// What stands there.
    pub text: String,
}

/// A case that is kept for another office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct HeldCase {
    /// The office it is kept for.
    pub office: String,
    /// Why.
    pub reason: String,
    /// Code of its book.
    pub book: String,
    /// The case.
    pub case: Id,
    /// Place in the book, from 1.
    pub position: u32,
    /// Registration number as typed.
    pub number: String,
    /// The people it is about.
    pub name: String,
    /// Places of its pages in the book, from 1.
    pub pages: Vec<u32>,
}

/// What a look at the whole history found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct HistoryLook {
    /// Nothing is wrong.
    pub ok: bool,
    /// Entries.
    #[ts(type = "number")]
    pub entries: u64,
    /// The hash of the last entry, 64 letters; absent when nothing has happened yet.
    pub head: Option<String>,
    /// Of the heads that were asked about, the entry each belongs to, from 1.
    #[ts(type = "(number | null)[]")]
    pub known: Vec<Option<u64>>,
    /// What is wrong.
    pub faults: Vec<HistoryFault>,
}

/// Something wrong with the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct HistoryFault {
    /// `changed`, `undone`, `loose`, `cut`, `unknown`, `unsaid`.
    pub kind: String,
    /// The entry, from 1, where there is one.
    #[ts(type = "number | null")]
    pub entry: Option<u64>,
    /// In words.
    pub message: String,
}
