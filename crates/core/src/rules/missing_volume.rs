//! `quyenSo` is empty. Numbers repeat from volume to volume, so a row needs its volume.

use super::{Check, FieldView, Hit, Hits, Rule, Severity};
use crate::schema::Role;

pub(super) static RULE: Rule = Rule {
    name: "missing_volume",
    severity: Severity::Error,
    confirmable: false,
    needs_pages: false,
    check: Check::Field {
        of: |field| field.role == Some(Role::Volume),
        run,
    },
};

fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    if view.given().is_none() {
        hits.add(Hit {
            field: Some(view.index),
            ..Hit::default()
        });
    }
}
