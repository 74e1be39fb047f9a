//! Somebody under the age of marriage by the law in force on the day. It never blocks: the ledger
//! stands, and the office gets a list of such cases.

use super::{CaseView, Check, Hit, Hits, Rule};
use crate::facts::law::underage;
use crate::schema::Part;

pub(super) static RULE: Rule = Rule::warning("underage_marriage", Check::Case(run)).only(&["KH"]);

fn run(view: &CaseView<'_>, hits: &mut Hits<'_>) {
    let Some(day) = view.registered() else { return };
    for part in [Part::Husband, Part::Wife] {
        if let Some(person) = view.person(part)
            && let (Some(born), Some(field)) = (person.birth(), person.person.birth)
            && let Some(breach) = underage(day, born, part == Part::Husband)
        {
            hits.add(
                Hit::at(field)
                    .arg("born", born)
                    .arg("day", day)
                    .arg("least", breach.required)
                    .arg("law", breach.law),
            );
        }
    }
}
