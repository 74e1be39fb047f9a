//! The JSON of one record's row: the text by column where the ledger gives it, else text and state.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};
use sohoa_core::record::{FieldState, FieldValue};

use super::super::{StoreError, Values};

struct Kept(FieldValue);

impl<'de> Deserialize<'de> for Kept {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct TextOrValue;
        impl<'de> Visitor<'de> for TextOrValue {
            type Value = Kept;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a text, or text and state")
            }

            fn visit_str<E>(self, text: &str) -> Result<Kept, E> {
                Ok(Kept(FieldValue::given(text)))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Kept, A::Error> {
                FieldValue::deserialize(MapAccessDeserializer::new(map)).map(Kept)
            }
        }
        from.deserialize_any(TextOrValue)
    }
}

struct Body(Values);

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Body;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("texts by column")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Body, A::Error> {
                let mut values = Vec::with_capacity(48);
                while let Some((column, Kept(value))) = map.next_entry()? {
                    values.push((column, value));
                }
                Ok(Body(values))
            }
        }
        from.deserialize_map(Fields)
    }
}

pub(super) fn read(text: &str) -> rusqlite::Result<Values> {
    let read: Result<Body, _> = serde_json::from_str(text);
    read.map(|body| body.0).map_err(|e| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(e))
    })
}

pub(super) fn write(values: &Values) -> Result<String, StoreError> {
    struct Out<'a>(&'a Values);
    impl Serialize for Out<'_> {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            let mut map = to.serialize_map(Some(self.0.len()))?;
            for (column, value) in self.0 {
                if value.state == FieldState::Given && value.remark.is_none() {
                    map.serialize_entry(column, &value.text)?;
                } else {
                    map.serialize_entry(column, value)?;
                }
            }
            map.end()
        }
    }
    serde_json::to_string(&Out(values)).map_err(|e| StoreError::Other(e.to_string()))
}
