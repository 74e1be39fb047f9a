//! The kind of birth says which parents are known, and the names say otherwise.

use super::{CaseView, Check, Hit, Hits, Rule};
use crate::record::FieldState;
use crate::schema::{Part, Role};

pub(super) static RULE: Rule =
    Rule::warning("parents_differ_from_birth_kind", Check::Case(run)).only(&["KS"]);

fn run(view: &CaseView<'_>, hits: &mut Hits<'_>) {
    let Some(field) = view.field(Role::BirthKind) else {
        return;
    };
    // Codes of `loaiKhaiSinh`: 1 both known, 2 mother unknown, 3 father unknown, 4 and 5 neither.
    let (mother_known, father_known) = match view.text(field).as_ref() {
        "1" => (true, true),
        "2" => (false, true),
        "3" => (true, false),
        "4" | "5" => (false, false),
        _ => return,
    };
    for (part, known, word) in [
        (Part::Mother, mother_known, "mẹ"),
        (Part::Father, father_known, "cha"),
    ] {
        let Some(parent) = view.person(part) else {
            continue;
        };
        let name = parent.person.name;
        // An illegible name is a name.
        let there = !parent.name().is_empty()
            || view.case.record.at(name).state == FieldState::Illegible;
        if there != known {
            let says = if known { "đã biết" } else { "chưa biết" };
            hits.add(Hit::at(name).arg("parent", word).arg("says", says));
        }
    }
}
