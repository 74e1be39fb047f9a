//! The century, sex or year in a personal number does not fit the person's sex or birth date. The
//! province is never compared: it is where the birth was registered, not where one was born.

use super::{CaseView, Check, Hit, Hits, Rule};
use crate::facts::Sex;
use crate::facts::id::{self, IdDifference};

pub(super) static RULE: Rule = Rule::warning("personal_id_differs", Check::Case(run));

fn run(view: &CaseView<'_>, hits: &mut Hits<'_>) {
    for person in view.people() {
        for field in [person.person.personal_id, person.person.id_number] {
            let Some(field) = field else { continue };
            let Some(number) = id::personal_id(&view.text(field)) else {
                continue;
            };
            let sex = Sex::from_code(&person.sex());
            let what = match id::differs(&number, sex, person.birth()) {
                None => continue,
                Some(IdDifference::Sex) => "giới tính",
                Some(_) => "năm sinh",
            };
            hits.add(Hit::at(field).arg("what", what));
        }
    }
}
