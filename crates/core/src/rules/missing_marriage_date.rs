//! Nothing was typed for the day from which the marriage holds.

use super::{Check, Rule};
use crate::schema::Role;

pub(super) static RULE: Rule = Rule::warning(
    "missing_marriage_date",
    Check::missing(|field| field.role == Some(Role::MarriageDate)),
)
.only(&["KH"]);
