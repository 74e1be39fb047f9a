//! What the window and the command line are shown. These types are the whole contract with the
//! interface; `make gen` writes them to `ui/src/generated`.

use serde::{Deserialize, Serialize};
use sohoa_core::BookState;
use sohoa_core::book::{CaseState, Closing, Held, Id};
use sohoa_core::keying::Keying;
use sohoa_core::record::FieldValue;
use sohoa_core::rules::{Finding, Settings, Severity};
use sohoa_core::schema::{BookType, Code};
use sohoa_core::survey::Thresholds;
use sohoa_core::typing::{PersonOffer, Proposal};
use std::collections::BTreeMap;
use ts_rs::TS;

mod acceptance;
mod bundle;
mod check;
mod find;
mod grid;
mod layout;
mod pages;
mod people;
mod records;
mod second;
mod work;

pub use acceptance::{
    ContractorLot, ContractorRow, InspectField, InspectStep, InspectView, JudgedField, LotAsk,
    LotBookRow, LotEnd, LotPreview, LotRow, LotState, LotView, MinutesAsk, MinutesWritten,
    SampledRow, SampledState, TypedField,
};
pub use bundle::{
    BookTaken, BundleAsk, BundleBook, BundleLook, BundleMade, BundleTaken, DisputedPart,
    DisputedReading, Purpose, StationCard,
};
pub use check::{BookCount, CheckFilter, CheckLine, CheckLines, RuleCount, WholeChecked};
pub use find::{Found, HeldCase, HistoryEntry, HistoryFault, HistoryLook, Hit, HitField};
pub use grid::{
    CellEdit, GridAsk, GridFilter, GridOnly, GridRow, GridSort, ReplaceAsk, ReplaceCell, Replacing,
};
pub use layout::{Carried, CarriedPage, CarryOutcome, CellView, CutDone, LayoutView};
pub use pages::{
    CaseOnPage, CasePicture, CutWay, DeliveryWay, Outline, PageDelivery, PageQuality, PageReason,
    PageRow, Spots, SpotsOffered,
};
pub use people::{Here, NewPerson, PersonAdded, PersonName, PersonRow, RoleText};
pub use records::{
    AskedRow, Candidate, ChangedValue, Clash, ColumnAsk, ColumnCount, ColumnLook, ColumnMeans,
    ColumnWhy, JoinLook, JoinPair, JoinPicture, PairBy, RecordsImported, RowChoice, SheetAsk,
    SheetCell, SheetLook, SheetPlan, Taking, Unpaired,
};
pub use second::{KeyingLook, SecondView, SlipRate, ThirdField, ThirdReading};
pub use work::{
    AssignAsk, AssignablePerson, AssignmentRow, CaseMarks, MarkView, ReturnedBook, ReturnedCase,
    ToCheck,
};

/// A refusal as the interface gets it: it branches on the code and shows the message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct Problem {
    /// Stable code.
    pub code: String,
    /// One Vietnamese sentence.
    pub message: String,
}

/// The opened workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct WorkspaceInfo {
    /// Its folder.
    pub folder: String,
    /// The office, as given when it was made.
    pub place: String,
    /// Who is working.
    pub who: String,
    /// The same where the workspace knows people, and what they may do.
    pub here: Here,
}

/// What the interface asks for once, at the start.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "index.ts")]
pub struct Start {
    /// The workspace, when one could be opened.
    pub workspace: Option<WorkspaceInfo>,
    /// Why none could be opened.
    pub problem: Option<Problem>,
    /// Every book type.
    pub book_types: Vec<BookType>,
    /// Every code list, by name.
    pub code_lists: BTreeMap<String, Vec<Code>>,
    /// Titles, reasons and advice of the rules, by name.
    pub rules: BTreeMap<String, RuleText>,
    /// The roles that people may have, and what each may do.
    pub roles: Vec<RoleText>,
    /// What holds for the rules where an office decided nothing.
    pub default_settings: Settings,
    /// Page limits of an office that decided nothing.
    pub default_page_limits: Thresholds,
    /// Program version.
    pub version: String,
}

/// The sentences of one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "index.ts")]
pub struct RuleText {
    /// Short title.
    pub title: String,
    /// What it finds.
    pub what: String,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub todo: String,
    /// How much it weighs unless the office says otherwise.
    pub severity: Severity,
    /// Whether the office may weigh it otherwise or switch it off.
    pub may_change: bool,
}

/// Findings counted by weight. Confirmed ones are not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct Counts {
    /// Errors.
    pub error: u32,
    /// Warnings.
    pub warning: u32,
    /// Informations.
    pub info: u32,
}

/// One book in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "index.ts")]
pub struct BookRow {
    /// Identity.
    pub id: Id,
    /// `KS.2008.01`
    pub code: String,
    /// `KS`
    pub kind: String,
    /// Year opened.
    pub year: u16,
    /// Volume.
    pub volume: u16,
    /// Office.
    pub place: String,
    /// Sheet it is written to.
    pub sheet: String,
    /// Pages in it.
    pub pages: u32,
    /// Pages that should hold cases and belong to none yet.
    pub loose_pages: u32,
    /// Cases in it.
    pub cases: u32,
    /// Cases in which something was typed.
    pub begun: u32,
    /// Cases said to be complete.
    pub done: u32,
    /// What is wrong with it.
    pub findings: Counts,
    /// Of these, what is wrong with cases in which something was typed: what a person can act on.
    pub begun_findings: Counts,
    /// What several stations wrote differently and nobody decided yet.
    pub disputed: u32,
    /// How far it has come.
    pub state: BookState,
    /// What the office wrote when it closed the ledger.
    pub closing: Closing,
    /// Which of its fields are typed twice.
    pub keying: Keying,
    /// Fields that two keyers could not agree on.
    pub thirds: u32,
    /// Who changed it last.
    pub who: String,
    /// When it was changed last, RFC 3339.
    pub changed_at: String,
}

/// A book to be added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct NewBook {
    /// `KS`, `KH`, …
    pub kind: String,
    /// Year opened.
    pub year: u16,
    /// Volume.
    pub volume: u16,
    /// Office; the workspace's when absent.
    #[ts(optional)]
    pub place: Option<String>,
    /// Sheet; the type's default when absent.
    #[ts(optional)]
    pub sheet: Option<String>,
}

/// A case in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "index.ts")]
pub struct CaseRow {
    /// Identity.
    pub id: Id,
    /// Place in the book, from 1.
    pub position: u32,
    /// Registration number as typed.
    pub number: String,
    /// The people it is about.
    pub name: String,
    /// How far it has come.
    pub state: CaseState,
    /// The office it is kept for; empty when this one hands it in.
    pub held: String,
    /// Something was typed.
    pub begun: bool,
    /// Fields that are doubtful, or of which something is noted.
    pub remarks: u32,
    /// Who changed what was typed last.
    pub who: String,
    /// Place of its first page in the book.
    pub page: Option<u32>,
    /// What is wrong with it.
    pub findings: Counts,
}

/// A finding that somebody accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct Confirmed {
    /// The confirmation's identity.
    pub id: Id,
    /// What was found.
    pub finding: Finding,
    /// Why it was accepted.
    pub reason: String,
    /// By whom.
    pub who: String,
    /// When, RFC 3339.
    pub at: String,
}

/// What is open and what was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct Judgement {
    /// Open findings.
    pub findings: Vec<Finding>,
    /// Accepted ones.
    pub confirmed: Vec<Confirmed>,
}

/// A case on the entry desk.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct CaseView {
    /// Identity.
    pub id: Id,
    /// Its book.
    pub book: Id,
    /// Place in the book, from 1.
    pub position: u32,
    /// Cases in the book.
    pub total: u32,
    /// How far it has come.
    pub state: CaseState,
    /// For whom it is kept, when another office hands it in.
    pub held: Option<Held>,
    /// Values, in the order of the book type's fields.
    pub values: Vec<FieldValue>,
    /// What is proposed for fields nobody has typed in.
    pub proposals: Vec<Proposal>,
    /// Positions of fields that the cursor passes on its way forward.
    pub passed: Vec<usize>,
    /// Pictures in reading order.
    pub pictures: Vec<CasePicture>,
    /// What is wrong with it.
    pub judgement: Judgement,
    /// How it stands when whoever is here types it a second time.
    pub second: Option<SecondView>,
    /// What a checker said, while it waits to be mended.
    pub returned: Option<CaseMarks>,
    /// The case before.
    pub previous: Option<Id>,
    /// The case after.
    pub next: Option<Id>,
}

/// What may be meant by what is being typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct Offer {
    /// The value, or how it begins.
    pub text: String,
    /// Where it is known from.
    pub from: OfferFrom,
    /// Only the beginning: it is to be typed on.
    pub begins: bool,
}

/// Where an offer is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "index.ts")]
pub enum OfferFrom {
    /// It was typed in this book.
    Book,
    /// It was typed in another book of the same office.
    Office,
    /// A list of reference has it.
    List,
    /// It follows from another field of the case.
    Case,
}

/// Who the person may be that a field belongs to, the likeliest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct People(pub Vec<PersonOffer>);

/// What a person did to a field.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct Edit {
    /// The column.
    pub column: String,
    /// What it shall hold.
    pub value: FieldValue,
    /// It was typed by hand and left: what is short for something is written out.
    pub short: bool,
    /// What stood there when the person saw it last. When something else stands there by now, nothing is written
    /// over it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub over: Option<FieldValue>,
}

/// What a change of a case gives back.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct Saved {
    /// When it was safe on disk, RFC 3339.
    pub at: String,
    /// The case as it is now.
    pub case: CaseView,
}

/// Where somebody was working.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct DeskPlace {
    /// The case.
    pub case: Id,
    /// The column the cursor is in.
    pub field: String,
}

/// What was taken back or done again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct Undone {
    /// What it was, in words; absent when there was nothing.
    pub what: Option<String>,
    /// The case it touched, if it touched one.
    pub case: Option<Id>,
    /// The column it touched, if it touched one.
    pub field: Option<String>,
}

/// A file that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct Rejected {
    /// Its name.
    pub file: String,
    /// Stable code.
    pub code: String,
    /// Why, in Vietnamese.
    pub reason: String,
}

/// What long work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "index.ts")]
pub enum JobKind {
    /// Bringing in pages.
    Import,
    /// Writing a package.
    Package,
    /// Judging every book of the workspace.
    Check,
    /// Sealing books to be handed over.
    BundleMake,
    /// Taking what another station handed over.
    BundleTake,
}

/// How long work stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "index.ts")]
pub enum JobState {
    /// Going on.
    Running,
    /// Finished.
    Done,
    /// Stopped by a person.
    Cancelled,
    /// Stopped by a person for now; it can go on.
    Paused,
    /// Could not be done.
    Failed,
}

/// Long work, told as the event `job` whenever it moves.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "index.ts")]
pub struct Job {
    /// Identity.
    pub id: Id,
    /// What it is.
    pub kind: JobKind,
    /// The book; nil for the whole workspace.
    pub book: Id,
    /// How it stands.
    pub state: JobState,
    /// Steps done.
    pub done: u32,
    /// Steps in all, 0 while unknown.
    pub total: u32,
    /// What is being done now: a file name or a step.
    pub now: String,
    /// Seconds left, when that can be said.
    pub seconds_left: Option<u32>,
    /// Files that were not taken (import).
    pub rejected: Vec<Rejected>,
    /// Pages brought in (import).
    pub imported: u32,
    /// Pictures that were there already (import).
    pub already: u32,
    /// What was written (package).
    pub package: Option<Packaged>,
    /// What was found (check of the workspace).
    pub checked: Option<WholeChecked>,
    /// What was sealed (bundle).
    pub made: Option<BundleMade>,
    /// What was taken (bundle).
    pub taken: Option<BundleTaken>,
    /// Why it failed.
    pub problem: Option<Problem>,
}

/// What packaging would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "index.ts")]
pub struct PackagePlan {
    /// Cases that become rows and PDFs.
    pub cases: u32,
    /// Cases kept for other offices; they stay out of the package.
    pub held: u32,
    /// Cases with at least one picture.
    pub with_page: u32,
    /// Cases said to be complete.
    pub done: u32,
    /// Pages that belong to no case.
    pub loose_pages: u32,
    /// Open findings.
    pub findings: Counts,
    /// Accepted findings.
    pub confirmed: u32,
    /// Nothing stands in the way.
    pub ready: bool,
    /// Names of the PDFs in the order of the rows.
    pub names: Vec<String>,
    /// Name of the sheet file.
    pub xlsx: String,
    /// Name of the archive.
    pub zip: String,
    /// Name of the manifest.
    pub manifest: String,
    /// Folder the book was packaged to last, or the one to propose.
    pub folder: String,
}

/// A package that was written and read back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct Packaged {
    /// Path of the sheet.
    pub xlsx: String,
    /// Path of the archive.
    pub zip: String,
    /// Path of the manifest.
    pub manifest: String,
    /// Cases, that is rows and PDFs.
    pub cases: u32,
    /// Bytes of sheet and archive together.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Folder they are in.
    pub folder: String,
    /// Path of the two lists for the office; absent when they could not be written.
    pub lists: Option<String>,
}
