//! A death after the day it was registered.

use super::{CaseView, Check, Hit, Hits, Rule};
use crate::schema::Role;

pub(super) static RULE: Rule =
    Rule::warning("death_after_registration", Check::Case(run)).only(&["KT"]);

fn run(view: &CaseView<'_>, hits: &mut Hits<'_>) {
    let field = view.field(Role::DeathDate);
    if let (Some(died), Some(registered), Some(field)) =
        (view.date(field), view.registered(), field)
        && died.surely_after(registered)
    {
        let hit = Hit::at(field);
        hits.add(hit.arg("died", died).arg("registered", registered));
    }
}
