//! Nothing was typed for the day of registration. Many old ledgers leave it out; somebody must say so.

use super::{Check, Rule};
use crate::schema::Role;

pub(super) static RULE: Rule = Rule::warning(
    "missing_registration_date",
    Check::missing(|field| field.role == Some(Role::RegistrationDate)),
);
