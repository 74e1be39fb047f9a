//! Reads an address as ledgers write it, from the largest unit down, and says which of its units
//! are known. It never rewrites one.
//!
//! A unit is called unknown only where the text names it as one ("huyện …", "H. …"; not "X.",
//! "P.", "T.", "TT.", which also stand for xóm, phố, thôn, tập thể), the unit above it is known
//! and nothing of that name lies elsewhere. Nothing is claimed below a former, unknown or foreign
//! unit, nor without a province.

use super::{Level, Unit, reading};
use crate::value::text;

/// What was found in an address, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressCheck {
    /// Its parts, between commas and dashes or before a word such as "huyện".
    pub parts: Vec<Part>,
}

/// A part of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// As written, with "huyện".
    pub text: String,
    /// The rank it is named with or was found at.
    pub level: Option<Level>,
    /// What is known of it.
    pub finding: Finding,
}

/// What is known of a part of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// A unit of the place named beside it; several where a name is used twice, before 2025 first.
    Known(Vec<&'static Unit>),
    /// A unit, but of another place than the one named beside it: boundaries have changed, so
    /// this is no fault.
    Elsewhere(Vec<&'static Unit>),
    /// A former province.
    Former(&'static str),
    /// Named as a unit, and none of that name is known; the nearest of the place, three at most.
    Unknown(Vec<&'static Unit>),
    /// Nothing is claimed: hamlets, streets, anything where the place is not known.
    Unclaimed,
}

impl AddressCheck {
    /// The parts that name an unknown unit, with what is near.
    pub fn unknown(&self) -> impl Iterator<Item = (&Part, &[&'static Unit])> {
        self.parts.iter().filter_map(|part| match &part.finding {
            Finding::Unknown(near) => Some((part, near.as_slice())),
            _ => None,
        })
    }

    /// The units found of a rank, before 2025 first.
    #[must_use]
    pub fn known(&self, level: Level) -> &[&'static Unit] {
        self.parts
            .iter()
            .find_map(|part| match &part.finding {
                Finding::Known(units) if part.level == Some(level) => Some(units.as_slice()),
                _ => None,
            })
            .unwrap_or_default()
    }
}

/// Reads an address.
#[must_use]
pub fn known_address(raw: &str) -> AddressCheck {
    let text = text::clean(raw);
    reading::read(&text)
}
