//! An age where a birth date should be: the year is worked out from the year of registration,
//! the ledger's own words go to the note, and the person may leave the date empty instead.

use super::{Check, FieldView, Hit, Hits, Rule, Severity};
use crate::schema::{Field, Role};
use crate::value::{PartialDate, text};
use crate::viet::words::age_in;

pub(super) static RULE: Rule = Rule {
    name: "age_instead_of_year",
    severity: Severity::Error,
    confirmable: false,
    needs_pages: false,
    check: Check::Field { of: looks_at, run },
};

pub(super) fn looks_at(field: &Field) -> bool {
    matches!(
        field.role,
        Some(Role::SubjectBirthDate | Role::ParentBirthDate)
    )
}

fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    let Some(words) = view.given() else { return };
    let Some(age) = age_in(&words) else { return };
    let registered = PartialDate::parse(&text::clean(
        view.record
            .role_text(view.book_type, Role::RegistrationDate),
    ));
    let year = registered
        .ok()
        .map(PartialDate::year)
        .and_then(|year| year.checked_sub(age));
    let mut fix = Vec::new();
    if let Some(year) = year {
        fix.push((view.index, format!("{year:04}")));
        if let Some(&note) = view.book_type.role(Role::Note).first() {
            let field = view.field();
            let kept = format!("{} ({}): sổ ghi \"{words}\"", field.label, field.section);
            let before = text::clean(view.record.text(note));
            fix.push((
                note,
                if before.is_empty() {
                    kept
                } else {
                    format!("{before}; {kept}")
                },
            ));
        }
    }
    hits.add(Hit {
        field: Some(view.index),
        args: vec![("value", words)],
        fix,
        ..Hit::default()
    });
}
