//! Husband and wife have one name, or one number.

use super::{CaseView, Check, Hit, Hits, Rule};
use crate::schema::Part;
use crate::value::text::folded;

pub(super) static RULE: Rule =
    Rule::warning("spouse_is_same_person", Check::Case(run)).only(&["KH"]);

fn run(view: &CaseView<'_>, hits: &mut Hits<'_>) {
    let (Some(husband), Some(wife)) = (view.person(Part::Husband), view.person(Part::Wife)) else {
        return;
    };
    let (one, other) = (husband.name(), wife.name());
    // Names of one word are shared by many.
    let same_name = !one.is_empty()
        && one.contains(' ')
        && one.len().abs_diff(other.len()) < 8
        && folded(&one) == folded(&other);
    if same_name {
        hits.add(Hit::at(wife.person.name).arg("what", "họ tên"));
        return;
    }
    let number = wife.text(wife.person.id_number);
    if let Some(field) = wife.person.id_number
        && !number.is_empty()
        && number == husband.text(husband.person.id_number)
    {
        hits.add(Hit::at(field).arg("what", "số giấy tờ tùy thân"));
    }
}
