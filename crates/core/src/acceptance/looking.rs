//! Looking at one case: which fields, what differs, and how much a field matters unless somebody says otherwise.

use super::{Differing, Grade, Look, Ruling, Typed};
use crate::keying::{Lenience, is_critical};
use crate::record::FieldValue;
use crate::schema::{BookType, Field, Kind};

/// What was delivered of a case: column and value, in the order of the fields.
pub type Delivered = Vec<(String, FieldValue)>;

/// How much a defect in a field matters as a rule: where a slip makes another person or another day it is critical,
/// in free notes it is minor, elsewhere major. Whoever looks may say otherwise.
#[must_use]
pub fn default_grade(field: &Field) -> Grade {
    match field.kind {
        _ if is_critical(field) => Grade::Critical,
        Kind::Note | Kind::RowNo => Grade::Minor,
        _ => Grade::Major,
    }
}

/// Whether a field is looked at: blind the critical ones, which would take too long for all; comparing all that the
/// ledger usually has, and the others where something was delivered.
#[must_use]
pub fn takes(look: Look, field: &Field, delivered: &FieldValue) -> bool {
    match look {
        Look::Blind => is_critical(field) && !field.rare,
        Look::Compare => field.kind != Kind::RowNo && (!field.rare || !delivered.read().is_empty()),
    }
}

/// What comparing what was typed blind with what was delivered comes to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Compared {
    /// Columns that say the same.
    pub right: Vec<String>,
    /// Columns that do not, not judged yet.
    pub differing: Vec<Differing>,
}

/// Compares what was typed from the picture with what was delivered. A field that was to be typed and was not says
/// that the paper leaves it out.
#[must_use]
pub fn compare(
    book_type: &BookType,
    delivered: &[(String, FieldValue)],
    typed: &[Typed],
    lenience: &Lenience,
) -> Compared {
    let nothing = FieldValue::default();
    let mut out = Compared::default();
    for field in &book_type.fields {
        let stands = delivered.iter().find(|(column, _)| *column == field.column);
        let stands = stands.map_or(&nothing, |(_, value)| value);
        if !takes(Look::Blind, field, stands) {
            continue;
        }
        let paper = typed.iter().find(|one| one.column == field.column);
        let paper = paper.map_or(&nothing, |one| &one.value);
        if lenience.alike(stands, paper) {
            out.right.push(field.column.clone());
        } else {
            out.differing.push(Differing {
                column: field.column.clone(),
                delivered: stands.clone(),
                paper: paper.clone(),
                verdict: None,
            });
        }
    }
    out
}

/// Puts what somebody says of them beside the fields that differ; columns nobody spoke of stay undecided. `None` when
/// a column is named that does not differ.
#[must_use]
pub fn judged(differing: &[Differing], said: &[(String, Ruling)]) -> Option<Vec<Differing>> {
    let mut out = differing.to_vec();
    for (column, ruling) in said {
        let one = out.iter_mut().find(|one| one.column == *column)?;
        one.verdict = Some(*ruling);
    }
    Some(out)
}
