//! A person born after the day of registration. Partial dates count only when it is sure.

use super::{CaseView, Check, Hit, Hits, Rule};

pub(super) static RULE: Rule = Rule::warning("birth_after_registration", Check::Case(run));

fn run(view: &CaseView<'_>, hits: &mut Hits<'_>) {
    let Some(registered) = view.registered() else {
        return;
    };
    for person in view.people().filter(|p| p.person.part.is_subject()) {
        if let (Some(born), Some(field)) = (person.birth(), person.person.birth)
            && born.surely_after(registered)
        {
            let hit = Hit::at(field);
            hits.add(hit.arg("born", born).arg("registered", registered));
        }
    }
}
