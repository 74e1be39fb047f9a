//! Nothing was typed for who signed.

use super::{Check, Rule};
use crate::schema::Role;

pub(super) static RULE: Rule = Rule::warning(
    "missing_signer",
    Check::missing(|field| field.role == Some(Role::Signer)),
);
