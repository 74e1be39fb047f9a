//! Numbers missing inside a year: a case that was skipped, or a page that was not photographed.

use std::collections::BTreeMap;

use super::{CaseInput, Check, Hit, Hits, Rule, WholeBook};
use crate::schema::Role;
use crate::value::{number::number_key, text};

pub(super) static RULE: Rule = Rule::warning("number_gap", Check::Book(run));

/// A jump larger than this is a misread number rather than so many missing cases.
const WIDEST: u64 = 50;

fn run(whole: &WholeBook<'_>, hits: &mut Hits<'_>) {
    let Some(field) = whole.field(Role::Number) else {
        return;
    };
    let mut years: BTreeMap<u16, Vec<(u64, &CaseInput)>> = BTreeMap::new();
    for case in whole.book.cases {
        let so = text::cleaned(case.record.text(field));
        let (number, _) = number_key(&so);
        if !so.is_empty() && number < u64::from(u32::MAX) {
            years.entry(whole.year(case)).or_default().push((number, case));
        }
    }
    for (year, mut numbers) in years {
        numbers.sort_by_key(|(number, case)| (*number, case.position));
        for pair in numbers.windows(2) {
            let [(before, _), (after, case)] = pair else {
                continue;
            };
            let missing = after.saturating_sub(before + 1);
            if missing > 0 {
                let list = match missing {
                    1 => (before + 1).to_string(),
                    _ => format!("{}–{}", before + 1, after - 1),
                };
                let hit = Hit::at(field)
                    .arg("missing", list)
                    .arg("count", missing.min(WIDEST))
                    .arg("year", year);
                hits.add_to(Some((case.id, case.position)), hit);
            }
        }
    }
}
