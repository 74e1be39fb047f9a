//! Letters or an apostrophe beyond the Kinh alphabet that the ethnic group's orthography has. The
//! name is right as it is; the office is told because the receiving system may refuse it.

use super::{Check, FieldView, Hit, Hits, Rule};
use crate::schema::{Kind, Role};
use crate::viet::orthography::{Explained, explained};

pub(super) static RULE: Rule = Rule::info(
    "minority_name_letters",
    Check::Field {
        // Officers sign every row: they are not what the office asks about.
        of: |field| {
            field.kind == Kind::Name && !matches!(field.role, Some(Role::Signer | Role::Registrar))
        },
        run,
    },
);

fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    if let Explained::Minority(letters) = explained(view.text, view.ethnicity()) {
        hits.add(Hit::at(view.index).arg("letters", letters.join(", ")));
    }
}
