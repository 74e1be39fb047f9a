//! A registration before the year the book was opened, or long after it. Books go on into later
//! years, so only the beginning is sharp.

use super::{Check, Hit, Hits, Rule, WholeBook};
use crate::schema::Role;

pub(super) static RULE: Rule = Rule::warning("registration_outside_book", Check::Book(run));

fn run(whole: &WholeBook<'_>, hits: &mut Hits<'_>) {
    let Some(field) = whole.field(Role::RegistrationDate) else {
        return;
    };
    let opened = whole.book.volume.year;
    let last = opened.saturating_add(whole.known.settings.book_years);
    for case in whole.book.cases {
        if let Some(date) = whole.registered(case)
            && opened > 0
            && !(opened..=last).contains(&date.year())
        {
            let hit = Hit::at(field).arg("date", date).arg("opened", opened);
            hits.add_to(Some((case.id, case.position)), hit);
        }
    }
}
