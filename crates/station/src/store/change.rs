//! What people do: a deed ([`ChangeSet`]) of one kind ([`Op`]) with everything it changed ([`Change`]).

use serde::{Deserialize, Serialize};
use sohoa_core::acceptance::{Inspection, Lot};
use sohoa_core::assignment::Assignment;
use sohoa_core::book::{Book, Case, Confirmation, Id, Page};
use sohoa_core::checking::Mark;
use sohoa_core::keying::Reading;
use sohoa_core::layout::PageLayout;
use sohoa_core::merge::Part;
use sohoa_core::people::Person;
use sohoa_core::record::FieldValue;
use sohoa_core::survey::Survey;

/// One changed thing, with what it was and what it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", tag = "of")]
pub enum Change {
    /// A book was added, changed or taken away.
    Book {
        /// As it was; absent when new.
        before: Option<Book>,
        /// As it is; absent when taken away.
        after: Option<Book>,
    },
    /// A page.
    Page {
        /// As it was.
        before: Option<Page>,
        /// As it is.
        after: Option<Page>,
    },
    /// A case.
    Case {
        /// As it was.
        before: Option<Case>,
        /// As it is.
        after: Option<Case>,
    },
    /// A field of a case.
    Value {
        /// The case.
        case: Id,
        /// The column.
        column: String,
        /// As it was.
        before: FieldValue,
        /// As it is.
        after: FieldValue,
    },
    /// A confirmation.
    Confirmation {
        /// As it was.
        before: Option<Confirmation>,
        /// As it is.
        after: Option<Confirmation>,
    },
    /// How a page was cut.
    Layout {
        /// As it was.
        before: Option<PageLayout>,
        /// As it is.
        after: Option<PageLayout>,
    },
    /// What a second keyer typed into a field.
    Reading {
        /// The case.
        case: Id,
        /// The column.
        column: String,
        /// As it was.
        before: Option<Reading>,
        /// As it is.
        after: Option<Reading>,
    },
    /// What was said about a field, or about the whole case under an empty column.
    Mark {
        /// The case.
        case: Id,
        /// The column.
        column: String,
        /// As it was.
        before: Option<Mark>,
        /// As it is.
        after: Option<Mark>,
    },
    /// Work given to somebody.
    Assignment {
        /// As it was.
        before: Option<Assignment>,
        /// As it is.
        after: Option<Assignment>,
    },
    /// A person looked at everything that several stations wrote there, and what this deed leaves stands. Changes
    /// nothing by itself.
    Settled {
        /// Where.
        part: Part,
    },
    /// Somebody who works here; under no book.
    Person {
        /// As it was.
        before: Option<Person>,
        /// As it is.
        after: Option<Person>,
    },
    /// A lot; under no book.
    Lot {
        /// As it was.
        before: Option<Box<Lot>>,
        /// As it is.
        after: Option<Box<Lot>>,
    },
    /// What was found in a case of a lot's sample; under no book.
    Inspection {
        /// As it was.
        before: Option<Box<Inspection>>,
        /// As it is.
        after: Option<Box<Inspection>>,
    },
}

impl Change {
    /// The change that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        match self.clone() {
            Self::Book { before, after } => Self::Book {
                before: after,
                after: before,
            },
            Self::Page { before, after } => Self::Page {
                before: after,
                after: before,
            },
            Self::Case { before, after } => Self::Case {
                before: after,
                after: before,
            },
            Self::Value {
                case,
                column,
                before,
                after,
            } => Self::Value {
                case,
                column,
                before: after,
                after: before,
            },
            Self::Confirmation { before, after } => Self::Confirmation {
                before: after,
                after: before,
            },
            Self::Layout { before, after } => Self::Layout {
                before: after,
                after: before,
            },
            Self::Reading {
                case,
                column,
                before,
                after,
            } => Self::Reading {
                case,
                column,
                before: after,
                after: before,
            },
            Self::Mark {
                case,
                column,
                before,
                after,
            } => Self::Mark {
                case,
                column,
                before: after,
                after: before,
            },
            Self::Assignment { before, after } => Self::Assignment {
                before: after,
                after: before,
            },
            // Having looked cannot be taken back.
            Self::Settled { part } => Self::Settled { part },
            Self::Person { before, after } => Self::Person {
                before: after,
                after: before,
            },
            Self::Lot { before, after } => Self::Lot {
                before: after,
                after: before,
            },
            Self::Inspection { before, after } => Self::Inspection {
                before: after,
                after: before,
            },
        }
    }
}

/// What a person did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// Added a book.
    BookAdd,
    /// Typed what the office wrote when it closed the ledger.
    BookClosing,
    /// Pointed at where fields stand on the print.
    SpotsPoint,
    /// Brought in pages.
    PagesImport,
    /// Turned pages.
    PagesTurn,
    /// Said what pages are for.
    PagesRole,
    /// Said how pages lie in their pictures.
    PagesShape,
    /// Put another picture in the place of a page's.
    PageReplace,
    /// Said which number stands on a page.
    PageNumber,
    /// Took pages out.
    PagesRemove,
    /// Moved a page.
    PageMove,
    /// Cut pages into cases.
    CasesCut,
    /// Drew where the cases of a page lie.
    LayoutDraw,
    /// Carried that to other pages.
    LayoutCarry,
    /// Found right how pages were cut.
    LayoutRight,
    /// Gave a case a page, or took it away.
    CasePages,
    /// Took a case out.
    CaseRemove,
    /// Said that a case is complete, or that it is not.
    CaseFinish,
    /// Said that another office hands a case in, or that this one does.
    CaseHold,
    /// Typed a field.
    FieldSave,
    /// Changed many cells at once: pasted, filled down, replaced.
    CellsSave,
    /// Took a proposed fix.
    Fix,
    /// Confirmed a finding.
    Confirm,
    /// Took a confirmation back.
    Unconfirm,
    /// Read a sheet into the cases.
    RecordsImport,
    /// The same, with a sheet that others typed.
    RecordsReceive,
    /// Gave typed cases the pictures that came after them.
    CasesJoin,
    /// Gave out pictures and empty forms, without what was typed.
    FormsGiven,
    /// Decided between what several stations wrote.
    Settle,
    /// Decided which fields of a book are typed twice.
    KeyingSet,
    /// Typed a field the second time.
    SecondKey,
    /// Compared what was typed at two stations.
    Compare,
    /// Decided between two keyers for one of their readings.
    Adjudicate,
    /// The same, for another reading that whoever decided typed.
    AdjudicateAnew,
    /// Looked at a field or a case beside its picture.
    Check,
    /// Sent cases back.
    SendBack,
    /// Gave work to somebody.
    Assign,
    /// Took it back, or called it done.
    AssignEnd,
    /// Packaged the book.
    Package,
    /// Gave fields what they held before.
    Restore,
    /// Let somebody work here.
    PersonAdd,
    /// Changed a person's name or roles, or whether they work here.
    PersonChange,
    /// Made a lot.
    LotAdd,
    /// Drew the sample of a lot.
    LotDraw,
    /// Looked at a case of a sample.
    LotInspect,
    /// Decided about a lot.
    LotDecide,
    /// Gave the cases of a lot that went back to those who type; the batch is the lot.
    LotReturn,
    /// Took something back.
    Undo,
    /// Did something again.
    Redo,
}

impl Op {
    /// The word kept in the history and looked up among the sentences.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BookAdd => "book_add",
            Self::BookClosing => "book_closing",
            Self::SpotsPoint => "spots_point",
            Self::PagesImport => "pages_import",
            Self::PagesTurn => "pages_turn",
            Self::PagesRole => "pages_role",
            Self::PagesShape => "pages_shape",
            Self::PageReplace => "page_replace",
            Self::PageNumber => "page_number",
            Self::PagesRemove => "pages_remove",
            Self::PageMove => "page_move",
            Self::CasesCut => "cases_cut",
            Self::LayoutDraw => "layout_draw",
            Self::LayoutCarry => "layout_carry",
            Self::LayoutRight => "layout_right",
            Self::CasePages => "case_pages",
            Self::CaseRemove => "case_remove",
            Self::CaseFinish => "case_finish",
            Self::CaseHold => "case_hold",
            Self::FieldSave => "field_save",
            Self::CellsSave => "cells_save",
            Self::Fix => "fix",
            Self::Confirm => "confirm",
            Self::Unconfirm => "unconfirm",
            Self::RecordsImport => "records_import",
            Self::RecordsReceive => "records_receive",
            Self::CasesJoin => "cases_join",
            Self::FormsGiven => "forms_given",
            Self::Settle => "settle",
            Self::KeyingSet => "keying_set",
            Self::SecondKey => "second_key",
            Self::Compare => "compare",
            Self::Adjudicate => "adjudicate",
            Self::AdjudicateAnew => "adjudicate_anew",
            Self::Check => "check",
            Self::SendBack => "send_back",
            Self::Assign => "assign",
            Self::AssignEnd => "assign_end",
            Self::Package => "package",
            Self::Restore => "restore",
            Self::PersonAdd => "person_add",
            Self::PersonChange => "person_change",
            Self::LotAdd => "lot_add",
            Self::LotDraw => "lot_draw",
            Self::LotInspect => "lot_inspect",
            Self::LotDecide => "lot_decide",
            Self::LotReturn => "lot_return",
            Self::Undo => "undo",
            Self::Redo => "redo",
        }
    }

    /// Whether a person can take it back with undo. Adding a book cannot be undone from inside
    /// it, a package is on disk already, and what minutes rest on stays.
    #[must_use]
    pub fn can_be_undone(self) -> bool {
        !matches!(
            self,
            Self::BookAdd
                | Self::Package
                | Self::PersonAdd
                | Self::PersonChange
                | Self::LotAdd
                | Self::LotDraw
                | Self::LotInspect
                | Self::LotDecide
                | Self::LotReturn
                | Self::Undo
                | Self::Redo
        )
    }
}

/// Everything that one deed changed: all of it is kept, or none.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeSet {
    /// Identity.
    pub id: Id,
    /// When, RFC 3339.
    pub at: String,
    /// Who.
    pub who: String,
    /// The same person's identity, where the workspace knows people.
    pub person: Option<Id>,
    /// What was done.
    pub op: Op,
    /// The book it belongs to.
    pub book: Id,
    /// The deed that this one takes back or does again.
    pub of: Option<Id>,
    /// Long work is kept in several deeds, so that a crash loses little; they share a batch and are
    /// taken back together.
    pub batch: Option<Id>,
    /// What changed.
    pub changes: Vec<Change>,
    /// Files that came with it. Their copies are safe on disk already; taking the deed back leaves
    /// them there.
    pub originals: Vec<Original>,
    /// What was measured of the pictures that came with it; stays, too.
    pub surveys: Vec<Surveyed>,
}

/// What was measured of a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Surveyed {
    /// SHA-256 of the original.
    pub original: String,
    /// Which picture of it.
    pub frame: u32,
    /// The measures.
    pub survey: Survey,
}

/// What a file that was brought in is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// SHA-256, hex.
    pub sha256: String,
    /// Bytes.
    pub bytes: u64,
    /// Ending its copy has on disk.
    pub ending: String,
}
