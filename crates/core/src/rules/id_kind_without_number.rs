//! The kind of an identity paper is given and its number is not, and nobody said why.

use super::{CaseView, Check, Hit, Hits, Rule};

pub(super) static RULE: Rule = Rule::warning("id_kind_without_number", Check::Case(run));

fn run(view: &CaseView<'_>, hits: &mut Hits<'_>) {
    for person in view.people() {
        if let (Some(kind), Some(number)) = (person.person.id_kind, person.person.id_number)
            && view.is_open(number)
            && !view.text(kind).is_empty()
        {
            hits.add(Hit::at(number));
        }
    }
}
