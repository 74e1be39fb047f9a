//! A day that has not come yet.

use super::{Check, FieldView, Hit, Hits, Rule};
use crate::schema::Kind;
use crate::value::PartialDate;

pub(super) static RULE: Rule = Rule::error(
    "future_date",
    Check::Field {
        of: |field| field.kind == Kind::Date,
        run,
    },
);

fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    let (Ok(date), Some(today)) = (PartialDate::parse(view.text), view.known.today) else {
        return;
    };
    if date.surely_after(today) && date.year() <= 2100 {
        hits.add(Hit::at(view.index).arg("value", view.text));
    }
}
