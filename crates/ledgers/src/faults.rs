//! Faults to plant into clean cases: the rows of the rule tables (`tests/rules/*.md`) that fail.

use sohoa_core::record::{FieldState, FieldValue, Record};
use sohoa_core::schema::BookType;

/// One fault that a rule must find.
#[derive(Debug, Clone)]
pub struct Fault {
    /// The rule that must find it.
    pub rule: String,
    /// Book type.
    pub kind: String,
    /// Columns and what is put there.
    pub puts: Vec<(String, FieldValue)>,
    /// The column it must be found at; empty when it is about the whole case.
    pub field: String,
}

/// The faults of one rule's table that stand in a single case and need nothing but its record.
#[must_use]
pub fn faults(rule: &str, table: &str) -> Vec<Fault> {
    table
        .lines()
        .filter_map(|line| {
            let inner = line.strip_prefix("| ")?.strip_suffix(" |")?;
            let mut cells = inner.splitn(3, " | ");
            let (kind, case, finds) = (cells.next()?, cells.next()?, cells.next()?);
            let alone = !case.contains(" // ") && !case.contains('@');
            let field = finds.strip_prefix("1:")?;
            let field = field.split(" → ").next()?.split(',').next()?;
            alone.then(|| Fault {
                rule: rule.to_owned(),
                kind: kind.to_owned(),
                puts: case.split("; ").filter_map(put).collect(),
                field: field.to_owned(),
            })
        })
        .collect()
}

fn put(pair: &str) -> Option<(String, FieldValue)> {
    let (column, text) = pair.split_once('=')?;
    let said = |state| FieldValue::said(state, "");
    let value = match text {
        "∅" => said(FieldState::LeftOut),
        "≋" => said(FieldState::Illegible),
        text => match text.strip_prefix('≟') {
            Some(read) => FieldValue::said(FieldState::Doubtful, unescaped(read)),
            None => FieldValue::given(unescaped(text)),
        },
    };
    Some((column.to_owned(), value))
}

/// `\u{41}` as the character.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\u{") {
        let Some((code, tail)) = after.split_once('}') else {
            break;
        };
        out.push_str(before);
        out.extend(u32::from_str_radix(code, 16).ok().and_then(char::from_u32));
        rest = tail;
    }
    out + rest
}

impl Fault {
    /// Puts the fault into a record.
    pub fn plant(&self, book_type: &BookType, record: &mut Record) {
        for (column, value) in &self.puts {
            if let Some(field) = book_type.field_index(column) {
                record.set(field, value.clone());
            }
        }
    }
}
