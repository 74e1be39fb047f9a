//! A book as a table.

use serde::{Deserialize, Serialize};
use sohoa_core::book::{CaseState, Id};
use sohoa_core::record::FieldValue;
use sohoa_core::rules::Severity;
use ts_rs::TS;

/// Which cases the table shows, and in which order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct GridAsk {
    /// By which column; in the order of the ledger when absent.
    pub sort: Option<GridSort>,
    /// All of these must fit.
    pub filters: Vec<GridFilter>,
    /// Only some cases.
    pub only: GridOnly,
}

/// An order.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct GridSort {
    /// The column.
    pub column: String,
    /// The last first.
    pub down: bool,
}

/// What a column must hold.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct GridFilter {
    /// The column.
    pub column: String,
    /// A part of it, marks and case aside; `=` before it for the whole value, `=` alone for an empty one.
    pub text: String,
}

/// Cases by how far they have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "index.ts")]
pub enum GridOnly {
    /// Every one.
    #[default]
    All,
    /// Not finished.
    Draft,
    /// With an error or a warning of their own.
    Wrong,
    /// With a doubtful field or a note.
    Remarks,
    /// Kept for another office.
    Held,
}

/// One case as a row.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct GridRow {
    /// The case.
    pub case: Id,
    /// Place in the book, from 1.
    pub position: u32,
    /// How far it has come.
    pub state: CaseState,
    /// It is kept for another office.
    pub held: bool,
    /// Values, in the order of the book type's fields.
    pub values: Vec<FieldValue>,
    /// Fields with something wrong, and how much it weighs.
    pub wrong: Vec<(usize, Severity)>,
}

/// A cell that is to hold something.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct CellEdit {
    /// The case.
    pub case: Id,
    /// The column.
    pub column: String,
    /// What it shall hold.
    pub value: FieldValue,
    /// It was typed by hand: what is short for something is written out.
    pub short: bool,
}

/// What is to be replaced.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct ReplaceAsk {
    /// What is looked for.
    pub find: String,
    /// What comes in its place.
    pub with: String,
    /// Only in this column.
    pub column: Option<String>,
    /// Only whole values.
    pub whole: bool,
    /// Marks and case count.
    pub exact: bool,
}

/// What replacing would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct Replacing {
    /// How many cells.
    pub total: u32,
    /// The first of them.
    pub cells: Vec<ReplaceCell>,
}

/// One cell in which something would be replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct ReplaceCell {
    /// The case.
    pub case: Id,
    /// Place of the case in the book, from 1.
    pub position: u32,
    /// The column.
    pub column: String,
    /// As it is.
    pub before: String,
    /// As it would be; what is said about it stays.
    pub after: FieldValue,
}
