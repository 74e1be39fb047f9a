//! Nothing was typed for the name of a person the case is about.

use super::{Check, Rule};
use crate::schema::Role;

pub(super) static RULE: Rule = Rule::warning(
    "missing_name",
    Check::missing(|field| field.role == Some(Role::SubjectName)),
);
