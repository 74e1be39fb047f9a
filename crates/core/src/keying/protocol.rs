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
mod tests {
    use super::*;

    fn given(text: &str) -> FieldValue {
        FieldValue::given(text)
    }

    /// A standing as the table below writes it.
    fn written(standing: &Standing) -> String {
        match standing {
            Standing::Untyped => "untyped".into(),
            Standing::Typed { tried } => format!("typed {}", tried.text),
            Standing::Again { tried } => format!("again {}", tried.text),
            Standing::Retyped { tried: [a, b] } => format!("retyped {} {}", a.text, b.text),
            Standing::Agreed { how, tried } => format!("{how:?} {}", tried.text),
            Standing::Third { tried: [a, b] } => format!("third {} {}", a.text, b.text),
            Standing::Settled { tried, slips } => {
                let mark = |slip| if slip { "1" } else { "0" };
                format!(
                    "settled {} {}{}",
                    tried.text,
                    mark(slips.first),
                    mark(slips.second)
                )
            }
        }
    }

    fn standing(written: &str) -> Standing {
        let words: Vec<&str> = written.split(' ').collect();
        let word = |nth: usize| given(words[nth]);
        let agreed = |how| Standing::Agreed {
            how,
            tried: word(1),
        };
        match words[0] {
            "untyped" => Standing::Untyped,
            "typed" => Standing::Typed { tried: word(1) },
            "again" => Standing::Again { tried: word(1) },
            "retyped" => Standing::Retyped {
                tried: [word(1), word(2)],
            },
            "AtOnce" => agreed(Agreement::AtOnce),
            "CameRound" => agreed(Agreement::CameRound),
            "Insisted" => agreed(Agreement::Insisted),
            "third" => Standing::Third {
                tried: [word(1), word(2)],
            },
            "settled" => Standing::Settled {
                tried: word(1),
                slips: Slips {
                    first: words[2].starts_with('1'),
                    second: words[2].ends_with('1'),
                },
            },
            other => panic!("{other}"),
        }
    }

    /// The whole protocol: every standing with every event, where the first typed `A` and that is known, and where it
    /// is not. After `=` what stands from then on.
    #[test]
    fn the_table_of_transitions() {
        let from = [
            "untyped",
            "typed B",
            "typed A",
            "again B",
            "retyped B A",
            "retyped B B",
            "retyped B C",
            "AtOnce A",
            "CameRound B",
            "Insisted B",
            "third B C",
            "third A C",
            "third B A",
            "settled B 11",
        ];
        let known: [(&str, [&str; 14]); 6] = [
            (
                "typed A",
                [
                    "AtOnce A",
                    "AtOnce A",
                    "AtOnce A",
                    "CameRound B",
                    "CameRound B",
                    "CameRound B",
                    "CameRound B",
                    "-",
                    "-",
                    "-",
                    "-",
                    "-",
                    "-",
                    "-",
                ],
            ),
            (
                "typed B",
                [
                    "again B",
                    "again B",
                    "again B",
                    "Insisted B = B",
                    "Insisted B = B",
                    "Insisted B = B",
                    "Insisted B = B",
                    "-",
                    "-",
                    "-",
                    "-",
                    "-",
                    "-",
                    "-",
                ],
            ),
            (
                "typed C",
                [
                    "again C",
                    "again C",
                    "again C",
                    "third B C",
                    "third B C",
                    "third B C",
                    "third B C",
                    "-",
                    "-",
                    "-",
                    "-",
                    "-",
                    "-",
                    "-",
                ],
            ),
            (
                "decided A",
                [
                    "-",
                    "-",
                    "-",
                    "-",
                    "-",
                    "-",
                    "-",
                    "-",
                    "-",
                    "-",
                    "settled B 01",
                    "settled A 00",
                    "settled B 01",
                    "-",
                ],
            ),
            (
                "decided D",
                [
                    "-",
                    "-",
                    "-",
                    "-",
                    "-",
                    "-",
                    "-",
                    "-",
                    "-",
                    "-",
                    "settled B 11 = D",
                    "settled A 11 = D",
                    "settled B 11 = D",
                    "-",
                ],
            ),
            (
                "compared",
                [
                    "-",
                    "again B",
                    "AtOnce A",
                    "again B",
                    "CameRound B",
                    "Insisted B = B",
                    "third B C",
                    "-",
                    "-",
                    "-",
                    "-",
                    "CameRound A",
                    "CameRound B",
                    "-",
                ],
            ),
        ];
        let unknown: [(&str, [&str; 14]); 3] = [
            (
                "typed C",
                [
                    "typed C",
                    "typed C",
                    "typed C",
                    "retyped B C",
                    "retyped B C",
                    "retyped B C",
                    "retyped B C",
                    "-",
                    "-",
                    "-",
                    "-",
                    "-",
                    "-",
                    "-",
                ],
            ),
            ("decided A", ["-"; 14]),
            ("compared", ["-"; 14]),
        ];
        let first = given("A");
        let rows = known
            .iter()
            .map(|row| (Some(&first), row))
            .chain(unknown.iter().map(|row| (None, row)));
        for (first, (event, to)) in rows {
            for (from, to) in from.iter().zip(to) {
                let (what, text) = event.split_once(' ').unwrap_or((event, ""));
                let value = given(text);
                let event = match what {
                    "typed" => Event::Typed(&value),
                    "decided" => Event::Decided(&value),
                    _ => Event::Compared,
                };
                let before = standing(from);
                let found = match next(&before, first, event, &Lenience::default()) {
                    None => "-".to_owned(),
                    Some(Step { standing, stands }) => match stands {
                        Some(value) => format!("{} = {}", written(&standing), value.text),
                        None => written(&standing),
                    },
                };
                assert_eq!(
                    found,
                    *to,
                    "{from}, first known: {}, {event:?}",
                    first.is_some()
                );
            }
        }
    }

    #[test]
    fn slips_are_told_apart() {
        for (from, slips) in [
            ("AtOnce A", Some((false, false))),
            ("CameRound B", Some((false, true))),
            ("Insisted B", Some((true, false))),
            ("settled B 11", Some((true, true))),
            ("settled B 10", Some((true, false))),
            ("untyped", None),
            ("again B", None),
            ("third B C", None),
        ] {
            let found = standing(from).slips();
            assert_eq!(
                found.map(|slips| (slips.first, slips.second)),
                slips,
                "{from}"
            );
        }
    }

    /// Whatever two people type, and wherever it is compared, the field ends with what both typed, what the second
    /// typed twice, or before a third person.
    #[test]
    fn typed_apart_and_compared_later_is_as_typed_together() {
        let letters = ["A", "B", "C"].map(given);
        let lenience = Lenience::default();
        for (one, two) in letters
            .iter()
            .flat_map(|one| letters.iter().map(move |two| (one, two)))
        {
            let first = Some(&letters[0]);
            let go = |standing: &Standing, known: bool, typed: &FieldValue| {
                let first = first.filter(|_| known);
                next(standing, first, Event::Typed(typed), &lenience).map(|step| step.standing)
            };
            let compare = |standing: Standing| {
                next(&standing, first, Event::Compared, &lenience)
                    .map_or(standing, |step| step.standing)
            };
            let together = go(&Standing::Untyped, true, one).unwrap();
            let apart = compare(go(&Standing::Untyped, false, one).unwrap());
            assert_eq!(together, apart);
            if let Some(again) = go(&together, true, two) {
                assert_eq!(again, compare(go(&apart, false, two).unwrap()));
            }
        }
    }
}
