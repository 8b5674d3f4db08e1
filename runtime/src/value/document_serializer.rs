//! Converting other types to documents.

use super::document::Document;
use super::map::Map;
use serde::ser::{self, Serialize, Serializer};
use std::fmt;

/// Why a value cannot be converted to a document.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DocumentError(String);

impl fmt::Display for DocumentError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for DocumentError {}

impl ser::Error for DocumentError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl Document {
    /// Converts any serializable value, such as one of your own types for a member whose content the API
    /// leaves open.
    ///
    /// ```
    /// use shapewright_runtime::Document;
    ///
    /// let limits = Document::from_serialize(&std::collections::BTreeMap::from([("most", 3)]))?;
    /// assert_eq!(limits.get("most"), Some(&Document::Integer(3)));
    /// # Ok::<(), shapewright_runtime::DocumentError>(())
    /// ```
    ///
    /// # Errors
    /// It has a key that is not a string or an integer of more than 64 bits, or its `Serialize` fails.
    pub fn from_serialize<T: Serialize + ?Sized>(value: &T) -> Result<Self, DocumentError> {
        value.serialize(ToDocument)
    }
}

fn too_large<T>(number: impl fmt::Display) -> Result<T, DocumentError> {
    Err(DocumentError(format!("{number} has more than 64 bits")))
}

/// Makes documents.
struct ToDocument;

impl Serializer for ToDocument {
    type Ok = Document;
    type Error = DocumentError;
    type SerializeSeq = Elements;
    type SerializeTuple = Elements;
    type SerializeTupleStruct = Elements;
    type SerializeTupleVariant = Elements;
    type SerializeMap = Entries;
    type SerializeStruct = Entries;
    type SerializeStructVariant = Entries;

    fn serialize_bool(self, value: bool) -> Result<Document, DocumentError> {
        Ok(Document::Bool(value))
    }

    fn serialize_i8(self, value: i8) -> Result<Document, DocumentError> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<Document, DocumentError> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<Document, DocumentError> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<Document, DocumentError> {
        Ok(Document::Integer(value))
    }

    fn serialize_i128(self, value: i128) -> Result<Document, DocumentError> {
        match (i64::try_from(value), u64::try_from(value)) {
            (Ok(value), _) => self.serialize_i64(value),
            (_, Ok(value)) => self.serialize_u64(value),
            _ => too_large(value),
        }
    }

    fn serialize_u8(self, value: u8) -> Result<Document, DocumentError> {
        self.serialize_i64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<Document, DocumentError> {
        self.serialize_i64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<Document, DocumentError> {
        self.serialize_i64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<Document, DocumentError> {
        Ok(i64::try_from(value).map_or(Document::Unsigned(value), Document::Integer))
    }

    fn serialize_u128(self, value: u128) -> Result<Document, DocumentError> {
        u64::try_from(value).map_or_else(|_| too_large(value), |value| self.serialize_u64(value))
    }

    fn serialize_f32(self, value: f32) -> Result<Document, DocumentError> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<Document, DocumentError> {
        Ok(Document::Double(value))
    }

    fn serialize_char(self, value: char) -> Result<Document, DocumentError> {
        Ok(Document::String(value.into()))
    }

    fn serialize_str(self, value: &str) -> Result<Document, DocumentError> {
        Ok(Document::String(value.to_owned()))
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<Document, DocumentError> {
        Ok(Document::Array(
            value.iter().map(|byte| i64::from(*byte).into()).collect(),
        ))
    }

    fn serialize_none(self) -> Result<Document, DocumentError> {
        Ok(Document::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Document, DocumentError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Document, DocumentError> {
        Ok(Document::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Document, DocumentError> {
        Ok(Document::Null)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Document, DocumentError> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Document, DocumentError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Document, DocumentError> {
        Ok(within(Some(variant), value.serialize(self)?))
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Elements, DocumentError> {
        Ok(Elements::of(None, length.unwrap_or_default()))
    }

    fn serialize_tuple(self, length: usize) -> Result<Elements, DocumentError> {
        Ok(Elements::of(None, length))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        length: usize,
    ) -> Result<Elements, DocumentError> {
        Ok(Elements::of(None, length))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Elements, DocumentError> {
        Ok(Elements::of(Some(variant), length))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Entries, DocumentError> {
        Ok(Entries::default())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Entries, DocumentError> {
        Ok(Entries::default())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Entries, DocumentError> {
        Ok(Entries {
            variant: Some(variant),
            ..Entries::default()
        })
    }
}

/// An object of one member where the value is that of a variant.
fn within(variant: Option<&'static str>, value: Document) -> Document {
    match variant {
        Some(variant) => Document::Object(Map::from([(variant.to_owned(), value)])),
        None => value,
    }
}

/// A list under construction.
struct Elements {
    variant: Option<&'static str>,
    elements: Vec<Document>,
}

impl Elements {
    fn of(variant: Option<&'static str>, length: usize) -> Self {
        Self {
            variant,
            // No more than a page beforehand, whatever a type says of itself.
            elements: Vec::with_capacity(length.min(64)),
        }
    }

    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), DocumentError> {
        self.elements.push(value.serialize(ToDocument)?);
        Ok(())
    }

    fn finish(self) -> Document {
        within(self.variant, Document::Array(self.elements))
    }
}

macro_rules! elements {
    ($($of:ident::$push:ident),*) => {
        $(impl ser::$of for Elements {
            type Ok = Document;
            type Error = DocumentError;

            fn $push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), DocumentError> {
                self.push(value)
            }

            fn end(self) -> Result<Document, DocumentError> {
                Ok(self.finish())
            }
        })*
    };
}

elements!(
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
);

/// An object under construction.
#[derive(Default)]
struct Entries {
    variant: Option<&'static str>,
    /// The key whose value comes next.
    key: String,
    entries: Map<String, Document>,
}

impl ser::SerializeMap for Entries {
    type Ok = Document;
    type Error = DocumentError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), DocumentError> {
        self.key = match key.serialize(ToDocument)? {
            Document::String(text) => text,
            Document::Bool(value) => value.to_string(),
            Document::Integer(value) => value.to_string(),
            Document::Unsigned(value) => value.to_string(),
            _ => return Err(DocumentError("a key is no text".to_owned())),
        };
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), DocumentError> {
        let value = value.serialize(ToDocument)?;
        self.entries.insert(std::mem::take(&mut self.key), value);
        Ok(())
    }

    fn end(self) -> Result<Document, DocumentError> {
        Ok(within(self.variant, Document::Object(self.entries)))
    }
}

macro_rules! entries {
    ($($of:ident),*) => {
        $(impl ser::$of for Entries {
            type Ok = Document;
            type Error = DocumentError;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), DocumentError> {
                let value = value.serialize(ToDocument)?;
                self.entries.insert(name.to_owned(), value);
                Ok(())
            }

            fn end(self) -> Result<Document, DocumentError> {
                ser::SerializeMap::end(self)
            }
        })*
    };
}

entries!(SerializeStruct, SerializeStructVariant);

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use std::ops::Bound;

    /// As `serde_json` has it, through its own document.
    fn by_json<T: Serialize + ?Sized>(value: &T) -> Option<Document> {
        serde_json::from_value(serde_json::to_value(value).ok()?).ok()
    }

    #[test]
    fn values_are_what_json_has_for_them() {
        let pairs = (
            (1_u8, -2_i16, 3.5_f32, 'x', "text"),
            (u64::MAX, i64::MIN, 7_i128, true, ()),
            (Some(1), None::<u8>, [1, 2], vec!["a"], b"ab".as_slice()),
            BTreeMap::from([(1_u64, Some("one")), (2, None)]),
            BTreeMap::from([(true, Bound::Included(1)), (false, Bound::Unbounded)]),
        );
        assert_eq!(Document::from_serialize(&pairs).ok(), by_json(&pairs));
    }

    #[test]
    fn what_has_no_place_in_a_document_is_said() {
        let keys = BTreeMap::from([(vec![1], 1)]);
        let error = Document::from_serialize(&keys).map_err(|error| error.to_string());
        assert_eq!(error, Err("a key is no text".to_owned()));
        let error = Document::from_serialize(&i128::MIN).map_err(|error| error.to_string());
        assert_eq!(error, Err(format!("{} has more than 64 bits", i128::MIN)));
    }
}
