//! A date that is not `dd.mm.yyyy`, `mm.yyyy` or `yyyy`. The fix only rewrites what surely means
//! one date, in digits or in words; a two-digit year is left to the person, who has the paper.

use super::{Check, FieldView, Hit, Hits, Rule};
use crate::schema::Kind;
use crate::value::date::reading_of;
use crate::value::{DateError, PartialDate};
use crate::viet::words::{age_in, date_from_words};

pub(super) static RULE: Rule = Rule::error(
    "bad_date_form",
    Check::Field {
        of: |field| field.kind == Kind::Date,
        run,
    },
);

fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    if PartialDate::parse(view.text) != Err(DateError::Form) {
        return;
    }
    let is_age =
        super::age_instead_of_year::looks_at(view.field()) && age_in(view.text).is_some();
    if !is_age {
        let mut hit = Hit::at(view.index).arg("value", view.text);
        if let Some(date) = reading_of(view.text).or_else(|| date_from_words(view.text)) {
            hit = hit.fix(date.to_string());
        }
        hits.add(hit);
    }
}
