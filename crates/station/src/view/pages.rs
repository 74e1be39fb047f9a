//! Pages as they are shown.

use serde::{Deserialize, Serialize};
use sohoa_core::book::{Id, PageRole, Region, Shape, Spot};
use sohoa_core::shape::{Bow, Point};
use sohoa_core::survey::{Survey, Verdict};
use ts_rs::TS;

/// A page in the strip. Its pictures are asked for by identity: `thumb`, `display`, `original`.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "index.ts")]
pub struct PageRow {
    /// Identity.
    pub id: Id,
    /// Place in the book, from 1.
    pub position: u32,
    /// File it came from.
    pub file: String,
    /// Pixels as seen, after turning.
    pub width: u32,
    /// Pixels as seen, after turning.
    pub height: u32,
    /// What it is for.
    pub role: PageRole,
    /// The cases on it.
    pub cases: Vec<CaseOnPage>,
    /// How it lies in its picture; absent when the whole picture is the page.
    pub shape: Option<Shape>,
    /// A person has looked at how it lies.
    pub looked_at: bool,
    /// Number on the paper, the first of two, where it was read or follows without doubt.
    pub number: Option<u32>,
    /// The number on the last of its pages; as `number` on a single one.
    pub number_to: Option<u32>,
    /// A person read the number.
    pub number_typed: bool,
    /// Pages missing by their numbers before this picture, below zero pages too many; 0 when it fits.
    pub missing_before: i32,
    /// Its number would tell most about what is missing.
    pub ask_number: bool,
    /// Names how it is drawn: another picture, another shape or another turn has another name.
    pub print: String,
    /// What it is worth.
    pub verdict: Verdict,
    /// Why it is not simply good.
    pub reasons: Vec<PageReason>,
}

/// Why a page is not simply good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct PageReason {
    /// Stable code.
    pub code: String,
    /// The same in words, with what to do.
    pub text: String,
    /// What it means for the page.
    pub verdict: Verdict,
}

/// What was measured of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct PageQuality {
    /// The page.
    pub row: PageRow,
    /// Its measures; absent when the picture was never measured.
    pub survey: Option<Survey>,
    /// Pixels of its picture, upright as the file says.
    pub picture: (u32, u32),
    /// Quarter turns clockwise from the picture to the page, found and given together.
    pub turns: u8,
}

/// How a page will be delivered, when all of it is.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct PageDelivery {
    /// Bytes of its picture.
    pub bytes: u32,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Dots an inch on its paper.
    pub dpi: u32,
    /// How it was made small.
    pub way: DeliveryWay,
    /// JPEG quality, where it was encoded anew.
    pub quality: Option<u8>,
    /// What is left of the contrast of its pen strokes, 0–1, where that can be told.
    pub strokes: Option<f64>,
}

/// How a page is made small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "index.ts")]
pub enum DeliveryWay {
    /// As it came, bit for bit or turned without loss.
    Unchanged,
    /// One bit a pixel, without loss.
    Bits,
    /// Encoded anew.
    Encoded,
}

/// A case's place on a page.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct CaseOnPage {
    /// The case.
    pub case: Id,
    /// Its place in the book.
    pub position: u32,
    /// Part of the page; all of it when absent.
    pub region: Option<Region>,
}

/// How to cut pages into cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "way", content = "count")]
#[ts(export, export_to = "index.ts")]
pub enum CutWay {
    /// So many cases on each page, one below the other.
    PerPage(u8),
    /// Left and right of an open book.
    Spread,
    /// So many pictures for each case.
    PagesPerCase(u8),
}

/// A picture of a case.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "index.ts")]
pub struct CasePicture {
    /// The page.
    pub page: Id,
    /// Place of the page in the book.
    pub position: u32,
    /// Part of it; all of it when absent.
    pub region: Option<Region>,
    /// Pixels of the page as seen.
    pub width: u32,
    /// Pixels of the page as seen.
    pub height: u32,
    /// See [`PageRow::print`].
    pub print: String,
}

/// What a person says of how a page lies: the part of its [`Shape`] that can be dragged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct Outline {
    /// As [`Shape::corners`].
    pub corners: [Point; 4],
    /// As [`Shape::bow`].
    pub bow: Vec<Bow>,
    /// As [`Shape::gutter`].
    pub gutter: Option<f64>,
}

/// Where the fields of a book stand on its print.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct Spots {
    /// As far as somebody pointed at them.
    pub spots: Vec<Spot>,
    /// Another book of the kind that has them, while this one has none.
    pub offered: Option<SpotsOffered>,
}

/// A book whose spots can be taken over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export_to = "index.ts")]
pub struct SpotsOffered {
    /// The book.
    pub book: Id,
    /// Its code.
    pub code: String,
    /// How many fields it has pointed at.
    pub fields: u32,
}
