//! Two births in one book with the same child: the same or nearly the same name, birth date and
//! mother.

use super::across::{Pair, Space};
use super::{Check, Hit, Rule};
use crate::schema::Part;
use crate::viet::fold::similarity;

pub(super) static RULE: Rule = Rule::warning(
    "same_child_twice",
    Check::Pair {
        spaces: &[Space::Birth],
        run,
    },
)
.only(&["KS"]);

/// From this likeness on, two names are one under another spelling.
pub(super) const ALIKE: f64 = 0.93;

fn run(pair: &Pair<'_>) -> Option<Hit> {
    if !pair.same_book {
        return None;
    }
    let (name, other) = (
        pair.this.person(Part::Child)?.name(),
        pair.other.person(Part::Child)?.name(),
    );
    let score = similarity(&name, &other);
    (score >= ALIKE).then(|| {
        Hit::at(pair.this.book_type().role(crate::schema::Role::SubjectName)[0])
            .arg("name", &other)
            .arg("score", (score * 100.0).round() as u32)
    })
}
