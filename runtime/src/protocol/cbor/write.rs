//! serde's serializer of CBOR.

use super::head::{EPOCH, Major, info};
use crate::protocol::problem::Problem;
use crate::value::TIMESTAMP;
use serde::ser::{
    Error, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, Serializer,
};

/// A value as CBOR.
pub(super) fn to_bytes(value: &impl Serialize) -> Result<Vec<u8>, Problem> {
    let mut writer = Writer(Vec::with_capacity(256));
    value.serialize(&mut writer)?;
    Ok(writer.0)
}

/// The bytes so far.
#[derive(Default)]
pub(super) struct Writer(pub(super) Vec<u8>);

impl Writer {
    /// A head with the shortest form of its number.
    pub(super) fn head(&mut self, major: Major, number: u64) {
        let bytes = number.to_be_bytes();
        let (info, length) = match number {
            0..24 => {
                let small = u8::try_from(number).unwrap_or_default();
                self.0.push(major.byte(small));
                return;
            }
            24..0x100 => (info::ONE, 1),
            0x100..0x1_0000 => (info::TWO, 2),
            0x1_0000..0x1_0000_0000 => (info::FOUR, 4),
            _ => (info::EIGHT, 8),
        };
        self.0.push(major.byte(info));
        self.0
            .extend_from_slice(bytes.get(bytes.len() - length..).unwrap_or_default());
    }

    fn length(&mut self, major: Major, length: Option<usize>) -> Result<(), Problem> {
        let length = length.and_then(|length| u64::try_from(length).ok());
        let length = length.ok_or_else(|| unsupported("what has no length"))?;
        self.head(major, length);
        Ok(())
    }

    pub(super) fn text(&mut self, text: &str) -> Result<(), Problem> {
        self.length(Major::Text, Some(text.len()))?;
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }

    fn simple(&mut self, simple: u8) {
        self.0.push(Major::Other.byte(simple));
    }
}

macro_rules! integers {
    ($($function:ident: $type:ty),*) => {
        $(fn $function(self, value: $type) -> Result<(), Problem> {
            self.serialize_i64(value.into())
        })*
    };
}

macro_rules! refused {
    ($($function:ident($($argument:ty),*) -> $what:literal, $type:ty;)*) => {
        $(fn $function(self, $(_: $argument),*) -> Result<$type, Problem> {
            Err(unsupported($what))
        })*
    };
}

type No = Impossible<(), Problem>;

impl Serializer for &mut Writer {
    type Ok = ();
    type Error = Problem;
    type SerializeSeq = Self;
    type SerializeTuple = No;
    type SerializeTupleStruct = No;
    type SerializeTupleVariant = No;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = No;

    integers!(
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_u8: u8,
        serialize_u16: u16, serialize_u32: u32
    );

    refused!(
        serialize_tuple(usize) -> "a tuple", No;
        serialize_tuple_struct(&'static str, usize) -> "a tuple", No;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> "an enum with values", No;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> "an enum with values", No;
    );

    fn is_human_readable(&self) -> bool {
        false
    }

    fn serialize_i64(self, value: i64) -> Result<(), Problem> {
        match u64::try_from(value) {
            Ok(value) => self.head(Major::Unsigned, value),
            // -1 is written as 0.
            Err(_) => self.head(Major::Negative, value.unsigned_abs() - 1),
        }
        Ok(())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Problem> {
        self.head(Major::Unsigned, value);
        Ok(())
    }

    fn serialize_bool(self, value: bool) -> Result<(), Problem> {
        self.simple(if value { info::TRUE } else { info::FALSE });
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Problem> {
        self.simple(info::FOUR);
        self.0.extend_from_slice(&value.to_be_bytes());
        Ok(())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Problem> {
        self.simple(info::EIGHT);
        self.0.extend_from_slice(&value.to_be_bytes());
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), Problem> {
        self.text(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Problem> {
        self.text(value)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Problem> {
        self.length(Major::Bytes, Some(value.len()))?;
        self.0.extend_from_slice(value);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Problem> {
        self.simple(info::NULL);
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Problem> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Problem> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<(), Problem> {
        self.serialize_none()
    }

    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
    ) -> Result<(), Problem> {
        self.text(variant)
    }

    /// The way in which unions and timestamps present themselves.
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Problem> {
        if name == TIMESTAMP {
            self.head(Major::Tag, EPOCH);
        }
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _value: &T,
    ) -> Result<(), Problem> {
        Err(unsupported("an enum with values"))
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<Self, Problem> {
        self.length(Major::Array, len)?;
        Ok(self)
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Self, Problem> {
        self.length(Major::Map, len)?;
        Ok(self)
    }

    fn serialize_struct(self, _name: &'static str, len: usize) -> Result<Self, Problem> {
        self.serialize_map(Some(len))
    }
}

fn unsupported(what: &str) -> Problem {
    Problem::custom(format!("CBOR is not written for {what}"))
}

impl SerializeSeq for &mut Writer {
    type Ok = ();
    type Error = Problem;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Problem> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Problem> {
        Ok(())
    }
}

impl SerializeMap for &mut Writer {
    type Ok = ();
    type Error = Problem;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Problem> {
        key.serialize(&mut **self)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Problem> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Problem> {
        Ok(())
    }
}

impl SerializeStruct for &mut Writer {
    type Ok = ();
    type Error = Problem;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Problem> {
        self.text(name)?;
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Problem> {
        Ok(())
    }
}
