//! Two cases with one number in one year of registration. Numbering restarts each year, also
//! inside one book, so the year counts and the volume does not. Where the ledger itself repeats a
//! number, a person confirms it.

use rustc_hash::FxHashMap;

use super::{CaseInput, Check, Hit, Hits, Rule, WholeBook};
use crate::schema::Role;
use crate::value::{number::number_key, text};

pub(super) static RULE: Rule = Rule {
    confirmable: true,
    ..Rule::error("duplicate_number", Check::Book(run))
};

fn run(whole: &WholeBook<'_>, hits: &mut Hits<'_>) {
    let Some(field) = whole.field(Role::Number) else {
        return;
    };
    let mut seen: FxHashMap<(u16, u64, String), Vec<&CaseInput>> = FxHashMap::default();
    for case in whole.book.cases {
        let so = text::cleaned(case.record.text(field));
        if !so.is_empty() {
            let (number, suffix) = number_key(&so);
            seen.entry((whole.year(case), number, suffix))
                .or_default()
                .push(case);
        }
    }
    for ((year, ..), same) in seen.iter().filter(|(_, same)| same.len() > 1) {
        for case in same {
            let others: Vec<String> = same
                .iter()
                .filter(|other| other.id != case.id)
                .map(|other| other.position.to_string())
                .collect();
            let mut hit = Hit::at(field)
                .arg("number", text::cleaned(case.record.text(field)))
                .arg("year", year)
                .arg("others", others.join(", "));
            hit.other = same.iter().find(|o| o.id != case.id).map(|o| o.id);
            hits.add_to(Some((case.id, case.position)), hit);
        }
    }
}
