//! A page number of the ledger that is not a number.

use super::{Check, FieldView, Hit, Hits, Rule};
use crate::schema::Role;

pub(super) static RULE: Rule = Rule::warning(
    "page_number_not_numeric",
    Check::Field {
        of: |field| field.role == Some(Role::PageNo),
        run,
    },
);

fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    // A case may stand on two pages: `12-13`, `12, 13`.
    let is_number = |part: &str| {
        let part = part.trim();
        !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit())
    };
    if !view.text.split(['-', ',']).all(is_number) {
        hits.add(Hit::at(view.index).arg("value", view.text));
    }
}
