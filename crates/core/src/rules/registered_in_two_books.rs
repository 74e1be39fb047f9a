//! One event in two books or two offices: often a book that communes shared before they were
//! split.

use super::across::{Pair, Space};
use super::same_child_twice::ALIKE;
use super::{CaseView, Check, Hit, Rule};
use crate::schema::{Part, Role};
use crate::viet::fold::similarity;

pub(super) static RULE: Rule = Rule::warning(
    "registered_in_two_books",
    Check::Pair {
        spaces: &[
            Space::Child,
            Space::Birth,
            Space::Couple,
            Space::Death,
            Space::Recognition,
        ],
        run,
    },
)
.only(&["KS", "KH", "KT", "CMC"]);

fn run(pair: &Pair<'_>) -> Option<Hit> {
    if pair.same_book || pair.this.book_type().code != pair.other.book_type().code {
        return None;
    }
    let alike = |part: Part| -> bool {
        let name = |view: &CaseView<'_>| {
            view.person(part).map(|p| p.name().into_owned()).unwrap_or_default()
        };
        let (one, two) = (name(pair.this), name(pair.other));
        one.is_empty() || two.is_empty() || similarity(&one, &two) >= ALIKE
    };
    let day = |role: Role| -> bool {
        let date = |view: &CaseView<'_>| view.date(view.field(role));
        match (date(pair.this), date(pair.other)) {
            (Some(one), Some(two)) => !one.surely_after(two) && !two.surely_after(one),
            _ => true,
        }
    };
    let one_event = match pair.space {
        Space::Birth => alike(Part::Child),
        Space::Child => alike(Part::Mother) && alike(Part::Father),
        Space::Couple => day(Role::MarriageDate) && day(Role::RegistrationDate),
        Space::Death => true,
        Space::Recognition => day(Role::RegistrationDate),
        Space::Spouse | Space::Paper => false,
    };
    let field = pair.this.field(Role::SubjectName)?;
    one_event.then(|| Hit::at(field).arg("name", pair.other.text(field)))
}
