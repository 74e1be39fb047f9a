//! `so` is empty. Without it the PDF has no name of its own and the row no identity: "the ledger
//! leaves it out" does not help here.

use super::{CaseView, Check, Hit, Hits, Rule};
use crate::schema::Role;

pub(super) static RULE: Rule = Rule::error(
    "missing_number",
    Check::Case(|view, hits| unless_given(Role::Number, view, hits)),
);

/// A hit unless the field with that role has a text, whatever is said about it.
pub(super) fn unless_given(role: Role, view: &CaseView<'_>, hits: &mut Hits<'_>) {
    if let Some(field) = view.field(role)
        && view.text(field).is_empty()
    {
        hits.add(Hit::at(field));
    }
}
