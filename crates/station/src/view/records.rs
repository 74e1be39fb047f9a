//! Bringing in what others typed, and pairing pictures with it.

use serde::{Deserialize, Serialize};
use sohoa_core::book::Id;
use sohoa_core::bring::Pairing;
use sohoa_core::record::FieldValue;
use sohoa_core::viet::encoding::Legacy;
use ts_rs::TS;

use super::CasePicture;

/// What a column of a sheet is taken for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "is")]
#[ts(export_to = "index.ts")]
pub enum ColumnMeans {
    /// It is not brought in.
    #[default]
    Nothing,
    /// The name of the row's picture.
    File,
    /// A field.
    Field {
        /// Its column name.
        column: String,
    },
}

/// How a column's meaning is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "index.ts")]
pub enum ColumnWhy {
    /// It has the ministry's name.
    Name,
    /// By its words: a person should look.
    Words,
    /// A person said so of a sheet with these headings before.
    Remembered,
    /// Nothing says what it means.
    Unknown,
}

/// A column of a sheet as it is taken.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[ts(export_to = "index.ts")]
pub struct ColumnAsk {
    /// What it is taken for.
    pub means: ColumnMeans,
    /// The encoding its text is converted from.
    pub legacy: Option<Legacy>,
}

/// A column of a sheet, looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export_to = "index.ts")]
pub struct ColumnLook {
    /// Its heading.
    pub header: String,
    /// The first few of its values.
    pub samples: Vec<String>,
    /// The same, converted from `legacy`; empty when nothing is to be converted.
    pub converted: Vec<String>,
    /// What it most likely means.
    pub means: ColumnMeans,
    /// Why.
    pub why: ColumnWhy,
    /// The encoding its text seems to be in.
    pub legacy: Option<Legacy>,
}

/// A sheet, looked at before anything of it is brought in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "index.ts")]
pub struct SheetLook {
    /// Sheets of the file.
    pub sheets: Vec<String>,
    /// The one that was read.
    pub sheet: String,
    /// The row its headings stand in, from 1.
    pub header_row: u32,
    /// Rows below.
    pub rows: u32,
    /// Says later whether the file is still the same.
    pub content: String,
    /// Its columns.
    pub columns: Vec<ColumnLook>,
}

/// How rows find their cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "index.ts")]
pub enum PairBy {
    /// The first row is the first case, and so on.
    #[default]
    Order,
    /// By page.
    Page,
    /// By year and number.
    Number,
    /// By the name of the picture's file.
    File,
}

impl From<PairBy> for Pairing {
    fn from(by: PairBy) -> Self {
        match by {
            PairBy::Order => Self::Order,
            PairBy::Page => Self::Page,
            PairBy::Number => Self::Number,
            PairBy::File => Self::File,
        }
    }
}

/// What a person said of a row that was asked about.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[ts(export_to = "index.ts")]
pub struct RowChoice {
    /// Data row, from 1.
    pub row: u32,
    /// The case it belongs to.
    pub case: Option<Id>,
    /// It becomes a case of its own; without a case and without this it is left out.
    pub new: bool,
}

/// A sheet, and how it is to be brought in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "index.ts")]
pub struct SheetAsk {
    /// The file.
    pub file: String,
    /// Which of its sheets; the first when absent.
    pub sheet: Option<String>,
    /// As it was looked at; refused when the file is another one by now.
    pub content: Option<String>,
    /// The row of the headings, from 1.
    pub header_row: Option<u32>,
    /// What the columns are taken for; by their names when absent.
    pub columns: Option<Vec<ColumnAsk>>,
    /// How rows find their cases.
    pub pairing: PairBy,
    /// The key alone says which case a row is, whatever else differs: names, how many stand on a page.
    #[serde(default)]
    pub keys_alone: bool,
    /// Rows that no case can be meant by become cases of their own.
    pub new_cases: bool,
    /// What a person said of single rows.
    pub chosen: Vec<RowChoice>,
}

/// A case that a row, or a picture, may belong to.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export_to = "index.ts")]
pub struct Candidate {
    /// The case.
    pub case: Id,
    /// Its place in the book, from 1.
    pub position: u32,
    /// What is typed of it.
    pub words: Vec<String>,
    /// Its first picture.
    pub picture: Option<CasePicture>,
}

/// A row that a person is asked about.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export_to = "index.ts")]
pub struct AskedRow {
    /// Data row, from 1.
    pub row: u32,
    /// What it says: number, date, names.
    pub words: Vec<String>,
    /// Why it is asked about.
    pub reason: String,
    /// Cases that may be meant, the likeliest first.
    pub candidates: Vec<Candidate>,
}

/// A cell that says otherwise than what stands in its case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export_to = "index.ts")]
pub struct Clash {
    /// Data row, from 1.
    pub row: u32,
    /// The case.
    pub case: Id,
    /// Its place in the book, from 1.
    pub position: u32,
    /// Column.
    pub column: String,
    /// What stands there.
    pub stands: FieldValue,
    /// What the sheet says.
    pub comes: String,
}

/// What bringing in a sheet would do.
#[derive(Debug, Clone, PartialEq, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "index.ts")]
pub struct SheetPlan {
    /// Rows of the sheet.
    pub rows: u32,
    /// Rows whose case is sure, or was chosen.
    pub paired: u32,
    /// Rows that become cases of their own.
    pub added: u32,
    /// Rows that a person left out.
    pub skipped: u32,
    /// Rows to be asked about; they are left out until somebody says.
    pub asked: Vec<AskedRow>,
    /// Empty fields that are filled.
    pub fills: u32,
    /// Cells that say what stands there already.
    pub same: u32,
    /// Cells that say otherwise, by column.
    pub clashes_by_column: Vec<ColumnCount>,
    /// The cells themselves, at most a few thousand.
    pub clashes: Vec<Clash>,
    /// Values that are kept otherwise than they stand in the sheet.
    pub changed: Vec<ChangedValue>,
}

/// How many cells of a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export_to = "index.ts")]
pub struct ColumnCount {
    /// The column.
    pub column: String,
    /// How many.
    pub cells: u32,
}

/// A cell of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize, TS)]
#[ts(export_to = "index.ts")]
pub struct SheetCell {
    /// Data row, from 1.
    pub row: u32,
    /// Column.
    pub column: String,
}

/// Which cells take the place of what stands in their case. What is not named stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct Taking {
    /// All of these columns.
    pub columns: Vec<String>,
    /// Single cells.
    pub cells: Vec<SheetCell>,
    /// Every cell.
    pub all: bool,
    /// Whoever brings the sheet in did not type it: they may judge it.
    #[serde(default)]
    pub of_others: bool,
}

/// What reading a sheet did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "index.ts")]
pub struct RecordsImported {
    /// Rows in the sheet.
    pub rows: u32,
    /// Rows that found their case.
    pub paired: u32,
    /// Rows that became cases of their own.
    pub added: u32,
    /// Rows that did not, with the reason.
    pub unpaired: Vec<Unpaired>,
    /// Columns that no field of the book type has.
    pub unknown_columns: Vec<String>,
    /// Values that were written otherwise than they stood in the sheet, or took another's place.
    pub changed: Vec<ChangedValue>,
    /// Values of the sheet that were left out, since the case says otherwise.
    pub kept: Vec<Clash>,
}

/// A row that found no case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct Unpaired {
    /// Data row, from 1.
    pub row: u32,
    /// Why.
    pub reason: String,
}

/// A value that was written otherwise than it stood in the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct ChangedValue {
    /// Data row, from 1.
    pub row: u32,
    /// Column.
    pub column: String,
    /// As it stood.
    pub from: String,
    /// As it is kept.
    pub to: String,
    /// Why.
    pub why: String,
}

/// Cases cut from pages that nobody typed, and cases typed before there was a picture.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct JoinLook {
    /// Cut from pages, in their order.
    pub pictures: Vec<JoinPicture>,
    /// Typed, in their order.
    pub records: Vec<Candidate>,
    /// For each record which picture is its own: its place among `pictures`.
    pub pairs: Vec<Option<u32>>,
}

/// A case that is only a picture so far.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export_to = "index.ts")]
pub struct JoinPicture {
    /// The case.
    pub case: Id,
    /// Its first picture.
    pub picture: CasePicture,
    /// Name of that picture's file.
    pub file: String,
    /// Number on its paper, as far as it is known.
    pub number: Option<u32>,
}

/// A picture and what was typed for it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct JoinPair {
    /// The case that is only a picture.
    pub picture: Id,
    /// The case that was typed.
    pub record: Id,
}
