//! Leading, trailing or doubled spaces, line breaks, invisible characters.

use super::{Check, FieldView, Hit, Hits, Rule, Severity};
use crate::value::text;

pub(super) static RULE: Rule = Rule {
    name: "stray_space_or_control",
    severity: Severity::Error,
    confirmable: false,
    needs_pages: false,
    check: Check::Field { of: |_| true, run },
};

fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    if text::has_stray(&view.value.text) {
        hits.add(Hit {
            field: Some(view.index),
            fix: vec![(view.index, text::without_stray(&view.value.text))],
            ..Hit::default()
        });
    }
}
