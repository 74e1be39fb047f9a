//! The number of an identity paper is given and its kind is not, and nobody said why.

use super::{CaseView, Check, Hit, Hits, Rule};

pub(super) static RULE: Rule = Rule::warning("id_number_without_kind", Check::Case(run));

fn run(view: &CaseView<'_>, hits: &mut Hits<'_>) {
    for person in view.people() {
        if let (Some(kind), Some(number)) = (person.person.id_kind, person.person.id_number)
            && view.is_open(kind)
            && !view.text(number).is_empty()
        {
            hits.add(Hit::at(kind));
        }
    }
}
