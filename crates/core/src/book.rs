//! The nouns of the work: book, page, case, confirmation.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::keying::Keying;
use crate::record::FieldValue;
pub use crate::shape::{Region, Shape};

/// Identity of anything stored. Version 7, so that rows made on several stations can be put
/// into one workspace and still sort by the time they were made.
pub type Id = Uuid;

/// One paper ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Book {
    /// Identity.
    pub id: Id,
    /// Code of the book type: `KS`, `KH`, …
    pub kind: String,
    /// Year the book was opened.
    pub year: u16,
    /// Volume number inside the year.
    pub volume: u16,
    /// The office that keeps it, as it shall stand in `noiDangKy`.
    pub place: String,
    /// Name of the sheet that is written for it (`KS`, `KS-70`, …).
    pub sheet: String,
    /// How far the book has come.
    pub state: BookState,
    /// What the office wrote when it closed the ledger.
    #[serde(default)]
    pub closing: Closing,
    /// Where its print has the fields, as far as somebody pointed at them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spots: Vec<Spot>,
    /// Which of its fields are typed twice.
    #[serde(default, skip_serializing_if = "Keying::is_usual")]
    pub keying: Keying,
}

/// Where a field stands on the pictures of a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export_to = "index.ts")]
pub struct Spot {
    /// The column.
    pub column: String,
    /// On which picture of the case, from 0.
    pub picture: u8,
    /// Which part of that part of the page, in fractions of it.
    pub region: Region,
}

/// The totals that the office wrote when it closed a ledger (Luật Hộ tịch, Điều 58). Absent when the
/// ledger does not say, or nobody has typed it yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[ts(export_to = "index.ts")]
pub struct Closing {
    /// Registrations.
    pub cases: Option<u32>,
    /// Pages.
    pub pages: Option<u32>,
}

impl Book {
    /// The book's code, `KS.2008.01`: what people call it and how its files are named.
    #[must_use]
    pub fn code(&self) -> String {
        format!("{}.{:04}.{:02}", self.kind, self.year, self.volume)
    }

    /// The volume as the ledger writes it, `01/2008`.
    #[must_use]
    pub fn volume_text(&self) -> String {
        format!("{:02}/{:04}", self.volume, self.year)
    }
}

/// How far a book has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "index.ts")]
pub enum BookState {
    /// Being worked on.
    #[default]
    Open,
    /// A verified package has been written and nothing has changed since.
    Packaged,
}

impl BookState {
    /// The word kept in stores and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Packaged => "packaged",
        }
    }
}

/// What a page is for. Only [`PageRole::Cases`] must belong to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "index.ts")]
pub enum PageRole {
    /// Holds registrations.
    #[default]
    Cases,
    /// Cover, inside or outside.
    Cover,
    /// Nothing written on it.
    Blank,
    /// List of names.
    Index,
    /// Struck out by the office.
    Void,
    /// To be taken again: what it shows is not good enough. Its cases stay where they are.
    Retake,
}

/// One picture of the ledger, as it was brought in. The picture itself is never changed: turning
/// it is a number here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Identity.
    pub id: Id,
    /// The book it belongs to.
    pub book: Id,
    /// Order in the book: pages stand by rising rank. Ranks leave gaps, so that a page can be put
    /// between two others without touching them.
    pub rank: i64,
    /// SHA-256 (hex) of the original file.
    pub original: String,
    /// Which picture of that file (TIFF and PDF may hold many), from 0.
    pub frame: u32,
    /// Name the file had when it came.
    pub file: String,
    /// Pixels, upright as the file says (EXIF, PDF rotation), before `quarter_turns`.
    pub width: u32,
    /// Pixels, see `width`.
    pub height: u32,
    /// Quarter turns clockwise a person gave it, 0–3.
    pub quarter_turns: u8,
    /// What it is for.
    pub role: PageRole,
    /// Taken out of the book by a person; kept, so that it can be put back.
    pub removed: bool,
    /// How the page lies in the picture; absent when the whole picture is the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shape: Option<Shape>,
    /// A person has looked at how it lies and found it right, or made it so.
    #[serde(default)]
    pub looked_at: bool,
    /// The number a person read on the paper, the first of two on an open book.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
}

impl Page {
    /// Width and height in pixels as the person sees the page: flat and turned.
    #[must_use]
    pub fn upright_size(&self) -> (u32, u32) {
        let (width, height) = match &self.shape {
            Some(shape) => shape.size(self.width, self.height),
            None => (self.width, self.height),
        };
        if self.quarter_turns % 2 == 1 {
            (height, width)
        } else {
            (width, height)
        }
    }
}

/// Where on the pages a case stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CasePage {
    /// The page.
    pub page: Id,
    /// Part of it; the whole page when absent.
    pub region: Option<Region>,
}

/// How far a case has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "index.ts")]
pub enum CaseState {
    /// Being typed, or not begun.
    #[default]
    Draft,
    /// The keyer said it is complete.
    Done,
}

/// One registration in a book.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Identity.
    pub id: Id,
    /// The book it belongs to.
    pub book: Id,
    /// Order among the cases that no page puts in order.
    pub rank: i64,
    /// The pictures it is on, in reading order. One PDF page each.
    pub pages: Vec<CasePage>,
    /// How far it has come.
    pub state: CaseState,
    /// Taken out of the book by a person; kept, so that it can be put back.
    pub removed: bool,
    /// Another office hands it in; it stays a draft here and is not delivered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Held>,
}

/// Why a case is kept back: the book was shared by several offices before the commune was split, and this
/// registration is another one's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "index.ts")]
pub struct Held {
    /// The office it is kept for.
    pub office: String,
    /// Why, in the person's words.
    pub reason: String,
}

impl Case {
    /// A case nobody has begun, with those pictures.
    #[must_use]
    pub fn new(id: Id, book: Id, rank: i64, pages: Vec<CasePage>) -> Self {
        Self {
            id,
            book,
            rank,
            pages,
            state: CaseState::Draft,
            removed: false,
            held: None,
        }
    }
}

/// A person looked at a finding and said that the ledger has it so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// Identity.
    pub id: Id,
    /// The case it speaks of.
    pub case: Id,
    /// The rule whose finding is accepted.
    pub rule: String,
    /// The field (column name), or empty for a finding about the whole case.
    pub field: String,
    /// The value that was looked at; the confirmation holds until it changes.
    pub value: FieldValue,
    /// Why, in the person's words.
    pub reason: String,
    /// Who said so.
    pub who: String,
    /// When, RFC 3339.
    pub at: String,
}
