//! One number of an identity paper with two people.

use super::across::{Pair, Space, paper_key};
use super::{CaseView, Check, Hit, Rule};
use crate::viet::fold::similarity;

pub(super) static RULE: Rule = Rule::warning(
    "personal_id_shared",
    Check::Pair {
        spaces: &[Space::Paper],
        run,
    },
);

/// Below this likeness two names are two people's. Marks and slips keep names above it.
const APART: f64 = 0.8;

/// Every number of a case: field, number, name, birth date.
fn papers(view: &CaseView<'_>) -> Vec<(usize, u64, String)> {
    let mut out = Vec::new();
    for person in view.people() {
        for field in [person.person.id_number, person.person.personal_id] {
            if let Some(field) = field
                && let Some(key) = paper_key(&view.text(field))
            {
                out.push((field, key, person.name().into_owned()));
            }
        }
    }
    out
}

fn run(pair: &Pair<'_>) -> Option<Hit> {
    let theirs = papers(pair.other);
    for (field, key, name) in papers(pair.this) {
        for (_, other_key, other) in &theirs {
            let known = !name.is_empty() && !other.is_empty();
            if key == *other_key && known && similarity(&name, other) < APART {
                return Some(Hit::at(field).arg("name", other));
            }
        }
    }
    None
}
