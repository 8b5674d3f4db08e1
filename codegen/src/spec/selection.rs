//! How a selection of operations is read: `"all"`, `["A", "B"]` or `{"only": ["A", "B"]}`.

use super::Selection;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::fmt;

/// As [`Selection`] is written.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
enum Written {
    /// Every operation that has a file.
    All,
    /// These alone, with the closure of the shapes they use.
    Only(Vec<String>),
}

impl From<Written> for Selection {
    fn from(written: Written) -> Self {
        match written {
            Written::All => Self::All,
            Written::Only(names) => Self::Only(names),
        }
    }
}

impl<'de> Deserialize<'de> for Selection {
    // Not `untagged`: its errors would not say what is wrong, and where.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Selection;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("`\"all\"` or a list of operations")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Selection, E> {
        Written::deserialize(text.into_deserializer()).map(Into::into)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, names: A) -> Result<Selection, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(names)).map(Selection::Only)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Selection, A::Error> {
        Written::deserialize(MapAccessDeserializer::new(map)).map(Into::into)
    }
}

impl JsonSchema for Selection {
    fn schema_name() -> Cow<'static, str> {
        "Selection".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = Written::json_schema(generator);
        schema.insert(
            "description".to_owned(),
            "Which operations of the spec are generated.".into(),
        );
        let list = schemars::json_schema!({
            "description": "These alone: the same as `only`.",
            "type": "array",
            "items": { "type": "string" },
        });
        if let Some(forms) = schema
            .get_mut("oneOf")
            .and_then(|forms| forms.as_array_mut())
        {
            forms.push(list.into());
        }
        schema
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selection_is_all_or_a_list_with_or_without_its_keyword() {
        let read =
            |text| serde_json::from_str::<Selection>(text).map_err(|error| error.to_string());
        let two = || Selection::Only(vec!["A".to_owned(), "B".to_owned()]);
        assert_eq!(read(r#""all""#), Ok(Selection::All));
        assert_eq!(read(r#"["A", "B"]"#), Ok(two()));
        assert_eq!(read(r#"{"only": ["A", "B"]}"#), Ok(two()));
        for (wrong, expected) in [
            (r#""A""#, "unknown variant `A`"),
            (r#"{"but": ["A"]}"#, "unknown variant `but`"),
            ("[1]", "invalid type: integer"),
            ("true", "a list of operations"),
        ] {
            let error = read(wrong).expect_err(wrong);
            assert!(error.contains(expected), "{wrong}: {error}");
        }
    }
}
