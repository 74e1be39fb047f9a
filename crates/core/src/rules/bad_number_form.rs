//! A registration number that is not a number with an optional letter behind it and an optional
//! year: `62`, `62a`, `62/2017`.

use super::{Check, FieldView, Hit, Hits, Rule};
use crate::schema::Role;
use crate::value::number::number_part;

pub(super) static RULE: Rule = Rule::warning(
    "bad_number_form",
    Check::Field {
        of: |field| field.role == Some(Role::Number),
        run,
    },
);

fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    let number = number_part(view.text);
    let letters = number.trim_start_matches(|c: char| c.is_ascii_digit());
    let has_digits = letters.len() < number.len();
    let short = letters.chars().count() <= 3 && letters.chars().all(char::is_alphabetic);
    let year_fits = match view.text.split_once('/') {
        Some((_, year)) => year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()),
        None => true,
    };
    if !(has_digits && short && year_fits) {
        hits.add(Hit::at(view.index).arg("value", view.text));
    }
}
