//! One day of registration on many cases of a book, or a day known to stand in for a missing one:
//! somebody filled the column instead of saying that the ledger leaves it out.

use rustc_hash::FxHashMap;

use super::{CaseInput, Check, Hit, Hits, Rule, WholeBook};
use crate::schema::Role;
use crate::value::PartialDate;

pub(super) static RULE: Rule = Rule::warning("sentinel_date", Check::Book(run));

/// Below this a day of much registering says nothing.
const FEWEST: usize = 10;

fn run(whole: &WholeBook<'_>, hits: &mut Hits<'_>) {
    let Some(field) = whole.field(Role::RegistrationDate) else {
        return;
    };
    let settings = whole.known.settings;
    let mut by_day: FxHashMap<PartialDate, Vec<&CaseInput>> = FxHashMap::default();
    for case in whole.book.cases {
        if let Some(date @ PartialDate::Day(_)) = whole.registered(case) {
            by_day.entry(date).or_default().push(case);
        }
    }
    for (date, cases) in by_day {
        let percent = cases.len() * 100 / whole.book.cases.len().max(1);
        let many = cases.len() >= FEWEST && percent as u32 > settings.sentinel_percent;
        let known = || settings.sentinel_dates.contains(&date.to_string());
        if many || known() {
            for case in &cases {
                let hit = Hit::at(field).arg("date", date).arg("count", cases.len());
                hits.add_to(Some((case.id, case.position)), hit);
            }
        }
    }
}
