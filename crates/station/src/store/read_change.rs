//! Reading a change: its kind stands first as it is written, so that the rest is read straight into what it is. (Derived,
//! all of it would be put aside until the kind is known.)

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::{Map, Value};
use sohoa_core::book::Id;
use sohoa_core::merge::Part;

use super::Change;

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
enum Of {
    Book,
    Page,
    Case,
    Value,
    Confirmation,
    Layout,
    Reading,
    Mark,
    Assignment,
    Settled,
    Person,
    Lot,
    Inspection,
}

#[derive(serde::Deserialize)]
struct Thing<T> {
    before: Option<T>,
    after: Option<T>,
}

#[derive(serde::Deserialize)]
struct Field<T> {
    case: Id,
    column: String,
    before: T,
    after: T,
}

#[derive(serde::Deserialize)]
struct Settled {
    part: Part,
}

/// Reads a change of that kind.
fn read<'de, D: Deserializer<'de>>(of: &Of, from: D) -> Result<Change, D::Error> {
    macro_rules! thing {
        ($kind:ident) => {{
            let Thing { before, after } = Thing::deserialize(from)?;
            Change::$kind { before, after }
        }};
    }
    macro_rules! field {
        ($kind:ident) => {{
            let Field {
                case,
                column,
                before,
                after,
            } = Field::deserialize(from)?;
            Change::$kind {
                case,
                column,
                before,
                after,
            }
        }};
    }
    Ok(match of {
        Of::Book => thing!(Book),
        Of::Page => thing!(Page),
        Of::Case => thing!(Case),
        Of::Value => field!(Value),
        Of::Confirmation => thing!(Confirmation),
        Of::Layout => thing!(Layout),
        Of::Reading => field!(Reading),
        Of::Mark => field!(Mark),
        Of::Assignment => thing!(Assignment),
        Of::Settled => Change::Settled {
            part: Settled::deserialize(from)?.part,
        },
        Of::Person => thing!(Person),
        Of::Lot => thing!(Lot),
        Of::Inspection => thing!(Inspection),
    })
}

impl<'de> Deserialize<'de> for Change {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Kinds;
        impl<'de> Visitor<'de> for Kinds {
            type Value = Change;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a change with its kind")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Change, A::Error> {
                let first: Option<String> = map.next_key()?;
                if first.as_deref() == Some("of") {
                    let of = map.next_value()?;
                    return read(&of, MapAccessDeserializer::new(map));
                }
                // Written by somebody else in another order.
                let mut rest = Map::new();
                if let Some(key) = first {
                    rest.insert(key, map.next_value()?);
                }
                while let Some((key, value)) = map.next_entry()? {
                    rest.insert(key, value);
                }
                let of = rest
                    .remove("of")
                    .ok_or_else(|| A::Error::missing_field("of"))?;
                let of = Of::deserialize(of).map_err(A::Error::custom)?;
                read(&of, Value::Object(rest)).map_err(A::Error::custom)
            }
        }
        from.deserialize_map(Kinds)
    }
}

#[cfg(test)]
mod tests {
    use sohoa_core::book::{Case, CaseState};
    use sohoa_core::merge::Noun;
    use sohoa_core::record::FieldValue;

    use super::*;

    #[test]
    fn what_was_written_is_read_in_whatever_order() {
        let id = Id::from_u128(7);
        let case = Case {
            id,
            book: Id::from_u128(8),
            rank: 3,
            pages: Vec::new(),
            state: CaseState::Done,
            removed: false,
            held: None,
        };
        let column = "nksHoTen".to_owned();
        for change in [
            Change::Case {
                before: None,
                after: Some(case),
            },
            Change::Value {
                case: id,
                column: column.clone(),
                before: FieldValue::default(),
                after: FieldValue::given("Lò \"Thị\" Ba"),
            },
            Change::Mark {
                case: id,
                column: column.clone(),
                before: None,
                after: None,
            },
            Change::Settled {
                part: Part {
                    noun: Noun::Value,
                    id,
                    name: column,
                },
            },
        ] {
            let written = serde_json::to_string(&change).unwrap();
            assert!(written.starts_with("{\"of\":"), "{written}");
            assert_eq!(serde_json::from_str::<Change>(&written).unwrap(), change);
            // Sorted by name, the kind comes late.
            let sorted: Value = serde_json::from_str(&written).unwrap();
            assert_eq!(serde_json::from_value::<Change>(sorted).unwrap(), change);
        }
    }

    #[test]
    fn what_is_no_change_is_refused() {
        for text in [
            "{}",
            r#"{"of":"nothing"}"#,
            r#"{"before":null,"after":null}"#,
            r#"{"of":"value","case":"00000000-0000-0000-0000-000000000007","column":"so"}"#,
            "[]",
        ] {
            assert!(serde_json::from_str::<Change>(text).is_err(), "{text}");
        }
    }
}
