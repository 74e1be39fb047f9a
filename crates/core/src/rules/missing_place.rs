//! Nothing was typed for the office of registration.

use super::{Check, Rule};
use crate::schema::Role;

pub(super) static RULE: Rule = Rule::warning(
    "missing_place",
    Check::missing(|field| field.role == Some(Role::RegistrationPlace)),
);
