//! Nothing was typed for the nationality of a person the case is about.

use super::{Check, Rule};
use crate::schema::Kind;

pub(super) static RULE: Rule = Rule::warning(
    "missing_nationality",
    Check::missing(|field| field.kind == Kind::Nationality && field.expected),
);
