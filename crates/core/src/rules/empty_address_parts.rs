//! An address with nothing between its commas: `, , xã An Nhơn`.

use super::{Check, FieldView, Hit, Hits, Rule};
use crate::schema::Kind;

pub(super) static RULE: Rule = Rule::error(
    "empty_address_parts",
    Check::Field {
        of: |field| matches!(field.kind, Kind::Address | Kind::AdminUnit | Kind::RegistrationPlace),
        run,
    },
);

fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    let mut parts = view.text.split(',').map(str::trim);
    if view.text.contains(',') && parts.any(str::is_empty) {
        let full: Vec<&str> = view
            .text
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        hits.add(Hit::at(view.index).arg("value", view.text).fix(full.join(", ")));
    }
}
