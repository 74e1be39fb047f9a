//! `quyenSo` is empty. Numbers repeat from volume to volume, so a row needs its volume.

use super::missing_number::unless_given;
use super::{Check, Rule};
use crate::schema::Role;

pub(super) static RULE: Rule = Rule::error(
    "missing_volume",
    Check::Case(|view, hits| unless_given(Role::Volume, view, hits)),
);
