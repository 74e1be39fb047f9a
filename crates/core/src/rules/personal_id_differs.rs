//! The century, sex or year in a personal number does not fit the person's sex or birth date. The
//! province is never compared: it is where the birth was registered, not where one was born.

use super::{CaseView, Check, Hit, Hits, Rule};
use crate::facts::Sex;
use crate::facts::id;

pub(super) static RULE: Rule = Rule::warning("personal_id_differs", Check::Case(run));

fn run(view: &CaseView<'_>, hits: &mut Hits<'_>) {
    for person in view.people() {
        for field in [person.person.personal_id, person.person.id_number] {
            let Some(field) = field else { continue };
            let Some(number) = id::personal_id(&view.text(field)) else {
                continue;
            };
            let sex = Sex::of_code(&person.sex());
            let Some(apart) = id::differs(number, sex, person.birth()) else {
                continue;
            };
            let what = match (apart.sex, apart.year) {
                (Some(_), None) => "giới tính",
                (None, _) => "năm sinh",
                _ => "giới tính và năm sinh",
            };
            hits.add(Hit::at(field).arg("what", what));
        }
    }
}
