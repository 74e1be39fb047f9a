//! A year that no ledger can mean: 5005, 0208. Where changing exactly one digit, or one slip of
//! the keyboard, gives exactly one year that fits the registration, that year is proposed.

use super::{Check, FieldView, Hit, Hits, Rule};
use crate::schema::{Kind, Role};
use crate::value::PartialDate;

pub(super) static RULE: Rule = Rule::error(
    "implausible_year",
    Check::Field {
        of: |field| field.kind == Kind::Date,
        run,
    },
);

/// Registration began with the colonial decrees; people in the first ledgers were born before.
const FIRST: u16 = 1800;
const LAST: u16 = 2100;

fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    let Ok(date) = PartialDate::parse(view.text) else {
        return;
    };
    let year = date.year();
    if (FIRST..=LAST).contains(&year) {
        return;
    }
    let mut hit = Hit::at(view.index)
        .arg("value", view.text)
        .arg("year", format!("{year:04}"));
    if let Some(meant) = meant(view, year) {
        let kept = &view.text[..view.text.len() - 4];
        hit = hit.fix(format!("{kept}{meant:04}"));
    }
    hits.add(hit);
}

/// The one year near the registration that a single wrong digit explains.
fn meant(view: &FieldView<'_>, year: u16) -> Option<u16> {
    let registered = view.registration_year()?;
    let own = view.field().role == Some(Role::RegistrationDate);
    if own || !(FIRST..=LAST).contains(&registered) {
        return None;
    }
    // Events of a case are in the year before it or in its own; births may be a lifetime before.
    let near = match view.field().role {
        Some(Role::ParentBirthDate) => registered.saturating_sub(60)..=registered.saturating_sub(13),
        Some(Role::SubjectBirthDate) if view.known.book_type.code != "KS" => return None,
        _ => registered.saturating_sub(1)..=registered,
    };
    let typed = format!("{year:04}");
    let differing = |candidate: &u16| {
        let digits = format!("{candidate:04}");
        typed.bytes().zip(digits.bytes()).filter(|(a, b)| a != b).count() == 1
    };
    let mut fitting = near.filter(differing);
    fitting.next().filter(|_| fitting.next().is_none())
}
