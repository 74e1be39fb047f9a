//! `quyenSo` is empty. Numbers repeat from volume to volume, so a row needs its volume.

use super::missing_number::run;
use super::{Check, Rule, Severity};
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
