//! A letter in a name that neither the Kinh alphabet nor the orthography of the person's ethnic
//! group has.

use super::{Check, FieldView, Hit, Hits, Rule};
use crate::schema::Kind;
use crate::viet::orthography::{Explained, explained};

pub(super) static RULE: Rule = Rule::warning(
    "foreign_letter_in_name",
    Check::Field {
        of: |field| field.kind == Kind::Name,
        run,
    },
);

fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    if let Explained::Foreign(letters) = explained(view.text, view.ethnicity()) {
        hits.add(Hit::at(view.index).arg("letters", letters.join(", ")));
    }
}
