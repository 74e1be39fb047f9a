//! An age where a birth date should be: the year is worked out from the year of registration,
//! the ledger's own words go to the note, and the person may leave the date empty instead.

use super::{Check, FieldView, Hit, Hits, Rule};
use crate::schema::{Field, Role};
use crate::value::text;
use crate::viet::words::age_in;

pub(super) static RULE: Rule =
    Rule::error("age_instead_of_year", Check::Field { of: looks_at, run });

pub(super) fn looks_at(field: &Field) -> bool {
    matches!(
        field.role,
        Some(Role::SubjectBirthDate | Role::ParentBirthDate)
    )
}

fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    // A date begins with two digits and is by far the most common: no folding for it.
    let is_digit_or_dot = |c: char| c.is_ascii_digit() || c == '.';
    if view.text.chars().all(is_digit_or_dot) {
        return;
    }
    let Some(age) = age_in(view.text) else { return };
    let words = view.text;
    let mut hit = Hit::at(view.index).arg("value", words);
    if let Some(year) = view.registration_year().and_then(|y| y.checked_sub(age)) {
        hit = hit.fix(format!("{year:04}"));
        if let Some(&note) = view.known.book_type.role(Role::Note).first() {
            let field = view.field();
            let kept = format!("{} ({}): sổ ghi \"{words}\"", field.label, field.section);
            let before = text::clean(view.record.text(note));
            let note_text = if before.is_empty() {
                kept
            } else {
                format!("{before}; {kept}")
            };
            hit.fix.push((note, note_text));
        }
    }
    hits.add(hit);
}
