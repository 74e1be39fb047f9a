//! The birth date of a person the case is about is empty and nobody said that the ledger leaves it out.

use super::missing_registration_date::unless_given;
use super::{Check, Rule, Severity};
use crate::schema::Role;

pub(super) static RULE: Rule = Rule {
    name: "missing_birth_date",
    severity: Severity::Warning,
    confirmable: true,
    needs_pages: false,
    check: Check::Field {
        of: |field| field.role == Some(Role::SubjectBirthDate),
        run: unless_given,
    },
};
