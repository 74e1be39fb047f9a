//! A nationality or country that is on no list.

use super::unknown_ethnicity::tell;
use super::{Check, Rule};
use crate::facts::nation;
use crate::schema::Kind;

pub(super) static RULE: Rule = Rule::warning(
    "unknown_nationality",
    Check::Field {
        of: |field| field.kind == Kind::Nationality,
        run: |view, hits| tell(nation::find(view.text), view, hits),
    },
);
