//! Values as the text of a label, a header or a query parameter.

use crate::format::serde_as::non_finite;
use crate::value::{Timestamp, TimestampFormat};
use std::borrow::Cow;

/// A value that has a text on the wire.
pub trait ToText {
    /// The text.
    fn to_text(&self) -> Cow<'_, str>;
}

/// A value that is read from a header's text.
pub trait FromText: Sized {
    /// The value, where the text is one.
    fn from_text(text: &str) -> Option<Self>;
}

impl ToText for String {
    fn to_text(&self) -> Cow<'_, str> {
        self.into()
    }
}

impl ToText for str {
    fn to_text(&self) -> Cow<'_, str> {
        self.into()
    }
}

impl FromText for String {
    fn from_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl ToText for Timestamp {
    /// RFC 3339.
    fn to_text(&self) -> Cow<'_, str> {
        self.format(TimestampFormat::DateTime).into()
    }
}

macro_rules! parsed {
    ($($type:ty),*) => {
        $(impl FromText for $type {
            fn from_text(text: &str) -> Option<Self> {
                text.trim().parse().ok()
            }
        })*
    };
}

macro_rules! displayed {
    ($($type:ty),*) => {
        $(impl ToText for $type {
            fn to_text(&self) -> Cow<'_, str> {
                self.to_string().into()
            }
        })*
    };
}

parsed!(bool, i8, i16, i32, i64, f32, f64, Timestamp);
displayed!(bool, i8, i16, i32, i64);

impl ToText for f64 {
    fn to_text(&self) -> Cow<'_, str> {
        non_finite(*self).map_or_else(|| self.to_string().into(), Cow::Borrowed)
    }
}

impl ToText for f32 {
    fn to_text(&self) -> Cow<'_, str> {
        non_finite(f64::from(*self)).map_or_else(|| self.to_string().into(), Cow::Borrowed)
    }
}
