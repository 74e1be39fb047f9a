//! Nothing was typed for the ethnic group of a person the case is about.

use super::{Check, Rule};
use crate::schema::Kind;

pub(super) static RULE: Rule = Rule::warning(
    "missing_ethnicity",
    Check::missing(|field| field.kind == Kind::Ethnicity && field.expected),
);
