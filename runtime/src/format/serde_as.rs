//! Modules for `#[serde(with = "...")]` of generated structures: values that JSON writes in a way of their own, alone and
//! inside options, lists and maps.

use crate::value::{Map, Timestamp, TimestampFormat};
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use std::fmt;
use std::hash::Hash;
use std::marker::PhantomData;

/// A value written in the format `F`.
#[derive(Clone, Copy, Debug)]
pub struct As<F, T>(pub T, pub(crate) PhantomData<F>);

impl<F, T> As<F, T> {
    /// This value in that format.
    pub fn new(value: T) -> Self {
        Self(value, PhantomData)
    }
}

/// How a type is written and read in the format `F`.
pub trait Format<F>: Sized {
    /// Writes the value.
    ///
    /// # Errors
    /// Those of the serializer.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// Reads a value.
    ///
    /// # Errors
    /// It is not one.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

impl<F, T: Format<F>> Serialize for As<F, &T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

impl<'de, F, T: Format<F>> Deserialize<'de> for As<F, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self::new)
    }
}

impl<F, T: Format<F>> Format<F> for Option<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => serializer.serialize_some(&As::<F, _>::new(value)),
            None => serializer.serialize_none(),
        }
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Option::<As<F, T>>::deserialize(deserializer)?;
        Ok(value.map(|As(value, _)| value))
    }
}

impl<F, T: Format<F>> Format<F> for Vec<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(Some(self.len()))?;
        for element in self {
            seq.serialize_element(&As::<F, _>::new(element))?;
        }
        seq.end()
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Elements<F, T>(PhantomData<(F, T)>);

        impl<'de, F, T: Format<F>> Visitor<'de> for Elements<F, T> {
            type Value = Vec<T>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
                let mut elements = Vec::new();
                while let Some(As(element, _)) = seq.next_element::<As<F, T>>()? {
                    elements.push(element);
                }
                Ok(elements)
            }
        }

        deserializer.deserialize_seq(Elements(PhantomData))
    }
}

impl<F, K, T> Format<F> for Map<K, T>
where
    K: Serialize + for<'a> Deserialize<'a> + Eq + Hash,
    T: Format<F>,
{
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (key, value) in self {
            map.serialize_entry(key, &As::<F, _>::new(value))?;
        }
        map.end()
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<F, K, T>(PhantomData<(F, K, T)>);

        impl<'de, F, K, T> Visitor<'de> for Entries<F, K, T>
        where
            K: Deserialize<'de> + Eq + Hash,
            T: Format<F>,
        {
            type Value = Map<K, T>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Map<K, T>, A::Error> {
                let mut entries = Map::new();
                while let Some((key, As(value, _))) = map.next_entry::<K, As<F, T>>()? {
                    entries.insert(key, value);
                }
                Ok(entries)
            }
        }

        deserializer.deserialize_map(Entries(PhantomData))
    }
}

macro_rules! with_module {
    ($(#[$doc:meta])* $module:ident, $format:ident) => {
        $(#[$doc])*
        pub mod $module {
            /// This format.
            #[derive(Clone, Copy, Debug)]
            pub struct $format;

            /// This format, where a value of it is needed.
            pub const FORMAT: $format = $format;
        }
    };
}

with_module!(
    /// Floating point numbers, with `NaN`, `Infinity` and `-Infinity` as text.
    float,
    Float
);
with_module!(
    /// Timestamps as RFC 3339 text.
    date_time,
    DateTime
);
with_module!(
    /// Timestamps as HTTP dates.
    http_date,
    HttpDate
);

macro_rules! timestamp_format {
    ($format:ty, $variant:ident) => {
        impl Format<$format> for Timestamp {
            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.format(TimestampFormat::$variant))
            }

            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::deserialize(deserializer)
            }
        }
    };
}

timestamp_format!(date_time::DateTime, DateTime);
timestamp_format!(http_date::HttpDate, HttpDate);

struct Number;

impl Visitor<'_> for Number {
    type Value = f64;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a number, `NaN`, `Infinity` or `-Infinity`")
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<f64, E> {
        Ok(number)
    }

    #[allow(clippy::cast_precision_loss)] // the member is a floating point number
    fn visit_i64<E: de::Error>(self, number: i64) -> Result<f64, E> {
        Ok(number as f64)
    }

    #[allow(clippy::cast_precision_loss)] // the member is a floating point number
    fn visit_u64<E: de::Error>(self, number: u64) -> Result<f64, E> {
        Ok(number as f64)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<f64, E> {
        match text {
            "NaN" => Ok(f64::NAN),
            "Infinity" => Ok(f64::INFINITY),
            "-Infinity" => Ok(f64::NEG_INFINITY),
            _ => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
        }
    }
}

/// The text of a number that JSON has none for.
pub(crate) fn non_finite(number: f64) -> Option<&'static str> {
    if number.is_nan() {
        Some("NaN")
    } else if number == f64::INFINITY {
        Some("Infinity")
    } else if number == f64::NEG_INFINITY {
        Some("-Infinity")
    } else {
        None
    }
}

impl Format<float::Float> for f64 {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match non_finite(*self).filter(|_| serializer.is_human_readable()) {
            Some(text) => serializer.serialize_str(text),
            None => serializer.serialize_f64(*self),
        }
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Number)
    }
}

impl Format<float::Float> for f32 {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match non_finite(f64::from(*self)).filter(|_| serializer.is_human_readable()) {
            Some(text) => serializer.serialize_str(text),
            None => serializer.serialize_f32(*self),
        }
    }

    #[allow(clippy::cast_possible_truncation)] // the member is a 32-bit number
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_any(Number)
            .map(|number| number as Self)
    }
}
