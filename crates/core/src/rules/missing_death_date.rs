//! Nothing was typed for the day of death.

use super::{Check, Rule};
use crate::schema::Role;

pub(super) static RULE: Rule = Rule::warning(
    "missing_death_date",
    Check::missing(|field| field.role == Some(Role::DeathDate)),
)
.only(&["KT"]);
