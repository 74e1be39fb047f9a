//! The day of death in words and in digits disagree.

use super::birth_words_differ::compare;
use super::{Check, Rule};
use crate::schema::Role;

pub(super) static RULE: Rule = Rule::warning(
    "death_words_differ",
    Check::Case(|view, hits| compare(view, view.date(view.field(Role::DeathDate)), hits)),
)
.only(&["KT"]);
