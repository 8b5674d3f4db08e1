//! How types are written.

use super::plain::Plain;
use super::writer::Writer;
use crate::format::serde_as::{date_time, float, http_date, non_finite};
use crate::format::string::ToText;
use crate::value::{Blob, Document, Map, Timestamp, TimestampFormat};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A type that is written as JSON in the format `F`.
pub trait WriteJson<F = Plain> {
    /// Writes the value.
    fn write(&self, writer: &mut Writer);
}

/// Writes a required member.
#[inline]
pub fn required<T: WriteJson + ?Sized>(writer: &mut Writer, key: &'static str, value: &T) {
    required_as(writer, key, value, Plain);
}

/// Writes a required member in the format `F`.
#[inline]
pub fn required_as<F, T: WriteJson<F> + ?Sized>(
    writer: &mut Writer,
    key: &'static str,
    value: &T,
    _format: F,
) {
    writer.raw(key);
    value.write(writer);
    writer.raw(",");
}

/// Writes a member where it is set.
#[inline]
pub fn optional<T: WriteJson>(writer: &mut Writer, key: &'static str, value: &Option<T>) {
    optional_as(writer, key, value, Plain);
}

/// Writes a member in the format `F` where it is set.
#[inline]
pub fn optional_as<F, T: WriteJson<F>>(
    writer: &mut Writer,
    key: &'static str,
    value: &Option<T>,
    format: F,
) {
    if let Some(value) = value {
        required_as(writer, key, value, format);
    }
}

/// Writes a member whose name is not known beforehand.
pub fn unknown(writer: &mut Writer, name: &str, value: &Document) {
    entry::<Plain, _>(writer, name, value);
}

fn entry<F, T: WriteJson<F>>(writer: &mut Writer, name: &str, value: &T) {
    writer.string(name);
    writer.raw(":");
    value.write(writer);
    writer.raw(",");
}

impl<F, T: WriteJson<F> + ?Sized> WriteJson<F> for &T {
    fn write(&self, writer: &mut Writer) {
        (**self).write(writer);
    }
}

impl<F, T: WriteJson<F>> WriteJson<F> for Box<T> {
    fn write(&self, writer: &mut Writer) {
        (**self).write(writer);
    }
}

/// An element of a list or a map that may be absent.
impl<F, T: WriteJson<F>> WriteJson<F> for Option<T> {
    fn write(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.write(writer),
            None => writer.raw("null"),
        }
    }
}

impl<F, T: WriteJson<F>> WriteJson<F> for Vec<T> {
    fn write(&self, writer: &mut Writer) {
        writer.raw("[");
        for element in self {
            element.write(writer);
            writer.raw(",");
        }
        writer.end(']');
    }
}

impl<F, K: ToText, T: WriteJson<F>> WriteJson<F> for Map<K, T> {
    fn write(&self, writer: &mut Writer) {
        writer.begin_object();
        for (key, value) in self {
            entry(writer, &key.to_text(), value);
        }
        writer.end_object();
    }
}

impl WriteJson for String {
    #[inline]
    fn write(&self, writer: &mut Writer) {
        writer.string(self);
    }
}

impl WriteJson for str {
    fn write(&self, writer: &mut Writer) {
        writer.string(self);
    }
}

impl WriteJson for bool {
    fn write(&self, writer: &mut Writer) {
        writer.raw(if *self { "true" } else { "false" });
    }
}

macro_rules! integers {
    ($($type:ty),*) => {
        $(impl WriteJson for $type {
            fn write(&self, writer: &mut Writer) {
                writer.integer((*self).into());
            }
        })*
    };
}

integers!(i8, i16, i32, i64);

macro_rules! floats {
    ($($type:ty),*) => {
        $(impl WriteJson<float::Float> for $type {
            fn write(&self, writer: &mut Writer) {
                match non_finite((*self).into()) {
                    Some(text) => writer.string(text),
                    // With `.0`, and an exponent where that is shorter.
                    None => writer.display(format_args!("{self:?}")),
                }
            }
        })*
    };
}

floats!(f32, f64);

impl WriteJson for Timestamp {
    fn write(&self, writer: &mut Writer) {
        writer.raw(&self.format(TimestampFormat::EpochSeconds));
    }
}

impl WriteJson<date_time::DateTime> for Timestamp {
    fn write(&self, writer: &mut Writer) {
        writer.string(&self.format(TimestampFormat::DateTime));
    }
}

impl WriteJson<http_date::HttpDate> for Timestamp {
    fn write(&self, writer: &mut Writer) {
        writer.string(&self.format(TimestampFormat::HttpDate));
    }
}

impl WriteJson for Blob {
    fn write(&self, writer: &mut Writer) {
        writer.raw("\"");
        STANDARD.encode_string(self, writer.text());
        writer.raw("\"");
    }
}

impl WriteJson for Document {
    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Null => writer.raw("null"),
            Self::Bool(value) => value.write(writer),
            Self::Integer(value) => writer.integer(*value),
            Self::Unsigned(value) => writer.display(value),
            // JSON has no text for the others.
            Self::Double(value) if value.is_finite() => writer.display(format_args!("{value:?}")),
            Self::Double(_) => writer.raw("null"),
            Self::String(text) => writer.string(text),
            Self::Array(values) => WriteJson::<Plain>::write(values, writer),
            Self::Object(entries) => WriteJson::<Plain>::write(entries, writer),
        }
    }
}
