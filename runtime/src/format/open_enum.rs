//! Open enumerations: strings with known values, of which a service may send new ones any day.

use serde::de::{Error, Visitor};
use std::fmt;
use std::marker::PhantomData;

pub use crate::__open_enum as impl_open_enum;

/// Gives an enum with `as_str`, `From<&str>` and an `Unknown(String)` variant what follows from
/// them: comparison and hash by text, `Display`, `FromStr`, serde. Everything is named by its path: the
/// types beside it may be called as what a prelude has.
///
/// Two values are equal when their text is, so a value made as `Unknown` equals the variant that a
/// later version knows it by.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum {
    ($name:ident) => {
        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::cmp::PartialEq<str> for $name {
            #[inline]
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl ::core::cmp::PartialEq<&str> for $name {
            #[inline]
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl ::core::cmp::PartialOrd for $name {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                ::core::option::Option::Some(::core::cmp::Ord::cmp(self, other))
            }
        }

        impl ::core::cmp::Ord for $name {
            #[inline]
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                ::core::cmp::Ord::cmp(self.as_str(), other.as_str())
            }
        }

        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                ::core::hash::Hash::hash(self.as_str(), state);
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(value: ::std::string::String) -> Self {
                match <Self as ::core::convert::From<&str>>::from(value.as_str()) {
                    Self::Unknown(_) => Self::Unknown(value),
                    known => known,
                }
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            // Not `Self::Err`, which a value called `Err` would make ambiguous.
            #[inline]
            fn from_str(value: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                let value = <Self as ::core::convert::From<&str>>::from(value);
                ::core::result::Result::Ok(value)
            }
        }

        impl $crate::__codegen::ToText for $name {
            #[inline]
            fn to_text(&self) -> ::std::borrow::Cow<'_, str> {
                ::std::borrow::Cow::Borrowed(self.as_str())
            }
        }

        impl $crate::__codegen::FromText for $name {
            #[inline]
            fn from_text(text: &str) -> ::core::option::Option<Self> {
                let value = <Self as ::core::convert::From<&str>>::from(text);
                ::core::option::Option::Some(value)
            }
        }

        impl $crate::__codegen::Serialize for $name {
            fn serialize<S: $crate::__codegen::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::__codegen::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__codegen::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                deserializer.deserialize_str($crate::__codegen::TextVisitor::new())
            }
        }

        $crate::__codegen::json! {
            $crate::__codegen::json::read_text!($name);
        }
    };
}

/// Reads a value from text, without a copy where the text is known.
#[derive(Debug)]
pub struct TextVisitor<T>(PhantomData<T>);

impl<T> TextVisitor<T> {
    /// A visitor of nothing yet.
    #[must_use]
    #[allow(clippy::new_without_default)] // for the macro alone
    pub fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T: for<'a> From<&'a str>> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(T::from(text))
    }
}
