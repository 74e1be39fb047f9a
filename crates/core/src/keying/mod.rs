//! Double keying (*nhập hai lần*): a second person types from the picture without seeing what the first typed, and
//! what differs is asked about until it stands on its own feet.
//!
//! The protocol is that of verification in CSPro (US Census Bureau): a difference asks the second keyer to type the
//! field again, still without showing the first. Coming round to the first agrees; the same new value twice stands;
//! anything else goes to a third person, who sees both and the picture.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::record::{FieldState, FieldValue};
use crate::schema::{BookType, Field, Kind, Role};
use crate::value::text;
use crate::viet::tone;

mod protocol;

pub use protocol::{Agreement, Event, Reading, Slips, Standing, Step, next};

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
    /// Those that somebody chose for the book.
    Chosen,
}

/// How a book is typed twice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export_to = "index.ts")]
pub struct Keying {
    /// Which fields.
    pub twice: Twice,
    /// The columns, where somebody chose them.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    #[ts(as = "Option<BTreeSet<String>>", optional)]
    pub chosen: BTreeSet<String>,
    /// What is let pass when the two are compared.
    pub lenience: Lenience,
}

impl Keying {
    /// Whether it says no more than a book without it.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// Whether anything is typed twice.
    #[must_use]
    pub fn is_double(&self) -> bool {
        self.twice != Twice::Nothing
    }

    /// Whether a field of a book of that type is typed twice. What the program fills in by itself never is.
    #[must_use]
    pub fn takes(&self, book_type: &BookType, field: usize) -> bool {
        let Some(what) = book_type.fields.get(field) else {
            return false;
        };
        let filled = what.kind == Kind::RowNo
            || [Role::Volume, Role::RegistrationPlace]
                .iter()
                .any(|role| book_type.role(*role).contains(&field));
        !filled
            && match self.twice {
                Twice::Nothing => false,
                Twice::Critical => is_critical(what),
                Twice::Everything => true,
                Twice::Chosen => self.chosen.contains(&what.column),
            }
    }
}

/// Whether a slip in a field makes another person, or another day, of what the ledger says.
#[must_use]
pub fn is_critical(field: &Field) -> bool {
    // Who signed for the office is nobody the ledger speaks of.
    let signs = matches!(field.role, Some(Role::Signer | Role::Registrar));
    match field.kind {
        Kind::Name if signs => false,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Catalogue;

    fn given(text: &str) -> FieldValue {
        FieldValue::given(text)
    }

    #[test]
    fn what_is_typed_twice() {
        let catalogue = Catalogue::built_in().unwrap();
        for book_type in catalogue.types() {
            let taken = |keying: &Keying| -> Vec<&str> {
                (0..book_type.fields.len())
                    .filter(|field| keying.takes(book_type, *field))
                    .map(|field| book_type.fields[field].column.as_str())
                    .collect()
            };
            let of = |twice| Keying {
                twice,
                ..Keying::default()
            };
            assert_eq!(taken(&of(Twice::Nothing)), Vec::<&str>::new());
            let (critical, all) = (taken(&of(Twice::Critical)), taken(&of(Twice::Everything)));
            assert!(critical.len() >= 5, "{} {critical:?}", book_type.code);
            assert!(all.len() > critical.len() && critical.iter().all(|one| all.contains(one)));
            for role in [Role::Volume, Role::RegistrationPlace] {
                for &field in book_type.role(role) {
                    assert!(!all.contains(&book_type.fields[field].column.as_str()));
                }
            }
            for &field in book_type.role(Role::SubjectName) {
                assert!(critical.contains(&book_type.fields[field].column.as_str()));
            }
            let chosen = Keying {
                twice: Twice::Chosen,
                chosen: [critical[0].to_owned()].into(),
                ..Keying::default()
            };
            assert_eq!(taken(&chosen), [critical[0]]);
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
}
