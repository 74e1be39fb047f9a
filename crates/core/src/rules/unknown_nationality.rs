//! A nationality or country that is on no list.

use super::{Check, FieldView, Hit, Hits, Rule};
use crate::facts::{Known, nation};
use crate::schema::Kind;

pub(super) static RULE: Rule = Rule::warning(
    "unknown_nationality",
    Check::Field {
        of: |field| field.kind == Kind::Nationality,
        run,
    },
);

fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    let hit = Hit::at(view.index).arg("value", view.text);
    match nation::find(view.text) {
        Known::Exact(_) | Known::Alias(_) => {}
        Known::Near(near) => {
            let hit = hit.arg("near", near.join(", "));
            // Only a single candidate is a proposal; among several the person chooses.
            hits.add(match near.as_slice() {
                [one] => hit.fix(*one),
                _ => hit,
            });
        }
        Known::Unknown => hits.add(hit.arg("near", "")),
    }
}
