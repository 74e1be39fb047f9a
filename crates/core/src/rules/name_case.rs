//! A name written in another case than the office decided for.

use super::{Check, FieldView, Hit, Hits, NameCase, Rule};
use crate::schema::Kind;
use crate::viet::apostrophe;

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

/// Every word with a capital, also behind a hyphen or a prefix with an apostrophe (H’Hen).
fn titled(name: &str) -> String {
    let mut begins = true;
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if begins {
            out.extend(c.to_uppercase());
        } else {
            out.extend(c.to_lowercase());
        }
        begins = c == ' ' || c == '-' || apostrophe::is_variant(c);
    }
    out
}
