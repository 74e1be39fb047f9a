//! Who recognises whom does not fit the sex of the parent: a father who is a woman.

use super::{CaseView, Check, Hit, Hits, Rule};
use crate::schema::{Part, Role};

pub(super) static RULE: Rule =
    Rule::warning("recognition_kind_differs", Check::Case(run)).only(&["CMC"]);

fn run(view: &CaseView<'_>, hits: &mut Hits<'_>) {
    let (Some(field), Some(parent)) = (view.field(Role::RecognitionKind), view.person(Part::Parent))
    else {
        return;
    };
    // Codes of `loaiXacNhan`: 1 father and 3 by the child, of a father; 2 and 4 of a mother.
    let (expected, word) = match view.text(field).as_ref() {
        "1" | "3" => ("1", "cha"),
        "2" | "4" => ("2", "mẹ"),
        _ => return,
    };
    let written = parent.sex();
    if matches!(written.as_ref(), "1" | "2") && written != expected {
        let sex = if written == "1" { "Nam" } else { "Nữ" };
        hits.add(Hit::at(field).arg("parent", word).arg("sex", sex));
    }
}
