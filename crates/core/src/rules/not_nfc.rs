//! Text in decomposed form: it looks right and does not compare or import as the same letters.

use super::{Check, FieldView, Hit, Hits, Rule};
use crate::value::text;

pub(super) static RULE: Rule = Rule::error("not_nfc", Check::Field { of: |_| true, run });

fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    if view.raw.len() != view.text.len() && !text::is_composed(view.raw) {
        hits.add(Hit::at(view.index).fix(text::composed(view.raw)));
    }
}
