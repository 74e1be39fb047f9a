//! A later number with an earlier day of registration, inside one year. The cases that fit
//! together best are believed; only those outside that order are told, so that one wrong date
//! does not accuse all that come after it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{CaseInput, Check, Hit, Hits, Rule, WholeBook};
use crate::schema::Role;
use crate::value::{PartialDate, number::number_key, text};

pub(super) static RULE: Rule = Rule::warning("number_out_of_order", Check::Book(run));

type Dated<'a> = ((u64, String), PartialDate, &'a CaseInput);

fn run(whole: &WholeBook<'_>, hits: &mut Hits<'_>) {
    let (Some(field), Some(date_field)) = (
        whole.field(Role::Number),
        whole.field(Role::RegistrationDate),
    ) else {
        return;
    };
    let mut years: BTreeMap<u16, Vec<Dated<'_>>> = BTreeMap::new();
    for case in whole.book.cases {
        let so = text::cleaned(case.record.text(field));
        // Only whole dates have a place in the order.
        if let Some(date @ PartialDate::Day(_)) = whole.registered(case)
            && !so.is_empty()
        {
            let dated = (number_key(&so), date, case);
            years.entry(date.year()).or_default().push(dated);
        }
    }
    for mut cases in years.into_values() {
        cases.sort_by(|a, b| a.0.cmp(&b.0).then(a.2.position.cmp(&b.2.position)));
        for at in outside(&cases) {
            let (_, date, case) = &cases[at];
            let mut hit = Hit::at(date_field).arg("date", date);
            // The neighbour that it contradicts.
            let before = at.checked_sub(1).and_then(|i| cases.get(i));
            let against = before
                .filter(|(_, other, _)| other.surely_after(*date))
                .or(cases.get(at + 1))
                .or(before);
            if let Some(((number, suffix), other_date, other)) = against {
                hit = hit
                    .arg("number", format!("{number}{suffix}"))
                    .arg("otherDate", other_date);
                hit.other = Some(other.id);
            }
            hits.add_to(Some((case.id, case.position)), hit);
        }
    }
}

/// Positions outside the longest run of dates that never goes back. Among equally long ones the
/// run that keeps the first cases is taken.
fn outside(cases: &[Dated<'_>]) -> Vec<usize> {
    // From the end, by falling dates: the usual search with a list of best ends.
    let mut ends: Vec<usize> = Vec::new();
    let mut next: Vec<Option<usize>> = vec![None; cases.len()];
    let key = |at: usize| Reverse(cases[at].1.earliest());
    for at in (0..cases.len()).rev() {
        let place = ends.partition_point(|&end| key(end) <= key(at));
        next[at] = place.checked_sub(1).map(|before| ends[before]);
        if place == ends.len() {
            ends.push(at);
        } else {
            ends[place] = at;
        }
    }
    let mut kept = vec![false; cases.len()];
    let mut at = ends.last().copied();
    while let Some(index) = at {
        kept[index] = true;
        at = next[index];
    }
    (0..cases.len()).filter(|&at| !kept[at]).collect()
}
