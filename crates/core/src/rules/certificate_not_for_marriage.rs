//! A marital certificate for another purpose than marriage. Some provinces leave these out; there
//! a setting skips the telling.

use super::{CaseView, Check, Hit, Hits, Rule};
use crate::schema::Role;

pub(super) static RULE: Rule =
    Rule::info("certificate_not_for_marriage", Check::Case(run)).only(&["HN"]);

fn run(view: &CaseView<'_>, hits: &mut Hits<'_>) {
    if let Some(field) = view.field(Role::Purpose)
        && !view.known.settings.skip_other_purposes
        && view.text(field) == "5"
    {
        hits.add(Hit::at(field));
    }
}
