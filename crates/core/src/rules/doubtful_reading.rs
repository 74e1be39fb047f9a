//! Somebody read a field and asks whether they read it rightly.

use super::{CaseView, Check, Hit, Hits, Rule};
use crate::record::FieldState;

pub(super) static RULE: Rule = Rule::warning("doubtful_reading", Check::Case(run));

fn run(view: &CaseView<'_>, hits: &mut Hits<'_>) {
    for index in 0..view.book_type().fields.len() {
        let value = view.case.record.at(index);
        if value.state != FieldState::Doubtful {
            continue;
        }
        let asked = match value.note().trim() {
            "" => String::new(),
            question => format!(" Hỏi: {question}"),
        };
        hits.add(
            Hit::at(index)
                .arg("value", &value.text)
                .arg("asked", asked),
        );
    }
}
