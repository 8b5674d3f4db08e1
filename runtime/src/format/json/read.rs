//! How types are read.

use super::key::Known;
use super::plain::Plain;
use super::reader::{Key, Place, Problem, Reader};
use crate::format::string::FromText;
use crate::value::{Blob, Document, Map, Timestamp};
use std::hash::Hash;

impl Reader<'_> {
    /// The one value of the text.
    pub(super) fn whole<T: ReadJson>(&mut self) -> Result<T, Problem> {
        self.space();
        let value = T::read(self)?;
        self.space();
        match self.peek() {
            None => Ok(value),
            Some(_) => Err(Problem("expected the end of the text")),
        }
    }
}

/// A type that is read from JSON in which it is written in the format `F`.
pub trait ReadJson<F = Plain>: Sized {
    /// Reads the next value.
    ///
    /// # Errors
    /// It is not one of this type.
    fn read(reader: &mut Reader<'_>) -> Result<Self, Problem>;

    /// Reads the next value to where it stays: the structures among them are large, and to move each to
    /// the one around it takes longer than to read it.
    ///
    /// # Errors
    /// It is not one of this type.
    fn put(place: &mut Option<Self>, reader: &mut Reader<'_>) -> Result<(), Problem> {
        *place = Some(Self::read(reader)?);
        Ok(())
    }

    /// Reads the next value to the end of a list.
    ///
    /// # Errors
    /// It is not one of this type.
    fn push(list: &mut Vec<Self>, reader: &mut Reader<'_>) -> Result<(), Problem> {
        list.push(Self::read(reader)?);
        Ok(())
    }

    /// What `null` is in a list; `None` where it is dropped.
    #[must_use]
    fn null_element() -> Option<Self> {
        None
    }

    /// What `null` is in a map; `None` where it is dropped.
    #[must_use]
    fn null_entry() -> Option<Self> {
        None
    }
}

/// A structure that is read member by member, in any order.
pub trait Members: Default {
    /// The keys of its members.
    const KEYS: &'static [Known];

    /// Reads the next value into the member of a key.
    ///
    /// # Errors
    /// It does not fit the member.
    fn read_member(&mut self, index: usize, reader: &mut Reader<'_>) -> Result<(), Problem>;
}

/// Reads an object into a structure. Members that it does not know are left out; of two with the same
/// name the latter stays.
///
/// # Errors
/// It is not an object, or a value does not fit its member.
#[inline]
pub fn fill<T: Members>(structure: &mut T, reader: &mut Reader<'_>) -> Result<(), Problem> {
    reader.open(b'{', "expected an object")?;
    let mut place = Place::default();
    while let Some(key) = reader.key(T::KEYS, &mut place)? {
        match key {
            Key::Known(index) => structure.read_member(index, reader)?,
            Key::Other(_) => reader.skip()?,
        }
    }
    Ok(())
}

/// Reads an optional member.
///
/// # Errors
/// The value does not fit it.
#[inline]
pub fn set<T: ReadJson>(member: &mut Option<T>, reader: &mut Reader<'_>) -> Result<(), Problem> {
    set_as(member, reader, Plain)
}

/// Reads an optional member that is written in the format `F`.
///
/// # Errors
/// The value does not fit it.
#[inline]
pub fn set_as<F, T: ReadJson<F>>(
    member: &mut Option<T>,
    reader: &mut Reader<'_>,
    _format: F,
) -> Result<(), Problem> {
    if reader.null()? {
        *member = None;
        return Ok(());
    }
    T::put(member, reader)
}

/// Reads a value.
///
/// # Errors
/// It does not fit.
#[inline]
pub fn value<T: ReadJson>(reader: &mut Reader<'_>) -> Result<T, Problem> {
    T::read(reader)
}

/// Reads a value that is written in the format `F`.
///
/// # Errors
/// It does not fit.
#[inline]
pub fn value_as<F, T: ReadJson<F>>(reader: &mut Reader<'_>, _format: F) -> Result<T, Problem> {
    T::read(reader)
}

/// The value of a required member.
///
/// # Errors
/// It was not there.
pub fn required<T>(member: Option<T>) -> Result<T, Problem> {
    member.ok_or(Problem("a required member is missing"))
}

/// A union, of whose members exactly one is set.
pub trait Variants: Sized {
    /// The keys of its members.
    const KEYS: &'static [Known];

    /// Reads the next value as the member of a key, or as one that is not known.
    ///
    /// # Errors
    /// It does not fit the member.
    fn read_variant(
        index: Option<usize>,
        name: &str,
        reader: &mut Reader<'_>,
    ) -> Result<Self, Problem>;
}

/// Reads an object with one entry; `null` entries and `__type` do not count.
///
/// # Errors
/// There is no entry, or more than one.
#[inline]
pub fn union<T: Variants>(reader: &mut Reader<'_>) -> Result<T, Problem> {
    reader.open(b'{', "expected an object with exactly one member")?;
    let mut place = Place::default();
    let mut set = None;
    while let Some(key) = reader.key(T::KEYS, &mut place)? {
        if reader.null()? {
            continue;
        }
        let read = match key {
            Key::Known(index) => T::read_variant(Some(index), "", reader)?,
            Key::Other(name) if name == "__type" => {
                reader.skip()?;
                continue;
            }
            Key::Other(name) => T::read_variant(None, &name, reader)?,
        };
        if set.replace(read).is_some() {
            return Err(Problem("more than one member of a union is set"));
        }
    }
    set.ok_or(Problem("no member of a union is set"))
}

impl<F, T: ReadJson<F>> ReadJson<F> for Vec<T> {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Problem> {
        reader.open(b'[', "expected a list")?;
        let mut list = Self::new();
        let mut place = Place::default();
        while reader.more(b']', &mut place)? {
            match reader.null()? {
                true => list.extend(T::null_element()),
                false => T::push(&mut list, reader)?,
            }
        }
        Ok(list)
    }
}

impl<F, K: FromText + Eq + Hash, T: ReadJson<F>> ReadJson<F> for Map<K, T> {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Problem> {
        reader.open(b'{', "expected an object")?;
        let mut map = Self::new();
        let mut place = Place::default();
        while reader.more(b'}', &mut place)? {
            let start = reader.position();
            let name = reader.name()?;
            let Some(key) = K::from_text(&name) else {
                return Err(reader.back_to(start, "expected another kind of key"));
            };
            let value = match reader.null()? {
                true => T::null_entry(),
                false => Some(T::read(reader)?),
            };
            match value {
                Some(value) => map.insert(key, value),
                None => map.shift_remove(&key),
            };
        }
        Ok(map)
    }
}

/// An element of a list or a map that may be absent.
impl<F, T: ReadJson<F>> ReadJson<F> for Option<T> {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Problem> {
        match reader.null()? {
            true => Ok(None),
            false => T::read(reader).map(Some),
        }
    }

    fn null_element() -> Option<Self> {
        Some(None)
    }

    fn null_entry() -> Option<Self> {
        Some(None)
    }
}

impl<F, T: ReadJson<F>> ReadJson<F> for Box<T> {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Problem> {
        T::read(reader).map(Self::new)
    }
}

impl ReadJson for String {
    #[inline]
    fn read(reader: &mut Reader<'_>) -> Result<Self, Problem> {
        reader.string().map(Into::into)
    }
}

impl ReadJson for bool {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Problem> {
        match reader.peek() {
            Some(b't') => reader.word("true").map(|()| true),
            Some(b'f') => reader.word("false").map(|()| false),
            _ => Err(Problem("expected a boolean")),
        }
    }
}

macro_rules! integers {
    ($($type:ty),*) => {
        $(impl ReadJson for $type {
            fn read(reader: &mut Reader<'_>) -> Result<Self, Problem> {
                reader.integer()
            }
        })*
    };
}

integers!(i8, i16, i32, i64);

impl<F> ReadJson<F> for f64 {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Problem> {
        reader.double()
    }
}

impl<F> ReadJson<F> for f32 {
    #[allow(clippy::cast_possible_truncation)] // the member is a 32-bit number
    fn read(reader: &mut Reader<'_>) -> Result<Self, Problem> {
        reader.double().map(|number| number as Self)
    }
}

/// A timestamp of any format, whichever the member has.
impl<F> ReadJson<F> for Timestamp {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Problem> {
        const EXPECTED: &str = "expected a timestamp: seconds since 1970, RFC 3339 or an HTTP date";
        let start = reader.position();
        let read = match reader.peek() {
            Some(b'"') => reader.string()?.parse().ok(),
            _ => Self::from_number(reader.number(EXPECTED)?.text),
        };
        read.ok_or_else(|| reader.back_to(start, EXPECTED))
    }
}

impl ReadJson for Blob {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Problem> {
        let start = reader.position();
        let blob = Self::from_base64(&reader.string()?);
        blob.ok_or_else(|| reader.back_to(start, "expected base64"))
    }
}

impl ReadJson for Document {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Problem> {
        Ok(match reader.peek() {
            Some(b'"') => Self::String(ReadJson::read(reader)?),
            Some(b'{') => Self::Object(ReadJson::read(reader)?),
            Some(b'[') => Self::Array(ReadJson::read(reader)?),
            Some(b't' | b'f') => Self::Bool(ReadJson::read(reader)?),
            Some(b'n') => reader.word("null").map(|()| Self::Null)?,
            _ => {
                let start = reader.position();
                let text = reader.number("expected a value")?;
                let integer = text.text.parse().ok().filter(|_| text.text != "-0");
                let unsigned = || text.text.parse().ok().map(Self::Unsigned);
                let whole = integer.map(Self::Integer).or_else(unsigned);
                match whole.filter(|_| text.is_plain) {
                    Some(whole) => whole,
                    None => {
                        let double = text.text.parse().ok();
                        let double = double.filter(|double: &f64| double.is_finite());
                        let too_large = "expected a number of its size";
                        Self::Double(double.ok_or_else(|| reader.back_to(start, too_large))?)
                    }
                }
            }
        })
    }

    fn null_element() -> Option<Self> {
        Some(Self::Null)
    }

    fn null_entry() -> Option<Self> {
        Some(Self::Null)
    }
}
