//! An identity paper issued before its holder was born.

use super::{CaseView, Check, Hit, Hits, Rule};

pub(super) static RULE: Rule =
    Rule::warning("id_issued_before_birth", Check::Case(run)).only(&["KH", "KT", "HN", "CMC"]);

fn run(view: &CaseView<'_>, hits: &mut Hits<'_>) {
    for person in view.people() {
        if let (Some(field), Some(born)) = (person.person.id_issued, person.birth())
            && let Some(issued) = view.date(Some(field))
            && born.surely_after(issued)
        {
            hits.add(Hit::at(field).arg("issued", issued).arg("born", born));
        }
    }
}
