//! Nothing was typed for the birth date of a person the case is about.

use super::{Check, Rule};
use crate::schema::Role;

pub(super) static RULE: Rule = Rule::warning(
    "missing_birth_date",
    Check::missing(|field| field.role == Some(Role::SubjectBirthDate)),
);
