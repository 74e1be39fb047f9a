//! "On time" or "late" does not fit the deadline of the law then in force. The box on the page
//! wins, so this only tells.

use super::{CaseView, Check, Hit, Hits, Rule};
use crate::facts::law::{Event, late};
use crate::schema::{Part, Role};

pub(super) static RULE: Rule =
    Rule::info("registration_kind_differs", Check::Case(run)).only(&["KS", "KT"]);

fn run(view: &CaseView<'_>, hits: &mut Hits<'_>) {
    let (Some(field), Some(registered)) = (view.field(Role::RegistrationKind), view.registered())
    else {
        return;
    };
    let (kind, event) = if let Some(child) = view.person(Part::Child) {
        (Event::Birth, child.birth())
    } else {
        (Event::Death, view.date(view.field(Role::DeathDate)))
    };
    let Some(event) = event else { return };
    let written = view.text(field);
    let said_late = match written.as_ref() {
        "1" => false,
        "4" => true,
        _ => return,
    };
    if let Some(is_late) = late(kind, event, registered)
        && is_late != said_late
    {
        let fits = if is_late { "quá hạn" } else { "đúng hạn" };
        hits.add(
            Hit::at(field)
                .arg("event", event)
                .arg("registered", registered)
                .arg("fits", fits),
        );
    }
}
