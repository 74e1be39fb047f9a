//! The birth date in words and in digits disagree. Where the words are empty and the office wants
//! them, they are proposed from the digits.

use super::{CaseView, Check, Hit, Hits, Rule};
use crate::schema::{Kind, Part};
use crate::value::PartialDate;
use crate::viet::words::{date_from_words, date_in_words};

pub(super) static RULE: Rule = Rule::warning("birth_words_differ", Check::Case(run)).only(&["KS"]);

fn run(view: &CaseView<'_>, hits: &mut Hits<'_>) {
    let born = view.person(Part::Child).and_then(|child| child.birth());
    compare(view, born, hits);
}

/// Holds the words of the case against a date in digits.
pub(super) fn compare(view: &CaseView<'_>, date: Option<PartialDate>, hits: &mut Hits<'_>) {
    let fields = &view.book_type().fields;
    let Some(date) = date else { return };
    let Some(field) = fields.iter().position(|f| f.kind == Kind::DateWords) else {
        return;
    };
    let words = view.text(field);
    if words.is_empty() {
        let asked = view.known.settings.words_from_digits && view.is_open(field);
        if asked {
            let said = date_in_words(date);
            hits.add(Hit::at(field).arg("words", "").arg("date", date).fix(said));
        }
        return;
    }
    // Words that cannot be read, or that only say a part, accuse nobody.
    let Some(said) = date_from_words(&words) else {
        return;
    };
    let apart = said.surely_after(date) || date.surely_after(said);
    if apart {
        hits.add(
            Hit::at(field)
                .arg("words", &words)
                .arg("said", said)
                .arg("date", date),
        );
    }
}
