//! How a lot stands, and what its contractor's lots so far say of the next one.

use serde::Serialize;
use ts_rs::TS;

use super::{Draw, Grade, Inspection, Lot};
use crate::people::same_name;
use crate::sampling::{Outcome, Regime, Switching};

/// Defects by how much they matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, TS)]
#[ts(export_to = "index.ts")]
pub struct GradeCounts {
    /// Critical.
    pub critical: u32,
    /// Major.
    pub major: u32,
    /// Minor.
    pub minor: u32,
}

/// How far the looking has come, and what it says so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "index.ts", rename = "LotStanding")]
pub struct Standing {
    /// Cases of the sample that were looked at to the end.
    pub looked: u32,
    /// Cases that are left.
    pub left: u32,
    /// Cases with at least one defect, however small.
    pub wrong: u32,
    /// Their defects.
    pub defects: GradeCounts,
    /// Cases that were changed after they were drawn.
    pub changed: u32,
    /// There are too many wrong ones already. All are looked at all the same: rates are reckoned from all of them.
    pub beyond: bool,
    /// How it ends; only once all were looked at.
    pub outcome: Option<Outcome>,
}

/// How a lot that was drawn stands.
#[must_use]
pub fn standing(draw: &Draw, inspections: &[Inspection]) -> Standing {
    let mut found = Standing {
        looked: 0,
        left: 0,
        wrong: 0,
        defects: GradeCounts::default(),
        changed: 0,
        beyond: false,
        outcome: None,
    };
    let done = inspections
        .iter()
        .filter(|one| one.is_done() && draw.sampled(one.case).is_some());
    for one in done {
        found.looked += 1;
        found.changed += u32::from(one.changed);
        found.wrong += u32::from(one.defects().next().is_some());
        for (_, grade) in one.defects() {
            match grade {
                Grade::Critical => found.defects.critical += 1,
                Grade::Major => found.defects.major += 1,
                Grade::Minor => found.defects.minor += 1,
            }
        }
    }
    found.left = (draw.sample.len() as u32).saturating_sub(found.looked);
    found.beyond = found.wrong > draw.ac;
    found.outcome = (found.left == 0).then_some(if found.beyond {
        Outcome::Rejected
    } else {
        Outcome::Accepted
    });
    found
}

/// Whether a lot is handed in again: some of its books were in a lot of the same contractor that went back.
#[must_use]
pub fn again(contractor: &str, books: &[crate::book::Id], lots: &[Lot]) -> bool {
    lots.iter().any(|lot| {
        let back = lot
            .decision
            .as_ref()
            .is_some_and(|end| end.outcome == Outcome::Rejected);
        back && same_name(&lot.contractor, contractor)
            && lot.books.iter().any(|book| books.contains(book))
    })
}

/// How a contractor's lots ended the first time they were handed in, in the order in which they were decided.
#[must_use]
pub fn outcomes(contractor: &str, lots: &[Lot]) -> Vec<Outcome> {
    let own = lots
        .iter()
        .filter(|lot| !lot.again && same_name(&lot.contractor, contractor));
    let mut ended: Vec<_> = own.filter_map(|lot| lot.decision.as_ref()).collect();
    ended.sort_by(|one, other| one.by.at.cmp(&other.by.at));
    ended.iter().map(|end| end.outcome).collect()
}

/// The regime of a contractor's next lot, and whether it should be taken at all.
#[must_use]
pub fn next_of(contractor: &str, lots: &[Lot], switching: &Switching) -> (Regime, bool) {
    switching.next(&outcomes(contractor, lots))
}
