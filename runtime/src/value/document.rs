//! A JSON-like value, for members whose content the API leaves open.

use super::map::Map;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Serialize, Serializer};
use std::fmt;

/// A JSON-like value. Numbers keep the type they were read as; objects keep their order.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Document {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer that fits `i64`.
    Integer(i64),
    /// An integer above `i64::MAX`.
    Unsigned(u64),
    /// Any other number.
    Double(f64),
    /// A string.
    String(String),
    /// Values in order.
    Array(Vec<Document>),
    /// Values by key.
    Object(Map<String, Document>),
}

macro_rules! from {
    ($($source:ty => $variant:ident),* $(,)?) => {
        $(impl From<$source> for Document {
            fn from(value: $source) -> Self {
                Self::$variant(value.into())
            }
        })*
    };
}

from! {
    bool => Bool,
    i32 => Integer,
    i64 => Integer,
    u64 => Unsigned,
    f64 => Double,
    &str => String,
    String => String,
    Vec<Document> => Array,
    Map<String, Document> => Object,
}

impl Document {
    /// The value of a key, if this is an object that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Document> {
        match self {
            Self::Object(entries) => entries.get(key),
            _ => None,
        }
    }

    /// The string, if this is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }
}

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Integer(value) => serializer.serialize_i64(*value),
            Self::Unsigned(value) => serializer.serialize_u64(*value),
            Self::Double(value) => serializer.serialize_f64(*value),
            Self::String(text) => serializer.serialize_str(text),
            Self::Array(values) => serializer.collect_seq(values),
            Self::Object(entries) => serializer.collect_map(entries),
        }
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Document;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("any value")
            }

            fn visit_unit<E: de::Error>(self) -> Result<Document, E> {
                Ok(Document::Null)
            }

            fn visit_bool<E: de::Error>(self, value: bool) -> Result<Document, E> {
                Ok(Document::Bool(value))
            }

            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Document, E> {
                Ok(Document::Integer(value))
            }

            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Document, E> {
                Ok(i64::try_from(value).map_or(Document::Unsigned(value), Document::Integer))
            }

            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Document, E> {
                Ok(Document::Double(value))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Document, E> {
                Ok(Document::String(text.to_owned()))
            }

            fn visit_string<E: de::Error>(self, text: String) -> Result<Document, E> {
                Ok(Document::String(text))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Document, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = seq.next_element()? {
                    values.push(value);
                }
                Ok(Document::Array(values))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Document, A::Error> {
                let mut entries = Map::new();
                while let Some((key, value)) = map.next_entry()? {
                    entries.insert(key, value);
                }
                Ok(Document::Object(entries))
            }
        }

        deserializer.deserialize_any(Any)
    }
}
