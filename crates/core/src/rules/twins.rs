//! Two children of one mother and one day, with other names. Right as it is; the office is told
//! because the receiving system refuses the second one.

use super::across::{Pair, Space};
use super::same_child_twice::ALIKE;
use super::{Check, Hit, Rule};
use crate::schema::Part;
use crate::viet::fold::{name_key, similarity};

pub(super) static RULE: Rule = Rule::info(
    "twins",
    Check::Pair {
        spaces: &[Space::Birth],
        run,
    },
)
.only(&["KS"]);

fn run(pair: &Pair<'_>) -> Option<Hit> {
    let (this, other) = (pair.this.person(Part::Child)?, pair.other.person(Part::Child)?);
    if this.name().is_empty() || similarity(&this.name(), &other.name()) >= ALIKE {
        return None;
    }
    // Another father's name means another mother of the same name.
    let father = |view: &super::CaseView<'_>| {
        view.person(Part::Father).map(|p| name_key(&p.name())).unwrap_or_default()
    };
    let (one, two) = (father(pair.this), father(pair.other));
    (one.is_empty() || two.is_empty() || one == two)
        .then(|| Hit::at(this.person.name).arg("name", other.name()))
}
