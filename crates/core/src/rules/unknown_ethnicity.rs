//! An ethnic group that is on no list, under no name known for it.

use super::{Check, FieldView, Hit, Hits, Rule};
use crate::facts::{Known, ethnic};
use crate::schema::Kind;

pub(super) static RULE: Rule = Rule::warning(
    "unknown_ethnicity",
    Check::Field {
        of: |field| field.kind == Kind::Ethnicity,
        run,
    },
);

fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    tell(ethnic::find(view.text), view, hits);
}

/// A hit unless the text is known.
pub(super) fn tell(found: Known<'_>, view: &FieldView<'_>, hits: &mut Hits<'_>) {
    let hit = Hit::at(view.index).arg("value", view.text);
    match found {
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
