//! `so` is empty. Without it the PDF has no name of its own and the row no identity.

use super::{Check, FieldView, Hit, Hits, Rule, Severity};
use crate::schema::Role;

pub(super) static RULE: Rule = Rule {
    name: "missing_number",
    severity: Severity::Error,
    confirmable: false,
    needs_pages: false,
    check: Check::Field {
        of: |field| field.role == Some(Role::Number),
        run,
    },
};

/// A hit whatever is said about the field: "left out" does not help where the row needs it.
pub(super) fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    if view.given().is_none() {
        hits.add(Hit {
            field: Some(view.index),
            ..Hit::default()
        });
    }
}
