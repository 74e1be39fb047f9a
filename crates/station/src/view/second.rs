//! What is shown of double keying.

use serde::Serialize;
use sohoa_core::book::Id;
use sohoa_core::keying::Keying;
use sohoa_core::record::FieldValue;
use ts_rs::TS;

use super::CasePicture;

/// How a case stands that is typed a second time. Nothing of it tells what the first typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct SecondView {
    /// Positions of the fields that are typed.
    pub takes: Vec<usize>,
    /// Of these, those that came out otherwise and are to be typed again.
    pub again: Vec<usize>,
    /// Those there is nothing to type in any more.
    pub fixed: Vec<usize>,
    /// How many were not typed yet.
    pub left: u32,
    /// How many wait for a third person.
    pub third: u32,
    /// What the first typed is at this station, and is compared at once.
    pub known: bool,
}

/// A field that two keyers could not agree on.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct ThirdField {
    /// The book.
    pub book: Id,
    /// The case.
    pub case: Id,
    /// Where it stands in the book, from 1.
    pub position: u32,
    /// Its number, as the first typed it.
    pub number: String,
    /// Position of the field.
    pub field: usize,
    /// Its column.
    pub column: String,
    /// What it is called.
    pub label: String,
    /// What was typed: by the first, by the second, by the second again.
    pub readings: Vec<ThirdReading>,
    /// Pictures in reading order.
    pub pictures: Vec<CasePicture>,
    /// Whoever is here is one of the two, and somebody else could decide.
    pub own: bool,
}

/// One reading of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct ThirdReading {
    /// What was typed.
    pub value: FieldValue,
    /// By whom; empty when that is not known.
    pub who: String,
    /// When asked again.
    pub again: bool,
}

/// How far the double keying of a book has come.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct KeyingLook {
    /// What is typed twice.
    pub keying: Keying,
    /// Columns that can be typed twice.
    pub possible: Vec<String>,
    /// Of these, those that say who somebody is.
    pub critical: Vec<String>,
    /// Cases of the book.
    pub cases: u32,
    /// Cases that a second keyer began.
    pub begun: u32,
    /// Cases in which nothing is left for the second keyer.
    pub through: u32,
    /// Fields that are to be typed again.
    pub again: u32,
    /// Fields that wait for a third person.
    pub thirds: u32,
    /// How often who slipped.
    pub people: Vec<SlipRate>,
    /// In which fields.
    pub fields: Vec<SlipRate>,
}

/// How often something was typed otherwise than it stands now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct SlipRate {
    /// Who, or in which field.
    pub name: String,
    /// As the second keyer; else as the first.
    pub second: bool,
    /// Fields that were typed and are decided.
    pub typed: u32,
    /// Of these, typed otherwise.
    pub slips: u32,
}
