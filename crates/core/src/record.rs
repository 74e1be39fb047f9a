//! What was typed for one case: a value and a state for each field of the book type.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use ts_rs::TS;

use crate::schema::{BookType, Role};

/// What the ledger does about a field. The state is part of the record: an empty value that the
/// ledger leaves out is not the same as one that nobody has typed yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "index.ts")]
pub enum FieldState {
    /// The ledger gives a value (or nothing was typed yet, when the text is empty).
    #[default]
    Given,
    /// The ledger leaves it out (*sổ không ghi*).
    LeftOut,
    /// It is there and cannot be read (*không đọc được*).
    Illegible,
    /// It was read, and whether rightly is asked (*nghi vấn*); the text is the reading.
    Doubtful,
}

impl FieldState {
    /// Whether the text is what the ledger gives, as far as somebody could read it.
    #[must_use]
    pub const fn is_read(self) -> bool {
        matches!(self, Self::Given | Self::Doubtful)
    }
}

/// What the paper in a citizen's hands says otherwise. The ledger's reading stays the value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[ts(export_to = "index.ts")]
pub struct Certificate {
    /// What stands there.
    pub reading: String,
    /// Which paper.
    pub paper: String,
    /// When somebody saw it, as typed.
    pub seen: String,
}

/// What is said about a field besides its value. None of it goes into the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[ts(export_to = "index.ts")]
pub struct Remark {
    /// For the checker: what is asked about a doubtful reading, else a note.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The certificate says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub certificate: Option<Certificate>,
}

impl Remark {
    /// Nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.note.is_empty() && self.certificate.is_none()
    }
}

/// A field's text and state.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[ts(export_to = "index.ts")]
pub struct FieldValue {
    /// As typed. Codes are kept as codes.
    pub text: String,
    /// What the ledger does about it.
    pub state: FieldState,
    /// What else is said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub remark: Option<Box<Remark>>,
}

impl FieldValue {
    /// A value that the ledger gives.
    pub fn given(text: impl Into<String>) -> Self {
        Self::said(FieldState::Given, text)
    }

    /// A value in that state.
    pub fn said(state: FieldState, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            state,
            remark: None,
        }
    }

    /// Nothing typed and nothing said about it.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        self.text.is_empty() && self.state == FieldState::Given && self.remark.is_none()
    }

    /// The text, empty when it is left out or illegible.
    #[must_use]
    pub fn read(&self) -> &str {
        if self.state.is_read() { &self.text } else { "" }
    }

    /// Another text in its place: what was asked and noted about it stays.
    #[must_use]
    pub fn retold(&self, text: impl Into<String>) -> Self {
        let text = text.into();
        let doubtful = self.state == FieldState::Doubtful && !text.is_empty();
        let state = if doubtful {
            FieldState::Doubtful
        } else {
            FieldState::Given
        };
        Self {
            remark: self.remark.clone(),
            ..Self::said(state, text)
        }
    }

    /// Whether it says the same of the ledger, whatever is remarked beside it.
    #[must_use]
    pub fn reads_as(&self, other: &Self) -> bool {
        self.text == other.text && self.state == other.state
    }

    /// What is asked about it, or noted.
    #[must_use]
    pub fn note(&self) -> &str {
        self.remark.as_ref().map_or("", |remark| &remark.note)
    }

    /// What a certificate says otherwise.
    #[must_use]
    pub fn certificate(&self) -> Option<&Certificate> {
        self.remark.as_ref()?.certificate.as_ref()
    }
}

/// The values of one case, by position of the field in its book type.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record {
    values: Vec<FieldValue>,
}

impl Record {
    /// An empty record for that type.
    #[must_use]
    pub fn new(book_type: &BookType) -> Self {
        Self {
            values: vec![FieldValue::default(); book_type.fields.len()],
        }
    }

    /// The value at a field's position. Positions out of range read as untouched.
    #[must_use]
    pub fn at(&self, field: usize) -> &FieldValue {
        static UNTOUCHED: FieldValue = FieldValue {
            text: String::new(),
            state: FieldState::Given,
            remark: None,
        };
        self.values.get(field).unwrap_or(&UNTOUCHED)
    }

    /// The text at a field's position, empty when left out or illegible.
    #[must_use]
    pub fn text(&self, field: usize) -> &str {
        self.at(field).read()
    }

    /// The text of the first field with that role, empty when the type has none.
    #[must_use]
    pub fn role_text(&self, book_type: &BookType, role: Role) -> &str {
        book_type
            .role(role)
            .first()
            .map_or("", |&field| self.text(field))
    }

    /// Puts a value at a field's position.
    pub fn set(&mut self, field: usize, value: FieldValue) {
        if field >= self.values.len() {
            self.values.resize(field + 1, FieldValue::default());
        }
        self.values[field] = value;
    }

    /// Nothing was typed or said at all.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        self.values.iter().all(FieldValue::is_untouched)
    }
}

/// A few letters that are others as soon as a field holds something else. What is noted beside the values, empty fields
/// and the order make no difference.
#[must_use]
pub fn digest<'a>(values: impl IntoIterator<Item = (&'a str, &'a FieldValue)>) -> String {
    let mut parts: Vec<_> = values
        .into_iter()
        .filter(|(_, value)| !(value.text.is_empty() && value.state == FieldState::Given))
        .collect();
    parts.sort_by_key(|(column, _)| *column);
    let mut hash = Sha256::new();
    for (column, value) in parts {
        // Lengths first, so that no two records give the same bytes.
        for text in [column, &value.text, &format!("{:?}", value.state)] {
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text.as_bytes());
        }
    }
    let bytes = hash.finalize();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_print_changes_with_every_value() {
        let value = |text: &str| FieldValue::given(text);
        let of = |values: &[(&str, FieldValue)]| {
            digest(values.iter().map(|(column, value)| (*column, value)))
        };
        let one = of(&[("a", value("1")), ("b", value("2"))]);
        assert_eq!(one, of(&[("b", value("2")), ("a", value("1"))]));
        assert_eq!(
            one,
            of(&[("a", value("1")), ("b", value("2")), ("c", value(""))])
        );
        for other in [
            vec![("a", value("1"))],
            vec![("a", value("1")), ("b", value("3"))],
            vec![("a", value("12")), ("b", value(""))],
            vec![("a", value("2")), ("b", value("1"))],
            vec![
                ("a", value("1")),
                ("b", FieldValue::said(FieldState::Doubtful, "2")),
            ],
            vec![
                ("a", value("1")),
                ("b", value("2")),
                ("c", FieldValue::said(FieldState::LeftOut, "")),
            ],
        ] {
            assert_ne!(one, of(&other), "{other:?}");
        }
    }
}
