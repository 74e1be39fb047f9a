//! What was typed for one case: a value and a state for each field of the book type.

use serde::{Deserialize, Serialize};
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
}

/// A field's text and state.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[ts(export_to = "index.ts")]
pub struct FieldValue {
    /// As typed. Codes are kept as codes.
    pub text: String,
    /// What the ledger does about it.
    pub state: FieldState,
}

impl FieldValue {
    /// A value that the ledger gives.
    pub fn given(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            state: FieldState::Given,
        }
    }

    /// Nothing typed and nothing said about it.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        self.text.is_empty() && self.state == FieldState::Given
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
        };
        self.values.get(field).unwrap_or(&UNTOUCHED)
    }

    /// The text at a field's position, empty when left out or illegible.
    #[must_use]
    pub fn text(&self, field: usize) -> &str {
        let value = self.at(field);
        if value.state == FieldState::Given {
            &value.text
        } else {
            ""
        }
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
