//! A commune, district or province not among the units of before or after 1 July 2025. Older
//! units and slips of the office are in ledgers too, so this only tells, and never rewrites.

use super::{Check, FieldView, Hit, Hits, Rule};
use crate::facts::place::known_address;
use crate::schema::Kind;

pub(super) static RULE: Rule = Rule::info(
    "unknown_place",
    Check::Field {
        of: |field| matches!(field.kind, Kind::Address | Kind::AdminUnit),
        run,
    },
);

fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    for (part, near) in known_address(view.text).unknown() {
        let near: Vec<&str> = near.iter().map(|unit| unit.name).collect();
        hits.add(
            Hit::at(view.index)
                .arg("unit", &part.text)
                .arg("near", near.join(", ")),
        );
    }
}
