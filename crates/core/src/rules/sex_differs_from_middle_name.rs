//! A Kinh woman with the middle name Văn, or a man with Thị. Nothing is ever read from "Y".

use super::{CaseView, Check, Hit, Hits, Rule};
use crate::facts::Sex;
use crate::facts::ethnic::is_kinh;
use crate::facts::person::sex_by_middle;

pub(super) static RULE: Rule = Rule::warning("sex_differs_from_middle_name", Check::Case(run))
    .only(&["KS", "KT", "HN", "CMC"]);

fn run(view: &CaseView<'_>, hits: &mut Hits<'_>) {
    for person in view.people() {
        let Some(field) = person.person.sex else {
            continue;
        };
        let (Some(written), name) = (Sex::of_code(&view.text(field)), person.name()) else {
            continue;
        };
        if let Some(by_name) = sex_by_middle(&name)
            && by_name != written
            && is_kinh(&person.ethnicity())
        {
            hits.add(Hit::at(field).arg("name", &name));
        }
    }
}
