//! A date that is not `dd.mm.yyyy`, `mm.yyyy` or `yyyy`. The fix only rewrites what surely means
//! one date; a two-digit year is left to the person, who has the paper.

use super::{Check, FieldView, Hit, Hits, Rule, Severity};
use crate::schema::Kind;
use crate::value::date::reading_of;
use crate::value::{DateError, PartialDate};
use crate::viet::words::age_in;

pub(super) static RULE: Rule = Rule {
    name: "bad_date_form",
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
    let is_age = super::age_instead_of_year::looks_at(view.field()) && age_in(&text).is_some();
    if !is_age && PartialDate::parse(&text) == Err(DateError::Form) {
        hits.add(Hit {
            field: Some(view.index),
            fix: reading_of(&text)
                .map(|date| (view.index, date.to_string()))
                .into_iter()
                .collect(),
            args: vec![("value", text)],
            ..Hit::default()
        });
    }
}
