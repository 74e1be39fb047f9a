//! A digit or a sign in a name.

use super::{Check, FieldView, Hit, Hits, Rule};
use crate::schema::Kind;
use crate::viet::apostrophe;

pub(super) static RULE: Rule = Rule::warning(
    "symbol_or_digit_in_name",
    Check::Field {
        of: |field| field.kind == Kind::Name,
        run,
    },
);

fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    // Marks stand on letters (ê̆); a hyphen joins the parts of foreign and Cham names.
    let belongs = |c: char| {
        c.is_alphabetic()
            || c == ' '
            || c == '-'
            || apostrophe::is_variant(c)
            || ('\u{300}'..='\u{36F}').contains(&c)
    };
    if let Some(sign) = view.text.chars().find(|&c| !belongs(c)) {
        hits.add(Hit::at(view.index).arg("value", view.text).arg("sign", sign));
    }
}
