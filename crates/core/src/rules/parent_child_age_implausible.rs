//! A parent and a child of a recognition born less years apart than is possible.

use super::parent_age_implausible::age_between;
use super::{CaseView, Check, Hit, Hits, Rule};
use crate::schema::Part;

pub(super) static RULE: Rule =
    Rule::warning("parent_child_age_implausible", Check::Case(run)).only(&["CMC"]);

fn run(view: &CaseView<'_>, hits: &mut Hits<'_>) {
    let (Some(parent), Some(child)) = (view.person(Part::Parent), view.person(Part::Recognised))
    else {
        return;
    };
    if let (Some(older), Some(younger), Some(field)) =
        (parent.birth(), child.birth(), child.person.birth)
    {
        let (_, apart) = age_between(older, younger);
        let least = view.known.settings.years_apart;
        if apart < i32::from(least) {
            hits.add(
                Hit::at(field)
                    .arg("parent", older)
                    .arg("child", younger)
                    .arg("least", least),
            );
        }
    }
}
