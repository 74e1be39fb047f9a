//! The registration date is empty and nobody said that the ledger leaves it out.

use super::{Check, FieldView, Hit, Hits, Rule, Severity};
use crate::schema::Role;

pub(super) static RULE: Rule = Rule {
    name: "missing_registration_date",
    severity: Severity::Warning,
    confirmable: true,
    needs_pages: false,
    check: Check::Field {
        of: |field| field.role == Some(Role::RegistrationDate),
        run: unless_given,
    },
};

/// A hit when nothing was typed and nothing said; shared by the rules about what is left out.
pub(super) fn unless_given(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    if view.is_missing() {
        hits.add(Hit {
            field: Some(view.index),
            ..Hit::default()
        });
    }
}
