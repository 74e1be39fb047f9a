//! A child that has the family name of neither parent.

use super::{CaseView, Check, Hit, Hits, Rule};
use crate::facts::ethnic::is_kinh;
use crate::facts::person::family_name;
use crate::schema::Part;
use crate::viet::tone::same_spelling;

pub(super) static RULE: Rule =
    Rule::info("surname_differs_from_parents", Check::Case(run)).only(&["KS"]);

fn run(view: &CaseView<'_>, hits: &mut Hits<'_>) {
    let (Some(child), Some(mother), Some(father)) = (
        view.person(Part::Child),
        view.person(Part::Mother),
        view.person(Part::Father),
    ) else {
        return;
    };
    // Where family names stand elsewhere or are not handed down, nothing can be said.
    let (name, group) = (child.name(), child.ethnicity());
    if !is_kinh(&group) {
        return;
    }
    let Some(own) = family_name(&name, &group).map(|own| own.text) else {
        return;
    };
    let (mothers, fathers) = (mother.name(), father.name());
    let of = |name: &str| family_name(name, &group).is_some_and(|n| same_spelling(n.text, own));
    let known = !mothers.is_empty() || !fathers.is_empty();
    // With one parent unknown the name may be theirs.
    if known && !fathers.is_empty() && !mothers.is_empty() && !of(&mothers) && !of(&fathers) {
        hits.add(Hit::at(child.person.name).arg("own", own));
    }
}
