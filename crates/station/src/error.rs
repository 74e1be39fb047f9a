//! Why a use case could not be done. Every variant has a stable code and a Vietnamese sentence in
//! `assets/messages/vi.toml`; the interface branches on the code, never on the text.

use std::io;
use std::path::Path;

use sohoa_capture::CaptureError;
use sohoa_core::messages::Messages;

use crate::store::StoreError;
use crate::view::Problem;

/// See the module.
#[derive(Debug, thiserror::Error)]
#[error("{code}")]
pub struct StationError {
    code: &'static str,
    args: Vec<(&'static str, String)>,
}

/// Who can do something about a refusal: decides the exit code of the command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blame {
    /// The call was wrong: no such book type, a year that is none.
    Use,
    /// Something is wrong with the records; nothing was written.
    Findings,
    /// The machine or the files would not let it happen.
    World,
}

impl StationError {
    /// A refusal with that code.
    #[must_use]
    pub fn new(code: &'static str) -> Self {
        Self {
            code,
            args: Vec::new(),
        }
    }

    /// Fills a `{…}` of its sentence.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The refusal as people get it.
    #[must_use]
    pub fn problem(&self, messages: &Messages) -> Problem {
        Problem {
            code: self.code.to_owned(),
            message: messages.error(self.code, &self.args),
        }
    }

    /// See [`Blame`].
    #[must_use]
    pub fn blame(&self) -> Blame {
        match self.code {
            "unknown_type"
            | "bad_year"
            | "bad_volume"
            | "unknown_sheet"
            | "unknown_field"
            | "unknown_rule"
            | "nothing_begun"
            | "bad_range"
            | "bad_count"
            | "bad_shape"
            | "one_picture"
            | "bad_head"
            | "field_twice"
            | "not_confirmable"
            | "reason_missing"
            | "assign_due"
            | "assign_one_book"
            | "assign_range"
            | "person_name"
            | "roles_missing"
            | "first_administrator"
            | "password_short"
            | "password_long"
            | "password_missing"
            | "lot_name"
            | "contractor_missing"
            | "seed_long"
            | "paper_missing"
            | "paper_same"
            | "not_blind" => Blame::Use,
            "errors_open" | "no_cases" | "lot_unfinished" | "lot_tampered" => Blame::Findings,
            "bad_lot" | "bad_aql" | "bad_regime" | "bad_level" | "bad_share" | "bad_confidence"
            | "bad_sample" | "bad_defects" | "bad_grade" | "seed_missing" | "book_twice"
            | "no_plan" => Blame::Use,
            _ => Blame::World,
        }
    }

    /// What went wrong with a file or folder.
    #[must_use]
    pub fn io(error: &io::Error, path: &Path) -> Self {
        let code = match error.kind() {
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => "disk_full",
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
                "folder_read_only"
            }
            io::ErrorKind::NotFound => "file_missing",
            _ => "file_trouble",
        };
        Self::new(code)
            .with("path", path.display())
            .with("detail", error)
    }
}

impl From<StoreError> for StationError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::DiskFull => Self::new("disk_full").with("path", ""),
            StoreError::ReadOnly => Self::new("folder_read_only").with("path", ""),
            StoreError::Damaged(detail) => Self::new("workspace_damaged").with("detail", detail),
            StoreError::Newer => Self::new("workspace_newer"),
            StoreError::Stale(what) => Self::new("changed_meanwhile").with("detail", what),
            StoreError::Other(detail) => Self::new("store_trouble").with("detail", detail),
        }
    }
}

impl From<CaptureError> for StationError {
    fn from(error: CaptureError) -> Self {
        Self::new(error.code()).with("detail", error)
    }
}
