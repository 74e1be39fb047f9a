//! Nothing was typed for the kind of registration. Births have a code for "not known", which is
//! always right where the ledger does not say.

use super::{Check, Rule};
use crate::schema::Role;

pub(super) static RULE: Rule = Rule::warning(
    "missing_registration_kind",
    Check::Missing {
        of: |field| field.role == Some(Role::RegistrationKind),
        instead: |book_type| (book_type.code == "KS").then_some("6"),
    },
)
.only(&["KS", "KH", "KT", "CMC"]);
