//! A name of one word. Some ethnic groups have such names; for others a part was left out.

use super::{Check, FieldView, Hit, Hits, Rule};
use crate::facts::ethnic::is_kinh;
use crate::schema::Kind;

pub(super) static RULE: Rule = Rule::warning(
    "one_word_name",
    Check::Field {
        of: |field| field.kind == Kind::Name,
        run,
    },
);

fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    let one = !view.text.contains(' ');
    let minority = view.text.contains(crate::viet::apostrophe::VARIANTS)
        || (!view.ethnicity().is_empty() && !is_kinh(view.ethnicity()));
    if one && !minority {
        hits.add(Hit::at(view.index).arg("value", view.text));
    }
}
