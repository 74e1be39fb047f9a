//! A value that is not in the column's code list. A known label (`Nam`) is offered as its code.

use super::{Check, FieldView, Hit, Hits, Rule};
use crate::schema::{Code, Kind};
use crate::value::text;

pub(super) static RULE: Rule = Rule::error(
    "unknown_code",
    Check::Field {
        of: |field| field.kind == Kind::Code,
        run,
    },
);

fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    let value = view.text;
    let codes = view.known.catalogue.codes_of(view.field());
    if codes.iter().any(|known| known.code == value) {
        return;
    }
    let known = codes
        .iter()
        .map(|c| format!("{} {}", c.code, c.label))
        .collect::<Vec<_>>()
        .join(", ");
    let mut hit = Hit::at(view.index).arg("value", value).arg("known", known);
    if let Some(code) = meant(codes, value) {
        hit = hit.fix(&code.code);
    }
    hits.add(hit);
}

/// The one code whose label this is, with or without marks, or which is only written otherwise
/// (`01`, `1 - Nam`).
fn meant<'c>(codes: &'c [Code], value: &str) -> Option<&'c Code> {
    let wanted = text::folded(value);
    let mut same = codes.iter().filter(|code| {
        let label = text::folded(&code.label);
        label == wanted
            || wanted.trim_start_matches('0') == code.code
            || wanted
                .strip_prefix(&code.code)
                .is_some_and(|rest| rest.trim_start_matches([' ', '-', '.', ':', ')']) == label)
    });
    same.next().filter(|_| same.next().is_none())
}
