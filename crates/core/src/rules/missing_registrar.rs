//! Nothing was typed for the officer who wrote the entry.

use super::{Check, Rule};
use crate::schema::Role;

pub(super) static RULE: Rule = Rule::warning(
    "missing_registrar",
    Check::missing(|field| field.role == Some(Role::Registrar)),
);
