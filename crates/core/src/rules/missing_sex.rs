//! Nothing was typed for the sex of a person the case is about. Ledgers that have no such column are not asked.

use super::{Check, Rule};
use crate::schema::Role;

pub(super) static RULE: Rule = Rule::warning(
    "missing_sex",
    Check::missing(|field| field.role == Some(Role::SubjectSex) && field.expected),
)
.only(&["KS", "KT", "HN"]);
