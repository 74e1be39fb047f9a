//! A mother or father much too young or old at the child's birth: often a slip in one of the two
//! years. The bounds are settings.

use super::{CaseView, Check, Hit, Hits, Rule};
use crate::schema::Part;
use crate::value::PartialDate;

pub(super) static RULE: Rule =
    Rule::warning("parent_age_implausible", Check::Case(run)).only(&["KS"]);

fn run(view: &CaseView<'_>, hits: &mut Hits<'_>) {
    let Some(born) = view.person(Part::Child).and_then(|child| child.birth()) else {
        return;
    };
    let settings = view.known.settings;
    for (part, (least, most)) in [
        (Part::Mother, settings.mother_age),
        (Part::Father, settings.father_age),
    ] {
        let Some(parent) = view.person(part) else {
            continue;
        };
        if let (Some(date), Some(field)) = (parent.birth(), parent.person.birth) {
            let (youngest, oldest) = age_between(date, born);
            if oldest < i32::from(least) || youngest > i32::from(most) {
                let hit = Hit::at(field).arg("age", oldest);
                hits.add(hit.arg("least", least).arg("most", most));
            }
        }
    }
}

/// The least and the most whole years from one date to another, as far as both are known.
pub(super) fn age_between(from: PartialDate, to: PartialDate) -> (i32, i32) {
    let years = |(y0, m0, d0): (u16, u8, u8), (y1, m1, d1): (u16, u8, u8)| {
        i32::from(y1) - i32::from(y0) - i32::from((m1, d1) < (m0, d0))
    };
    (
        years(from.latest(), to.earliest()),
        years(from.earliest(), to.latest()),
    )
}
