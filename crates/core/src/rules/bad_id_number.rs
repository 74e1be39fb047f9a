//! The number of an identity paper, or a personal number, of a form that its kind cannot have.
//! Spaces and dots inside are taken out by the fix.

use super::{CaseView, Check, Hit, Hits, Rule};
use crate::facts::id::{IdFault, IdKind, check_number};

pub(super) static RULE: Rule = Rule::warning("bad_id_number", Check::Case(run));

fn run(view: &CaseView<'_>, hits: &mut Hits<'_>) {
    for person in view.people() {
        let papers = [
            (
                person.person.id_number,
                IdKind::of_code(&person.text(person.person.id_kind)),
            ),
            (person.person.personal_id, Some(IdKind::CitizenCard)),
        ];
        for (field, kind) in papers {
            let Some(field) = field else { continue };
            let number = view.text(field);
            if number.is_empty() {
                continue;
            }
            match check_number(kind, &number) {
                Ok(()) => {}
                Err(IdFault::Separated(cleaned)) => {
                    hits.add(Hit::at(field).arg("value", &number).fix(cleaned));
                }
                Err(IdFault::Form(form)) => {
                    hits.add(Hit::at(field).arg("value", &number).arg("form", form));
                }
            }
        }
    }
}
