//! Unions: objects of which exactly one member is set.

use crate::format::serde_as::{As, Format};
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;

pub use serde::de::MapAccess;
pub use serde::ser::SerializeMap;

pub use crate::__open_union as open_union;

/// How a union's members are read and written. Implemented by generated code.
pub trait Union: Sized {
    /// Reads the value of the member `name`; `None` where it is `null`.
    ///
    /// # Errors
    /// The value does not fit the member.
    fn read<'de, A: MapAccess<'de>>(name: String, map: &mut A) -> Result<Option<Self>, A::Error>;

    /// Writes name and value of the member that is set.
    ///
    /// # Errors
    /// Those of the serializer.
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

/// Reads the next value as a member; `None` where it is `null`.
///
/// # Errors
/// The value does not fit the member.
pub fn read<'de, T: Deserialize<'de>, U, A: MapAccess<'de>>(
    map: &mut A,
    member: impl FnOnce(T) -> U,
) -> Result<Option<U>, A::Error> {
    Ok(map.next_value::<Option<T>>()?.map(member))
}

/// Reads the next value as a member that is written in the format `F`; `None` where it is `null`.
///
/// # Errors
/// The value does not fit the member.
pub fn read_as<'de, F, T: Format<F>, U, A: MapAccess<'de>>(
    map: &mut A,
    _format: F,
    member: impl FnOnce(T) -> U,
) -> Result<Option<U>, A::Error> {
    let value = map.next_value::<Option<As<F, T>>>()?;
    Ok(value.map(|As(value, _)| member(value)))
}

/// Writes a member.
///
/// # Errors
/// Those of the serializer.
pub fn write<T: Serialize, M: SerializeMap>(
    map: &mut M,
    name: &str,
    value: &T,
) -> Result<(), M::Error> {
    map.serialize_entry(name, value)
}

/// Writes a member in the format `F`.
///
/// # Errors
/// Those of the serializer.
pub fn write_as<F, T: Format<F>, M: SerializeMap>(
    map: &mut M,
    _format: F,
    name: &str,
    value: &T,
) -> Result<(), M::Error> {
    map.serialize_entry(name, &As::<F, _>::new(value))
}

/// Writes an object with one entry. It says the type's name, for formats in which a structure is no
/// map.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<T: Union, S: Serializer>(
    name: &'static str,
    union: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    struct Entry<'a, T>(&'a T);

    impl<T: Union> Serialize for Entry<'_, T> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(Some(1))?;
            self.0.write(&mut map)?;
            map.end()
        }
    }

    serializer.serialize_newtype_struct(name, &Entry(union))
}

/// Reads an object with one entry; `null` entries and `__type` do not count.
///
/// # Errors
/// There is no entry, or more than one.
pub fn deserialize<'de, T: Union, D: Deserializer<'de>>(
    name: &'static str,
    deserializer: D,
) -> Result<T, D::Error> {
    struct Entry<T>(PhantomData<T>);

    impl<'de, T: Union> Visitor<'de> for Entry<T> {
        type Value = T;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("an object with exactly one member")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
            let mut set = None;
            while let Some(name) = map.next_key::<String>()? {
                if name == "__type" {
                    map.next_value::<serde::de::IgnoredAny>()?;
                } else if let Some(member) = T::read(name, &mut map)? {
                    if set.is_some() {
                        return Err(A::Error::custom("more than one member of a union is set"));
                    }
                    set = Some(member);
                }
            }
            set.ok_or_else(|| A::Error::custom("no member of a union is set"))
        }
    }

    deserializer.deserialize_struct(name, &[], Entry(PhantomData))
}

/// Gives a [`Union`] serde.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_union {
    ($name:ident) => {
        impl $crate::__codegen::Serialize for $name {
            fn serialize<S: $crate::__codegen::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::__codegen::union::serialize(stringify!($name), self, serializer)
            }
        }

        impl<'de> $crate::__codegen::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__codegen::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__codegen::union::deserialize(stringify!($name), deserializer)
            }
        }
    };
}
