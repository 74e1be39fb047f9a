//! Who is to do what, and by when.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::book::Id;
use crate::people::Right;
use crate::typing::{Within, date_from_short};
use crate::value::PartialDate;

/// What somebody is to do.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize, TS,
)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "index.ts")]
pub enum Task {
    /// Type (*nhập*).
    #[default]
    Key,
    /// Type a second time without seeing the first (*nhập lần hai*).
    SecondKey,
    /// Look at what others typed (*soát*).
    Check,
    /// Mend what came back (*sửa*).
    Mend,
}

impl Task {
    /// Every task.
    pub const ALL: [Self; 4] = [Self::Key, Self::SecondKey, Self::Check, Self::Mend];

    /// The word it is kept under and its sentences are looked up by.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::SecondKey => "second_key",
            Self::Check => "check",
            Self::Mend => "mend",
        }
    }

    /// What whoever does it has to be allowed.
    #[must_use]
    pub fn right(self) -> Right {
        match self {
            Self::Key | Self::SecondKey | Self::Mend => Right::Key,
            Self::Check => Right::Check,
        }
    }
}

/// Work given to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// Identity.
    pub id: Id,
    /// The book.
    pub book: Id,
    /// What is to be done.
    pub task: Task,
    /// The cases of it; all of them, also those to come, when it names none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<Id>,
    /// Who is to do it.
    pub person: Id,
    /// Their name, as others are told it.
    pub name: String,
    /// By which day, `2026-12-31`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// What else is to be said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Who gave it.
    pub by: String,
    /// When, RFC 3339.
    pub at: String,
    /// It was taken back, or is done with.
    #[serde(default)]
    pub closed: bool,
}

impl Assignment {
    /// Whether a case belongs to it.
    #[must_use]
    pub fn takes(&self, case: Id) -> bool {
        self.cases.is_empty() || self.cases.contains(&case)
    }
}

/// The day that somebody typed: `30/11/2026`, `301126`, and `2026-11-30` as it is kept. `None` when it is no whole day.
/// Two digits of a year mean one near `year`.
#[must_use]
pub fn due_day(typed: &str, year: u16) -> Option<NaiveDate> {
    let typed = typed.trim();
    match date_from_short(typed, Within::Near(year, year + 30)) {
        Some(PartialDate::Day(day)) => Some(day),
        Some(PartialDate::Month(..) | PartialDate::Year(_)) => None,
        None => NaiveDate::parse_from_str(typed, "%Y-%m-%d")
            .ok()
            .filter(|_| typed.len() == "2026-11-30".len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_it_is_typed() {
        for (typed, day) in [
            ("30/11/2026", Some("2026-11-30")),
            ("30.11.2026", Some("2026-11-30")),
            (" 5-1-27 ", Some("2027-01-05")),
            ("301126", Some("2026-11-30")),
            ("30112026", Some("2026-11-30")),
            ("2026-11-30", Some("2026-11-30")),
            ("31/11/2026", None),
            ("11/2026", None),
            ("2026", None),
            ("mai", None),
            ("", None),
        ] {
            let read = due_day(typed, 2026).map(|day| day.to_string());
            assert_eq!(read.as_deref(), day, "{typed}");
        }
    }
}
