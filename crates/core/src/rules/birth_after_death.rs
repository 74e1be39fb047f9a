//! A person born after their death.

use super::{CaseView, Check, Hit, Hits, Rule};
use crate::schema::{Part, Role};

pub(super) static RULE: Rule = Rule::warning("birth_after_death", Check::Case(run)).only(&["KT"]);

fn run(view: &CaseView<'_>, hits: &mut Hits<'_>) {
    let died = view.date(view.field(Role::DeathDate));
    if let (Some(died), Some(person)) = (died, view.person(Part::Deceased))
        && let (Some(born), Some(field)) = (person.birth(), person.person.birth)
        && born.surely_after(died)
    {
        hits.add(Hit::at(field).arg("born", born).arg("died", died));
    }
}
