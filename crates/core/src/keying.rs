//! Double keying (*nhập hai lần*): a second person types from the picture without seeing what the first typed, and
//! what differs is asked about until it stands on its own feet.
//!
//! The protocol is that of verification in CSPro (US Census Bureau): a difference asks the second keyer to type the
//! field again, still without showing the first. Coming round to the first agrees; the same new value twice stands;
//! anything else goes to a third person, who sees both and the picture.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::record::{FieldState, FieldValue};
use crate::schema::{Field, Kind};
use crate::value::text;
use crate::viet::tone;

/// Which fields are typed twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "index.ts")]
pub enum Twice {
    /// None: the book is typed once.
    #[default]
    Nothing,
    /// Those that say who somebody is: numbers, dates, names, sex, personal numbers.
    Critical,
    /// All that the program does not fill in.
    Everything,
}

impl Twice {
    /// Whether a field is typed twice.
    #[must_use]
    pub fn takes(self, field: &Field) -> bool {
        match self {
            Self::Nothing => false,
            Self::Critical => is_critical(field),
            Self::Everything => field.kind != Kind::RowNo,
        }
    }
}

/// Whether a slip in a field makes another person, or another day, of what the ledger says.
#[must_use]
pub fn is_critical(field: &Field) -> bool {
    match field.kind {
        Kind::RegistrationNo | Kind::Date | Kind::Name | Kind::IdNumber | Kind::PersonalId => true,
        Kind::Code => field.list.as_deref() == Some("gioiTinh"),
        _ => false,
    }
}

/// What is let pass when two values are compared. How their letters are composed never matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export_to = "index.ts")]
pub struct Lenience {
    /// Spaces at the ends and doubled ones.
    pub spaces: bool,
    /// On which vowel the tone stands: `hòa`, `hoà`.
    pub tone_placement: bool,
    /// Capitals and small letters.
    pub case: bool,
}

impl Default for Lenience {
    fn default() -> Self {
        Self {
            spaces: true,
            tone_placement: true,
            case: false,
        }
    }
}

impl Lenience {
    /// Whether two values say the same of the ledger. A field nobody typed into says of the ledger what one says that
    /// it leaves out; a doubt is beside the reading, not another reading.
    #[must_use]
    pub fn alike(&self, one: &FieldValue, other: &FieldValue) -> bool {
        let illegible = |value: &FieldValue| value.state == FieldState::Illegible;
        if illegible(one) || illegible(other) {
            return illegible(one) && illegible(other);
        }
        one.read() == other.read() || self.key(one.read()) == self.key(other.read())
    }

    fn key(&self, typed: &str) -> String {
        let mut key = text::composed(typed);
        if self.spaces {
            key = key.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        if self.tone_placement {
            key = tone::key(&key).into_owned();
        }
        if self.case {
            key = key.to_lowercase();
        }
        key
    }
}

/// How a field stands between its two keyers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "is")]
#[ts(export_to = "index.ts")]
pub enum Standing {
    /// The second has not typed it.
    #[default]
    Untyped,
    /// It came out otherwise and is asked for again.
    Again {
        /// What the second typed.
        tried: FieldValue,
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

/// What happens to a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<'a> {
    /// The second keyer typed it.
    Typed(&'a FieldValue),
    /// A third person decided.
    Decided(&'a FieldValue),
    /// The first keyer's value is another one than when it was compared.
    FirstChanged,
}

/// What an event leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// How the field stands now.
    pub standing: Standing,
    /// What the field holds from now on, when it is not what the first typed.
    pub stands: Option<FieldValue>,
}

/// What follows when something happens to a field that the first keyer left with `first`; nothing when it cannot
/// happen there.
#[must_use]
pub fn next(
    standing: &Standing,
    first: &FieldValue,
    event: Event<'_>,
    lenience: &Lenience,
) -> Option<Step> {
    let to = |standing| Step {
        standing,
        stands: None,
    };
    let compared = |typed: &FieldValue| {
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
    Some(match (standing, event) {
        (Standing::Untyped, Event::Typed(typed)) => to(compared(typed)),
        (Standing::Again { tried }, Event::Typed(typed)) => {
            if lenience.alike(first, typed) {
                to(Standing::Agreed {
                    how: Agreement::CameRound,
                    tried: tried.clone(),
                })
            } else if lenience.alike(tried, typed) {
                Step {
                    standing: Standing::Agreed {
                        how: Agreement::Insisted,
                        tried: tried.clone(),
                    },
                    stands: Some(typed.clone()),
                }
            } else {
                to(Standing::Third {
                    tried: [tried.clone(), typed.clone()],
                })
            }
        }
        (Standing::Third { tried: [tried, _] }, Event::Decided(value)) => Step {
            standing: Standing::Settled {
                tried: tried.clone(),
            },
            stands: (!first.reads_as(value)).then(|| value.clone()),
        },
        // Compared anew with what the first says now: what the second typed stays typed.
        (Standing::Untyped, Event::FirstChanged) => to(Standing::Untyped),
        (
            Standing::Again { tried }
            | Standing::Agreed { tried, .. }
            | Standing::Third { tried: [tried, _] }
            | Standing::Settled { tried },
            Event::FirstChanged,
        ) => to(compared(tried)),
        _ => return None,
    })
}

/// Whose slip it was that two keyers differed, once it is known what stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Slips {
    /// The first typed something else.
    pub first: bool,
    /// The second typed something else, the first time.
    pub second: bool,
}

/// Whose slips there were in a field that is decided; nothing while it is not. `typed` is what the first keyer typed
/// before anything was changed, `holds` what the field holds now.
#[must_use]
pub fn slips(
    standing: &Standing,
    typed: &FieldValue,
    holds: &FieldValue,
    lenience: &Lenience,
) -> Option<Slips> {
    let tried = match standing {
        Standing::Agreed { tried, .. } | Standing::Settled { tried } => tried,
        Standing::Untyped | Standing::Again { .. } | Standing::Third { .. } => return None,
    };
    Some(Slips {
        first: !lenience.alike(typed, holds),
        second: !lenience.alike(tried, holds),
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
            Standing::Again { tried } => format!("again {}", tried.text),
            Standing::Agreed { how, tried } => format!("{how:?} {}", tried.text),
            Standing::Third { tried: [a, b] } => format!("third {} {}", a.text, b.text),
            Standing::Settled { tried } => format!("settled {}", tried.text),
        }
    }

    /// The whole protocol: every standing with every event. The first typed `A`.
    #[test]
    fn the_table_of_transitions() {
        let tried = given("B");
        let untyped = Standing::Untyped;
        let again = Standing::Again {
            tried: tried.clone(),
        };
        let agreed = Standing::Agreed {
            how: Agreement::AtOnce,
            tried: given("A"),
        };
        let insisted = Standing::Agreed {
            how: Agreement::Insisted,
            tried: tried.clone(),
        };
        let third = Standing::Third {
            tried: [tried.clone(), given("C")],
        };
        let settled = Standing::Settled { tried };
        let table: [(&Standing, &str, &str, &str); 24] = [
            (&untyped, "typed A", "AtOnce A", ""),
            (&untyped, "typed B", "again B", ""),
            (&untyped, "decided A", "-", ""),
            (&untyped, "changed", "untyped", ""),
            (&again, "typed A", "CameRound B", ""),
            (&again, "typed B", "Insisted B", "B"),
            (&again, "typed C", "third B C", ""),
            (&again, "decided A", "-", ""),
            (&again, "changed", "again B", ""),
            (&agreed, "typed A", "-", ""),
            (&agreed, "typed B", "-", ""),
            (&agreed, "decided A", "-", ""),
            (&agreed, "changed", "AtOnce A", ""),
            (&insisted, "typed B", "-", ""),
            (&insisted, "changed", "again B", ""),
            (&third, "typed A", "-", ""),
            (&third, "typed B", "-", ""),
            (&third, "decided A", "settled B", ""),
            (&third, "decided B", "settled B", "B"),
            (&third, "decided D", "settled B", "D"),
            (&third, "changed", "again B", ""),
            (&settled, "typed A", "-", ""),
            (&settled, "decided B", "-", ""),
            (&settled, "changed", "again B", ""),
        ];
        for (from, event, to, stands) in table {
            let (what, text) = event.split_once(' ').unwrap_or((event, ""));
            let value = given(text);
            let event = match what {
                "typed" => Event::Typed(&value),
                "decided" => Event::Decided(&value),
                _ => Event::FirstChanged,
            };
            let step = next(from, &given("A"), event, &Lenience::default());
            let found = step
                .as_ref()
                .map_or("-".into(), |step| written(&step.standing));
            assert_eq!(found, to, "{from:?} {event:?}");
            let stood = step
                .and_then(|step| step.stands)
                .map_or(String::new(), |value| value.text);
            assert_eq!(stood, stands, "{from:?} {event:?}");
        }
    }

    #[test]
    fn what_is_alike() {
        let strict = Lenience {
            spaces: false,
            tone_placement: false,
            case: false,
        };
        let all = Lenience {
            case: true,
            ..Lenience::default()
        };
        for (one, other, lenience, alike) in [
            (
                "Nguyễn Thị Hoà",
                "Nguyễn Thị Hòa",
                Lenience::default(),
                true,
            ),
            ("Nguyễn Thị Hoà", "Nguyễn Thị Hòa", strict, false),
            ("Lê  Văn A ", "Lê Văn A", Lenience::default(), true),
            ("Lê  Văn A", "Lê Văn A", strict, false),
            ("LÊ VĂN A", "Lê Văn A", Lenience::default(), false),
            ("LÊ VĂN A", "Lê Văn A", all, true),
            // Composed in another way, never another value.
            ("Le\u{302} Va\u{306}n A", "Lê Văn A", strict, true),
            ("Lê Văn A", "Lê Văn Á", all, false),
            ("12.03.2008", "12.08.2003", all, false),
        ] {
            assert_eq!(
                lenience.alike(&given(one), &given(other)),
                alike,
                "{one} {other}"
            );
        }
        let said = |state, text: &str| FieldValue::said(state, text);
        let lenience = Lenience::default();
        let left_out = said(FieldState::LeftOut, "");
        assert!(lenience.alike(&left_out, &given("")));
        assert!(!lenience.alike(&left_out, &said(FieldState::Illegible, "")));
        assert!(!lenience.alike(&given(""), &said(FieldState::Illegible, "")));
        assert!(lenience.alike(&said(FieldState::Doubtful, "A"), &given("A")));
    }

    #[test]
    fn slips_are_told_apart() {
        let lenience = Lenience::default();
        let of = |standing: &Standing, holds: &str| {
            slips(standing, &given("A"), &given(holds), &lenience)
        };
        let agreed = |how, tried: &str| Standing::Agreed {
            how,
            tried: given(tried),
        };
        let both = |first, second| Some(Slips { first, second });
        assert_eq!(of(&agreed(Agreement::AtOnce, "A"), "A"), both(false, false));
        assert_eq!(
            of(&agreed(Agreement::CameRound, "B"), "A"),
            both(false, true)
        );
        assert_eq!(
            of(&agreed(Agreement::Insisted, "B"), "B"),
            both(true, false)
        );
        assert_eq!(
            of(&Standing::Settled { tried: given("B") }, "C"),
            both(true, true)
        );
        assert_eq!(of(&Standing::Untyped, "A"), None);
    }
}
