//! Checking (*soát lỗi*): somebody else looks at every field of a case beside its picture and says whether it is what
//! the ledger says; what is not goes back with a reason.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::book::Id;
use crate::record::{FieldValue, Record, digest};
use crate::schema::BookType;

/// What a checker, or whoever mends, says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "index.ts", rename = "MarkSaid")] // the window with the picture says something as well
pub enum Said {
    /// Of a field: it is what the ledger says.
    Right,
    /// Of a field: it is not.
    Wrong,
    /// Of a case: all of it was looked at and is right.
    Passed,
    /// Of a case: it goes back to whoever typed it.
    Returned,
    /// Of a case that went back: it was mended and is to be looked at again.
    Mended,
}

/// Something said about a field of a case, or about the whole of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// What.
    pub said: Said,
    /// Why, in the person's words; what the ledger says instead.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The value that was looked at, of a whole case its [`digest`]: what is said holds until it is another one.
    #[serde(default, skip_serializing_if = "FieldValue::is_untouched")]
    pub value: FieldValue,
    /// Who said so.
    pub who: String,
    /// The same, where the workspace knows people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Id>,
    /// When, RFC 3339.
    pub at: String,
}

/// The column that a mark on the whole case stands under.
pub const WHOLE: &str = "";

impl Mark {
    /// Whether it still speaks of what the field holds.
    #[must_use]
    pub fn holds(&self, now: &FieldValue) -> bool {
        self.value.reads_as(now)
    }
}

/// How far the checking of a case has come.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize, TS,
)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "index.ts")]
pub enum Checked {
    /// Nobody has looked at the whole of it.
    #[default]
    Unlooked,
    /// It was found right, and is as it was then.
    Passed,
    /// It was found right and something of it is another one since: it is to be looked at again.
    Changed,
    /// It went back and nobody has mended it yet.
    Returned,
    /// It went back, was mended, and is to be looked at again.
    Mended,
}

impl Checked {
    /// Whether a finished case waits for a checker.
    #[must_use]
    pub fn waits(self) -> bool {
        matches!(self, Self::Unlooked | Self::Changed | Self::Mended)
    }
}

/// How far the checking of a case has come, by what was said of the whole and the [`digest`] of what it holds now.
#[must_use]
pub fn checked(whole: Option<&Mark>, now: &str) -> Checked {
    match whole {
        Some(mark) => match mark.said {
            Said::Returned => Checked::Returned,
            Said::Mended => Checked::Mended,
            _ if mark.value.text == now => Checked::Passed,
            _ => Checked::Changed,
        },
        None => Checked::Unlooked,
    }
}

/// The [digest] of what a case holds.
#[must_use]
pub fn held(record: &Record, book_type: &BookType) -> String {
    let fields = book_type.fields.iter().enumerate();
    digest(fields.map(|(at, field)| (field.column.as_str(), record.at(at))))
}

/// The columns that keep a case from being called right: those that hold something nobody has found right as it is,
/// and those that were found wrong.
pub fn open<'a>(
    fields: impl Iterator<Item = (&'a str, &'a FieldValue)>,
    of: impl Fn(&str) -> Option<&'a Mark>,
) -> Vec<&'a str> {
    let stops = |(column, value): (&'a str, &'a FieldValue)| {
        let stops = match of(column) {
            Some(mark) => mark.said != Said::Right || !mark.holds(value),
            None => !value.is_untouched(),
        };
        stops.then_some(column)
    };
    fields.filter_map(stops).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Catalogue;

    fn mark(said: Said, text: &str) -> Mark {
        Mark {
            said,
            reason: String::new(),
            value: FieldValue::given(text),
            who: "Mai".into(),
            person: None,
            at: String::new(),
        }
    }

    #[test]
    fn how_far_a_case_has_come() {
        for (whole, is) in [
            (None, Checked::Unlooked),
            (Some(mark(Said::Passed, "now")), Checked::Passed),
            (Some(mark(Said::Passed, "then")), Checked::Changed),
            (Some(mark(Said::Returned, "")), Checked::Returned),
            (Some(mark(Said::Mended, "")), Checked::Mended),
        ] {
            assert_eq!(checked(whole.as_ref(), "now"), is, "{whole:?}");
        }
    }

    #[test]
    fn what_keeps_a_case_from_being_right() {
        use Said::{Right, Wrong};
        for (holds, said, stops) in [
            ("A", None, true),
            ("A", Some(mark(Right, "A")), false),
            ("A", Some(mark(Right, "B")), true),
            ("A", Some(mark(Wrong, "A")), true),
            // Mended since, and nobody looked.
            ("A", Some(mark(Wrong, "B")), true),
            ("", None, false),
            ("", Some(mark(Right, "")), false),
            ("", Some(mark(Wrong, "")), true),
            ("", Some(mark(Right, "A")), true),
        ] {
            let value = FieldValue::given(holds);
            let found = open([("one", &value)].into_iter(), |_| said.as_ref());
            assert_eq!(!found.is_empty(), stops, "{holds} {said:?}");
        }
    }

    #[test]
    fn a_digest_is_another_one_when_a_value_is() {
        let catalogue = Catalogue::built_in().unwrap();
        let book_type = catalogue.book_type("KS").unwrap();
        let mut record = Record::new(book_type);
        let mut seen = std::collections::HashSet::from([held(&record, book_type)]);
        for (field, text) in [(0, "1"), (1, "1"), (1, "12"), (2, "2")] {
            record.set(field, FieldValue::given(text));
            assert!(seen.insert(held(&record, book_type)));
        }
        let now = held(&record, book_type);
        record.set(
            2,
            FieldValue::said(crate::record::FieldState::Doubtful, "2"),
        );
        assert!(seen.insert(held(&record, book_type)));
        record.set(2, FieldValue::given("2"));
        assert_eq!(held(&record, book_type), now);
    }
}
