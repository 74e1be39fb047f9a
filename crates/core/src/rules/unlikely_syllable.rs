//! A word that is no possible Vietnamese syllable in the name of a Kinh person: a slip of the
//! keyboard (Nguyênn, Thịi, Hoàgn).

use super::{Check, FieldView, Hit, Hits, Rule};
use crate::facts::ethnic::is_kinh;
use crate::schema::Kind;
use crate::viet::syllable::is_possible;

pub(super) static RULE: Rule = Rule::warning(
    "unlikely_syllable",
    Check::Field {
        of: |field| field.kind == Kind::Name,
        run,
    },
);

fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    // Only where the ledger says that the person is Kinh: other names follow other rules.
    if !is_kinh(view.ethnicity()) {
        return;
    }
    let mut odd = view
        .text
        .split([' ', '-'])
        .filter(|word| !word.is_empty() && word.chars().all(char::is_alphabetic))
        .filter(|word| !is_possible(word));
    if let Some(word) = odd.next() {
        hits.add(Hit::at(view.index).arg("word", word));
    }
}
