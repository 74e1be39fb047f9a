//! Layouts as they are shown.

use serde::Serialize;
use sohoa_core::book::Id;
use sohoa_core::layout::{Cell, Line};
use ts_rs::TS;

use super::PageRow;

/// A page with its printed lines and its cells, to be drawn on.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct LayoutView {
    /// The page.
    pub page: Id,
    /// Printed lines across.
    pub across: Vec<Line>,
    /// Printed lines down, the gutter of an open book among them.
    pub down: Vec<Line>,
    /// The cells it has; empty for a page that is not cut.
    pub cells: Vec<CellView>,
    /// What the lines propose: the rows of a table. Empty when there is none.
    pub proposed: Vec<CellView>,
    /// A person drew it.
    pub drawn: bool,
    /// A person should look at it.
    pub doubtful: bool,
}

/// A cell, and whether anybody wrote in it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct CellView {
    /// The cell.
    pub cell: Cell,
    /// Nothing seems to be written there.
    pub empty: bool,
}

/// What carrying a layout did.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct Carried {
    /// The book's pages as they are now.
    pub rows: Vec<PageRow>,
    /// The pages it was carried to.
    pub pages: Vec<CarriedPage>,
    /// Cases that were made.
    pub cases: u32,
}

/// What carrying a layout did to a page.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct CarriedPage {
    /// The page.
    pub page: Id,
    /// Its place in the book, from 1.
    pub position: u32,
    /// What was done.
    pub outcome: CarryOutcome,
    /// Where its cells lie.
    pub cells: Vec<CellView>,
    /// How sure that is, 0–1.
    pub confidence: f64,
    /// A person should look.
    pub flagged: bool,
    /// Place in the book of the page it follows.
    pub example: u32,
}

/// What was done to a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "index.ts")]
pub enum CarryOutcome {
    /// It was cut into cases.
    Cut,
    /// It was cut already: the parts of its cases were moved.
    Moved,
    /// It was cut already into another number of parts: it stays as it was.
    Left,
}

/// What cutting did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct CutDone {
    /// Cases that were made.
    pub cases: u32,
    /// Pages that were cut.
    pub pages: u32,
    /// How many of them were parted at printed lines.
    pub ruled: u32,
}
