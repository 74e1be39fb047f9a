//! A person older at death than nearly anybody has become.

use super::parent_age_implausible::age_between;
use super::{CaseView, Check, Hit, Hits, Rule};
use crate::schema::{Part, Role};

pub(super) static RULE: Rule =
    Rule::warning("age_at_death_implausible", Check::Case(run)).only(&["KT"]);

fn run(view: &CaseView<'_>, hits: &mut Hits<'_>) {
    let died = view.date(view.field(Role::DeathDate));
    if let (Some(died), Some(person)) = (died, view.person(Part::Deceased))
        && let (Some(born), Some(field)) = (person.birth(), person.person.birth)
    {
        let (age, _) = age_between(born, died);
        if age > i32::from(view.known.settings.oldest) {
            hits.add(Hit::at(field).arg("age", age).arg("born", born).arg("died", died));
        }
    }
}
