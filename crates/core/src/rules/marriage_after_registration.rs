//! A marriage that holds from a day after its registration. From an earlier day it may: couples
//! of before 1987 are registered later and hold from when they lived together.

use super::{CaseView, Check, Hit, Hits, Rule};
use crate::schema::Role;

pub(super) static RULE: Rule =
    Rule::warning("marriage_after_registration", Check::Case(run)).only(&["KH"]);

fn run(view: &CaseView<'_>, hits: &mut Hits<'_>) {
    let field = view.field(Role::MarriageDate);
    if let (Some(married), Some(registered), Some(field)) =
        (view.date(field), view.registered(), field)
        && married.surely_after(registered)
    {
        let hit = Hit::at(field);
        hits.add(hit.arg("married", married).arg("registered", registered));
    }
}
