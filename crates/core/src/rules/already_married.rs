//! The same person in another marriage of the workspace, and no divorce noted there.

use super::across::{Pair, Space};
use super::same_child_twice::ALIKE;
use super::{Check, Hit, Rule};
use crate::schema::{Part, Role};
use crate::viet::fold::{name_key, similarity};

pub(super) static RULE: Rule = Rule::warning(
    "already_married",
    Check::Pair {
        spaces: &[Space::Spouse],
        run,
    },
)
.only(&["KH"]);

fn run(pair: &Pair<'_>) -> Option<Hit> {
    let ended = |view: &super::CaseView<'_>| {
        // Codes of `tinhTrangKetHon`: 1 divorced, 2 annulled.
        matches!(view.role(Role::MarriageState).as_ref(), "1" | "2")
            || view.role(Role::Note).to_lowercase().contains("ly hôn")
    };
    if ended(pair.this) || ended(pair.other) {
        return None;
    }
    let mut met = None;
    for (part, spouse) in [(Part::Husband, Part::Wife), (Part::Wife, Part::Husband)] {
        let (this, other) = (pair.this.person(part)?, pair.other.person(part)?);
        let same = !this.name().is_empty()
            && name_key(&this.name()) == name_key(&other.name())
            && this.birth().is_some()
            && this.birth() == other.birth();
        let (mine, theirs) = (pair.this.person(spouse)?, pair.other.person(spouse)?);
        // The same couple twice is one marriage in two places.
        if same && similarity(&mine.name(), &theirs.name()) < ALIKE {
            met = Some(
                Hit::at(this.person.name)
                    .arg("name", this.name())
                    .arg("spouse", theirs.name()),
            );
        }
    }
    met
}
