//! The year written in `so` is not the year of registration.

use super::view::year_in_number;
use super::{CaseView, Check, Hit, Hits, Rule};
use crate::schema::Role;

pub(super) static RULE: Rule = Rule::warning("number_year_differs", Check::Case(run));

fn run(view: &CaseView<'_>, hits: &mut Hits<'_>) {
    let Some(field) = view.field(Role::Number) else {
        return;
    };
    let typed = view.case.record.text(field);
    if let (Some(written), Some(registered)) = (
        typed.contains('/').then(|| year_in_number(typed)).flatten(),
        view.registered(),
    ) && written != registered.year()
    {
        hits.add(
            Hit::at(field)
                .arg("written", written)
                .arg("registered", registered),
        );
    }
}
