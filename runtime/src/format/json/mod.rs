//! The JSON of the wire, read and written by the types' own functions: names, formats and places of
//! members are those of the wire, while serde has the API's.
//!
//! A type says which keys it has and how one member is read; the loops are here. Whatever `serde_json`
//! reads is read alike, and beyond it what services send: see [`Reader`].

mod key;
mod number;
mod plain;
mod read;
mod reader;
mod scan;
mod skip;
mod write;
mod writer;

pub use crate::{
    __read_structure as read_structure, __read_text as read_text, __read_union as read_union,
};
pub use key::{Known, known};
pub use plain::Plain;
pub use read::{
    Members, ReadJson, Variants, fill, required as present, set, set_as, union, value, value_as,
};
pub use reader::{Key, Place, Problem, Reader};
pub use write::{WriteJson, optional, optional_as, required, required_as, unknown};
pub use writer::Writer;

/// A value that is a whole text.
///
/// # Errors
/// It is not that; where, and what was expected there.
pub fn from_str<T: ReadJson>(text: &str) -> Result<T, (usize, Problem)> {
    let mut reader = Reader::new(text);
    let read = reader.whole::<T>();
    read.map_err(|problem| (reader.position(), problem))
}

/// Line and column of a byte of a text, both from 1.
#[must_use]
pub fn line_and_column(text: &[u8], at: usize) -> (usize, usize) {
    let read = text.get(..at).unwrap_or(text);
    let line = read.iter().filter(|byte| **byte == b'\n').count() + 1;
    let before = read.iter().rposition(|byte| *byte == b'\n');
    let column = read.len() - before.map_or(0, |newline| newline + 1) + 1;
    (line, column)
}

/// A value as JSON.
#[must_use]
pub fn to_string(value: &impl WriteJson) -> String {
    let mut writer = Writer::new();
    value.write(&mut writer);
    writer.into_string()
}

/// Gives a structure of optional [`Members`] what follows from them.
#[doc(hidden)]
#[macro_export]
macro_rules! __read_structure {
    ($name:ident) => {
        impl $crate::__codegen::json::ReadJson for $name {
            #[inline]
            fn read(
                reader: &mut $crate::__codegen::json::Reader<'_>,
            ) -> ::core::result::Result<Self, $crate::__codegen::json::Problem> {
                let mut structure = Self::default();
                $crate::__codegen::json::fill(&mut structure, reader)?;
                ::core::result::Result::Ok(structure)
            }

            #[inline]
            fn put(
                place: &mut ::core::option::Option<Self>,
                reader: &mut $crate::__codegen::json::Reader<'_>,
            ) -> ::core::result::Result<(), $crate::__codegen::json::Problem> {
                $crate::__codegen::json::fill(place.insert(Self::default()), reader)
            }

            #[inline]
            fn push(
                list: &mut ::std::vec::Vec<Self>,
                reader: &mut $crate::__codegen::json::Reader<'_>,
            ) -> ::core::result::Result<(), $crate::__codegen::json::Problem> {
                list.push(Self::default());
                match list.last_mut() {
                    ::core::option::Option::Some(structure) => {
                        $crate::__codegen::json::fill(structure, reader)
                    }
                    ::core::option::Option::None => ::core::result::Result::Ok(()),
                }
            }

            #[inline]
            fn null_element() -> ::core::option::Option<Self> {
                ::core::option::Option::Some(Self::default())
            }
        }
    };
}

/// Gives a union of [`Variants`] what follows from them.
#[doc(hidden)]
#[macro_export]
macro_rules! __read_union {
    ($name:ident) => {
        impl $crate::__codegen::json::ReadJson for $name {
            #[inline]
            fn read(
                reader: &mut $crate::__codegen::json::Reader<'_>,
            ) -> ::core::result::Result<Self, $crate::__codegen::json::Problem> {
                $crate::__codegen::json::union(reader)
            }
        }
    };
}

/// Gives an open enumeration its text in JSON.
#[doc(hidden)]
#[macro_export]
macro_rules! __read_text {
    ($name:ident) => {
        impl $crate::__codegen::json::ReadJson for $name {
            #[inline]
            fn read(
                reader: &mut $crate::__codegen::json::Reader<'_>,
            ) -> ::core::result::Result<Self, $crate::__codegen::json::Problem> {
                ::core::result::Result::Ok(Self::from(&*reader.string()?))
            }
        }

        impl $crate::__codegen::json::WriteJson for $name {
            #[inline]
            fn write(&self, writer: &mut $crate::__codegen::json::Writer) {
                writer.string(self.as_str());
            }
        }
    };
}

#[cfg(test)]
mod tests;
