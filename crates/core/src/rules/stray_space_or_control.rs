//! Leading, trailing or doubled spaces, line breaks, invisible characters.

use super::{Check, FieldView, Hit, Hits, Rule};
use crate::value::text;

pub(super) static RULE: Rule =
    Rule::error("stray_space_or_control", Check::Field { of: |_| true, run });

fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    if view.raw != view.text && text::has_stray(view.raw) {
        hits.add(Hit::at(view.index).fix(text::without_stray(view.raw)));
    }
}
