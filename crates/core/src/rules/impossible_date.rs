//! A date of the right form that no calendar has: 31.02.2008.

use super::{Check, FieldView, Hit, Hits, Rule, Severity};
use crate::schema::Kind;
use crate::value::{DateError, PartialDate};

pub(super) static RULE: Rule = Rule {
    name: "impossible_date",
    severity: Severity::Error,
    confirmable: false,
    needs_pages: false,
    check: Check::Field {
        of: |field| field.kind == Kind::Date,
        run,
    },
};

fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    let Some(text) = view.given() else { return };
    if PartialDate::parse(&text) == Err(DateError::Impossible) {
        hits.add(Hit {
            field: Some(view.index),
            args: vec![("value", text)],
            ..Hit::default()
        });
    }
}
