//! A volume that is not `NN/YYYY`.

use super::{Check, FieldView, Hit, Hits, Rule};
use crate::naming::volume_of;
use crate::schema::Role;

pub(super) static RULE: Rule = Rule::warning(
    "bad_volume_form",
    Check::Field {
        of: |field| field.role == Some(Role::Volume),
        run,
    },
);

fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    if volume_of(view.text).is_none() {
        hits.add(Hit::at(view.index).arg("value", view.text));
    }
}
