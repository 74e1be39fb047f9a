//! Text in decomposed form: it looks right and does not compare or import as the same letters.

use super::{Check, FieldView, Hit, Hits, Rule, Severity};
use crate::value::text;

pub(super) static RULE: Rule = Rule {
    name: "not_nfc",
    severity: Severity::Error,
    confirmable: false,
    needs_pages: false,
    check: Check::Field { of: |_| true, run },
};

fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    if !text::is_composed(&view.value.text) {
        hits.add(Hit {
            field: Some(view.index),
            fix: vec![(view.index, text::composed(&view.value.text))],
            ..Hit::default()
        });
    }
}
