//! Lots, the looking at their samples, and how they end.

use serde::{Deserialize, Serialize};
use sohoa_core::acceptance::{Grade, InspectDraft, Look, Origin, Ruling, Standing, Way};
use sohoa_core::book::{Id, Region};
use sohoa_core::record::FieldValue;
use sohoa_core::sampling::{Outcome, Passes, Regime};
use ts_rs::TS;

use super::CasePicture;

/// A lot to be made.
#[derive(Debug, Clone, PartialEq, Deserialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct LotAsk {
    /// What it shall be called.
    pub name: String,
    /// Who hands it in.
    pub contractor: String,
    /// How its books come together.
    pub origin: Origin,
    /// The books where they are named; not looked at elsewhere.
    #[serde(default)]
    pub books: Vec<Id>,
    /// How many are looked at.
    pub way: Way,
    /// How they are looked at.
    pub look: Look,
}

/// A book of a lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct LotBookRow {
    /// The book.
    pub id: Id,
    /// Its code.
    pub code: String,
    /// What it is, for people.
    pub title: String,
    /// How many cases of it are handed in.
    pub cases: u32,
}

/// What a lot would come to.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "index.ts")]
pub struct LotPreview {
    /// Its books.
    pub books: Vec<LotBookRow>,
    /// Its cases.
    pub cases: u32,
    /// How many are looked at.
    pub n: u32,
    /// With so many wrong cases it is accepted.
    pub ac: u32,
    /// The regime that its contractor's lots before ask for.
    pub regime: Regime,
    /// The plan in sentences, what it lets through, and what is to be known of the contractor.
    pub words: Vec<String>,
    /// The chance that it passes, by the share of wrong cases; empty where all are looked at.
    pub curve: Vec<Passes>,
    /// The limit, as a share 0 to 1.
    pub limit: f64,
}

/// How far a lot has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "index.ts")]
pub enum LotState {
    /// Nothing was drawn.
    New,
    /// Its sample is being looked at.
    Looking,
    /// All were looked at: it can be decided.
    Ready,
    /// Taken over.
    Accepted,
    /// Gone back whole.
    Rejected,
}

/// A lot in the list of all.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct LotRow {
    /// Identity.
    pub id: Id,
    /// What it is called.
    pub name: String,
    /// Who hands it in.
    pub contractor: String,
    /// How far it has come.
    pub state: LotState,
    /// How many books.
    pub books: u32,
    /// How many cases.
    pub cases: u32,
    /// How many are looked at; 0 before the draw.
    pub n: u32,
    /// With so many wrong cases it is accepted.
    pub ac: u32,
    /// How it stands; absent before the draw.
    pub standing: Option<Standing>,
    /// How its cases are looked at.
    pub look: Look,
    /// When it was made, RFC 3339.
    pub at: String,
    /// Who made it.
    pub who: String,
}

/// How far the looking at one case has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "index.ts")]
pub enum SampledState {
    /// Nobody has looked.
    Waiting,
    /// Typed, and what differs is not decided.
    Begun,
    /// Nothing is wrong.
    Right,
    /// Something is wrong.
    Wrong,
}

/// A case of a sample.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct SampledRow {
    /// The case.
    pub id: Id,
    /// Code of its book.
    pub book: String,
    /// Its place in the book, from 1.
    pub position: u32,
    /// Its number in the ledger; absent where it is still to be typed blind.
    pub number: Option<String>,
    /// How far it has come.
    pub state: SampledState,
    /// Whoever asks typed something of it: somebody else looks.
    pub own: bool,
    /// Who looked; empty while nobody did.
    pub who: String,
}

/// How a lot ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct LotEnd {
    /// Taken over, or gone back.
    #[ts(type = "\"accepted\" | \"rejected\"")]
    pub outcome: Outcome,
    /// Who decided.
    pub who: String,
    /// When, RFC 3339.
    pub at: String,
}

/// A lot with all that is to be known of it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "index.ts")]
pub struct LotView {
    /// As in the list.
    pub row: LotRow,
    /// How its books came together.
    pub origin: Origin,
    /// Its books.
    pub books: Vec<LotBookRow>,
    /// How many are looked at.
    pub way: Way,
    /// The plan in sentences, and what it lets through.
    pub plan: Vec<String>,
    /// The chance that it passes; empty where all are looked at, and before the draw of a lot without cases.
    pub curve: Vec<Passes>,
    /// The limit, as a share 0 to 1.
    pub limit: f64,
    /// The most that may be wrong of the whole lot, 0 to 1; absent until all were looked at, and where that is all.
    pub upper: Option<f64>,
    /// What it was drawn with; empty before.
    pub seed: String,
    /// The sample.
    pub sample: Vec<SampledRow>,
    /// What was found, and what it says of the whole lot; empty until all were looked at.
    pub found: Vec<String>,
    /// What whoever opens it has to know: their own cases, changed cases, too many wrong ones already.
    pub told: Vec<String>,
    /// What becomes of it, and of the next one; empty until all were looked at.
    pub next: Vec<String>,
    /// How it ended.
    pub end: Option<LotEnd>,
}

/// What comes next with a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "index.ts")]
pub enum InspectStep {
    /// Its fields are typed from the picture.
    Type,
    /// It is said of each field that differs whose slip it is.
    Differing,
    /// Its fields are compared with the picture.
    Compare,
    /// It was looked at.
    Done,
}

/// A field of a case that is looked at.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct InspectField {
    /// The column.
    pub column: String,
    /// What it is called.
    pub label: String,
    /// The section of the page it stands in.
    pub section: String,
    /// The code list it is from.
    pub list: Option<String>,
    /// How much a defect there matters as a rule.
    pub grade: Grade,
    /// On which picture of the case it stands, from 0, and where, as far as somebody pointed at it.
    pub spot: Option<(u8, Region)>,
    /// What was delivered; absent as long as it is to be typed blind.
    pub delivered: Option<FieldValue>,
    /// What the paper says, where somebody typed it.
    pub paper: Option<FieldValue>,
    /// Whether what was delivered is right; absent while nobody has said.
    pub verdict: Option<Ruling>,
}

/// A case of a sample for whoever looks at it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct InspectView {
    /// The lot.
    pub lot: Id,
    /// The case.
    pub case: Id,
    /// Code of its book.
    pub book: String,
    /// Its place in the book, from 1.
    pub position: u32,
    /// Its place in the sample, from 1.
    pub nth: u32,
    /// Cases in the sample.
    pub of: u32,
    /// Cases that are left.
    pub left: u32,
    /// What comes next with it.
    pub step: InspectStep,
    /// It was changed after the draw: what was delivered at the draw is judged.
    pub changed: bool,
    /// Pictures in reading order.
    pub pictures: Vec<CasePicture>,
    /// The fields that are looked at; once it was typed blind, only those that differ.
    pub fields: Vec<InspectField>,
    /// How many fields are right.
    pub right: u32,
    /// What whoever is here typed or said of it and has not sent yet.
    pub draft: Option<InspectDraft>,
}

/// A field typed from the picture.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct TypedField {
    /// The column.
    pub column: String,
    /// What the paper says.
    pub value: FieldValue,
}

/// What somebody says of a field.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct JudgedField {
    /// The column.
    pub column: String,
    /// Whether what was delivered is right.
    pub ruling: Ruling,
    /// What the paper says, where the case is compared.
    #[serde(default)]
    pub paper: Option<FieldValue>,
}

/// What is written into minutes beside what the lot says itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export, export_to = "index.ts")]
pub struct MinutesAsk {
    /// Their number; empty leaves room.
    pub number: String,
    /// Who signs for the contractor; empty leaves room.
    pub signs_contractor: String,
    /// Who signs for the office; empty leaves room.
    pub signs_office: String,
}

/// Minutes that were written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct MinutesWritten {
    /// The Word document.
    pub docx: String,
    /// The PDF.
    pub pdf: String,
    /// How the history ended then.
    pub head: String,
}

/// A lot among those of a contractor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct ContractorLot {
    /// The lot.
    pub id: Id,
    /// What it is called.
    pub name: String,
    /// How it ended; absent while it is open.
    #[ts(type = "\"accepted\" | \"rejected\" | null")]
    pub outcome: Option<Outcome>,
    /// It was handed in before and does not count.
    pub again: bool,
}

/// A contractor with all of their lots.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct ContractorRow {
    /// Their name.
    pub name: String,
    /// Their lots, in the order in which they were made.
    pub lots: Vec<ContractorLot>,
    /// How strict the next one is.
    pub next: Regime,
    /// Nothing more should be taken until they have shown what was changed.
    pub stop: bool,
    /// The same in words.
    pub words: String,
}
