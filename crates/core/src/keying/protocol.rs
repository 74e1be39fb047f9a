//! How a field goes between its two keyers: a state machine without a clock or a store.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Lenience;
use crate::book::Id;
use crate::record::FieldValue;

/// What the second keyer typed into a field, and how it stands. It never tells what the first typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// How it stands.
    pub standing: Standing,
    /// What the second typed last.
    pub typed: FieldValue,
    /// The second keyer, by name.
    pub who: String,
    /// The same, where the workspace knows people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Id>,
    /// When it was typed last, RFC 3339.
    pub at: String,
}

/// How a field stands between its two keyers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "is")]
#[ts(export_to = "index.ts")]
pub enum Standing {
    /// The second has not typed it.
    #[default]
    Untyped,
    /// The second has, where what the first typed is not known: it is compared later.
    Typed {
        /// What the second typed.
        tried: FieldValue,
    },
    /// It came out otherwise and is asked for again.
    Again {
        /// What the second typed.
        tried: FieldValue,
    },
    /// Asked again, the second typed it where what the first typed is not known: it is compared later.
    Retyped {
        /// What the second typed, the first time and again.
        tried: [FieldValue; 2],
    },
    /// Both say the same.
    Agreed {
        /// How they came to it.
        how: Agreement,
        /// What the second typed first; it says how often the second slips.
        tried: FieldValue,
    },
    /// A third person is to look.
    Third {
        /// What the second typed, the first time and again.
        tried: [FieldValue; 2],
    },
    /// A third person looked.
    Settled {
        /// What the second typed first.
        tried: FieldValue,
        /// Whose slips it turned out to be.
        slips: Slips,
    },
}

/// How two keyers came to agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "index.ts")]
pub enum Agreement {
    /// At once.
    AtOnce,
    /// Asked again, the second came round to what the first had typed.
    CameRound,
    /// Asked again, the second typed the same as before: that stands now.
    Insisted,
}

/// Whose slip it was that two keyers differed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[ts(export_to = "index.ts")]
pub struct Slips {
    /// The first typed something else than what stands.
    pub first: bool,
    /// The second typed something else, the first time.
    pub second: bool,
}

/// What happens to a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<'a> {
    /// The second keyer typed it.
    Typed(&'a FieldValue),
    /// A third person decided.
    Decided(&'a FieldValue),
    /// What the first typed is known now, or is another value than before.
    Compared,
}

/// What an event leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// How the field stands now.
    pub standing: Standing,
    /// What the field holds from now on, when it is not what the first typed.
    pub stands: Option<FieldValue>,
}

impl Standing {
    /// Whether the second keyer has nothing to type there any more, as far as it is known.
    #[must_use]
    pub fn is_typed(&self) -> bool {
        !matches!(self, Self::Untyped | Self::Again { .. })
    }

    /// Whose slips there were; nothing while it is not decided.
    #[must_use]
    pub fn slips(&self) -> Option<Slips> {
        Some(match self {
            Self::Agreed { how, .. } => Slips {
                first: *how == Agreement::Insisted,
                second: *how == Agreement::CameRound,
            },
            Self::Settled { slips, .. } => *slips,
            _ => return None,
        })
    }
}

/// What follows when something happens to a field that the first keyer left with `first`, which is not known
/// everywhere: pictures and empty forms may have been handed to another station. Nothing when it cannot happen there.
/// What both agreed on stays so when it is mended later.
#[must_use]
pub fn next(
    standing: &Standing,
    first: Option<&FieldValue>,
    event: Event<'_>,
    lenience: &Lenience,
) -> Option<Step> {
    let to = |standing| Step {
        standing,
        stands: None,
    };
    let Some(first) = first else {
        // Nothing to compare with yet.
        return Some(to(match (standing, event) {
            (Standing::Untyped | Standing::Typed { .. }, Event::Typed(typed)) => Standing::Typed {
                tried: typed.clone(),
            },
            (
                Standing::Again { tried } | Standing::Retyped { tried: [tried, _] },
                Event::Typed(typed),
            ) => Standing::Retyped {
                tried: [tried.clone(), typed.clone()],
            },
            _ => return None,
        }));
    };
    let once = |typed: &FieldValue| {
        let tried = typed.clone();
        if lenience.alike(first, typed) {
            Standing::Agreed {
                how: Agreement::AtOnce,
                tried,
            }
        } else {
            Standing::Again { tried }
        }
    };
    let twice = |tried: &FieldValue, typed: &FieldValue| {
        let agreed = |how| Standing::Agreed {
            how,
            tried: tried.clone(),
        };
        if lenience.alike(first, typed) {
            to(agreed(Agreement::CameRound))
        } else if lenience.alike(tried, typed) {
            Step {
                standing: agreed(Agreement::Insisted),
                stands: Some(typed.clone()),
            }
        } else {
            to(Standing::Third {
                tried: [tried.clone(), typed.clone()],
            })
        }
    };
    Some(match (standing, event) {
        (Standing::Untyped | Standing::Typed { .. }, Event::Typed(typed)) => to(once(typed)),
        (
            Standing::Again { tried } | Standing::Retyped { tried: [tried, _] },
            Event::Typed(typed),
        ) => twice(tried, typed),
        (Standing::Typed { tried } | Standing::Again { tried }, Event::Compared) => to(once(tried)),
        (
            Standing::Retyped {
                tried: [tried, typed],
            },
            Event::Compared,
        ) => twice(tried, typed),
        (
            Standing::Third {
                tried: [tried, typed],
            },
            Event::Compared,
        ) => {
            let meets = lenience.alike(first, tried) || lenience.alike(first, typed);
            if !meets {
                return None;
            }
            to(Standing::Agreed {
                how: Agreement::CameRound,
                tried: tried.clone(),
            })
        }
        (Standing::Third { tried: [tried, _] }, Event::Decided(value)) => Step {
            standing: Standing::Settled {
                tried: tried.clone(),
                slips: Slips {
                    first: !lenience.alike(first, value),
                    second: !lenience.alike(tried, value),
                },
            },
            stands: (!first.reads_as(value)).then(|| value.clone()),
        },
        _ => return None,
    })
}

#[cfg(test)]
#[path = "protocol_tests.rs"]
mod tests;
