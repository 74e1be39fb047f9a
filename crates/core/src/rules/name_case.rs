//! A name written in another case than the office decided for.

use super::{Check, FieldView, Hit, Hits, NameCase, Rule};
use crate::schema::Kind;
use crate::typing::titled;

pub(super) static RULE: Rule = Rule::info(
    "name_case",
    Check::Field {
        of: |field| field.kind == Kind::Name,
        run,
    },
);

fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    let wanted = match view.known.settings.name_case {
        NameCase::AsIs => return,
        NameCase::Upper => view.text.to_uppercase(),
        NameCase::Title => titled(view.text),
    };
    if wanted != view.text {
        hits.add(Hit::at(view.index).arg("value", view.text).fix(wanted));
    }
}
