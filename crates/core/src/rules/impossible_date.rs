//! A date of the right form that no calendar has: 31.02.2008.

use super::{Check, FieldView, Hit, Hits, Rule};
use crate::schema::Kind;
use crate::value::{DateError, PartialDate};

pub(super) static RULE: Rule = Rule::error(
    "impossible_date",
    Check::Field {
        of: |field| field.kind == Kind::Date,
        run,
    },
);

fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    if PartialDate::parse(view.text) == Err(DateError::Impossible) {
        hits.add(Hit::at(view.index).arg("value", view.text));
    }
}
