//! A text longer than the receiving system's column.

use super::{Check, FieldView, Hit, Hits, Rule};
use crate::schema::Kind;

pub(super) static RULE: Rule = Rule::warning(
    "value_too_long",
    Check::Field {
        of: |field| field.kind != Kind::Note,
        run,
    },
);

fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    let (wide, narrow) = view.known.settings.longest;
    let most = match view.field().kind {
        Kind::Name
        | Kind::Address
        | Kind::AdminUnit
        | Kind::RegistrationPlace
        | Kind::DateWords
        | Kind::Text => wide,
        _ => narrow,
    };
    // Bytes are never fewer than characters.
    if view.text.len() > most {
        let count = view.text.chars().count();
        if count > most {
            hits.add(Hit::at(view.index).arg("count", count).arg("most", most));
        }
    }
}
