//! serde's deserializer of CBOR, led by the types that are read.

use super::RULE;
use super::head::{BREAK, EPOCH, Major, info};
use crate::protocol::names::{Members, Names, Wire};
use crate::protocol::problem::Problem;
use serde::de::value::{BorrowedStrDeserializer, StrDeserializer};
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;

/// How deep values may be nested: recursive types must not use up the stack.
const DEPTH: u8 = 128;

/// A structure that is a whole body; no body is one without members.
pub(super) fn structure<T: DeserializeOwned>(names: &Names, body: &[u8]) -> Result<T, Problem> {
    // An empty map.
    let body: &[u8] = if body.is_empty() { &[0xa0] } else { body };
    let mut reader = Reader {
        names,
        bytes: body,
        at: 0,
        depth: DEPTH,
    };
    let value = T::deserialize(Item {
        reader: &mut reader,
        wire: &RULE,
    })
    .map_err(|problem| problem.at(|| format!("byte {}", reader.at)))?;
    match reader.at == body.len() {
        true => Ok(value),
        false => {
            let problem = Problem::plain("expected the end of the body");
            Err(problem.at(|| format!("byte {}", reader.at)))
        }
    }
}

/// A body, read item by item.
struct Reader<'r, 'de> {
    names: &'r Names,
    bytes: &'de [u8],
    at: usize,
    depth: u8,
}

/// The first byte of an item, and the number in its head; `None` where it is indefinite.
struct Head {
    major: Major,
    info: u8,
    number: Option<u64>,
}

impl<'de> Reader<'_, 'de> {
    fn peek(&self) -> Result<u8, Problem> {
        let next = self.bytes.get(self.at).copied();
        next.ok_or_else(|| Problem::plain("it ends here, expected a value"))
    }

    fn take(&mut self, length: u64) -> Result<&'de [u8], Problem> {
        let end = usize::try_from(length)
            .ok()
            .and_then(|length| self.at.checked_add(length));
        let taken = end.and_then(|end| Some((end, self.bytes.get(self.at..end)?)));
        let (end, taken) =
            taken.ok_or_else(|| Problem::plain("it ends in the middle of a value"))?;
        self.at = end;
        Ok(taken)
    }

    fn number(&mut self, length: u64) -> Result<u64, Problem> {
        let bytes = self.take(length)?;
        Ok(bytes
            .iter()
            .fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    fn head(&mut self) -> Result<Head, Problem> {
        let byte = self.peek()?;
        self.at += 1;
        let info = byte & 0b1_1111;
        let number = match info {
            0..info::ONE => Some(u64::from(info)),
            info::ONE => Some(self.number(1)?),
            info::TWO => Some(self.number(2)?),
            info::FOUR => Some(self.number(4)?),
            info::EIGHT => Some(self.number(8)?),
            info::INDEFINITE => None,
            _ => return Err(Problem::plain("expected the head of a value")),
        };
        Ok(Head {
            major: Major::of(byte),
            info,
            number,
        })
    }

    /// Takes the tags before a value; whether one says that it is seconds since 1970.
    fn tags(&mut self) -> Result<bool, Problem> {
        let mut is_epoch = false;
        while Major::of(self.peek()?) == Major::Tag {
            is_epoch |= self.head()?.number == Some(EPOCH);
        }
        Ok(is_epoch)
    }

    /// Whether the next value is nothing.
    fn is_null(&self) -> Result<bool, Problem> {
        let next = self.peek()?;
        Ok(next == Major::Other.byte(info::NULL) || next == Major::Other.byte(info::UNDEFINED))
    }

    /// The bytes of a string, whose head was taken, in one or several parts.
    fn string(&mut self, head: &Head) -> Result<Cow<'de, [u8]>, Problem> {
        if let Some(length) = head.number {
            return self.take(length).map(Cow::Borrowed);
        }
        let mut whole = Vec::new();
        while !self.ends()? {
            let part = self.head()?;
            match part.number.filter(|_| part.major == head.major) {
                Some(length) => whole.extend_from_slice(self.take(length)?),
                None => return Err(Problem::plain("expected a part of a string")),
            }
        }
        Ok(whole.into())
    }

    fn text(&mut self, head: &Head) -> Result<Cow<'de, str>, Problem> {
        const NOT_UTF8: &str = "expected UTF-8";
        match self.string(head)? {
            Cow::Borrowed(bytes) => std::str::from_utf8(bytes)
                .map(Cow::Borrowed)
                .map_err(|_| Problem::plain(NOT_UTF8)),
            Cow::Owned(bytes) => String::from_utf8(bytes)
                .map(Cow::Owned)
                .map_err(|_| Problem::plain(NOT_UTF8)),
        }
    }

    /// Takes the end of what has no length, where it is next.
    fn ends(&mut self) -> Result<bool, Problem> {
        let ends = self.peek()? == BREAK;
        self.at += usize::from(ends);
        Ok(ends)
    }

    /// Whether another value follows in an array or a map.
    fn more(&mut self, left: &mut Option<u64>) -> Result<bool, Problem> {
        match left {
            None => Ok(!self.ends()?),
            Some(0) => Ok(false),
            Some(left) => {
                *left -= 1;
                Ok(true)
            }
        }
    }

    fn deeper(&mut self) -> Result<(), Problem> {
        let depth = self.depth.checked_sub(1);
        self.depth = depth.ok_or_else(|| Problem::plain("values are nested too deep"))?;
        Ok(())
    }

    /// Takes a value, whatever it is.
    fn skip(&mut self) -> Result<(), Problem> {
        self.tags()?;
        let head = self.head()?;
        match head.major {
            Major::Bytes | Major::Text => self.string(&head).map(|_| ()),
            Major::Array | Major::Map => {
                self.deeper()?;
                let mut left = head.number;
                while self.more(&mut left)? {
                    self.skip()?;
                    if head.major == Major::Map {
                        self.skip()?;
                    }
                }
                self.depth += 1;
                Ok(())
            }
            Major::Other if head.number.is_none() => Err(unexpected_end()),
            _ => Ok(()),
        }
    }
}

fn unexpected_end() -> Problem {
    Problem::plain("expected a value, and not the end of an array or a map")
}

/// The number that two bytes are: RFC 8949, appendix D.
fn half(bits: u64) -> f64 {
    let (exponent, mantissa) = (bits >> 10 & 0x1f, bits & 0x3ff);
    #[allow(clippy::cast_precision_loss)] // it has ten bits
    let fraction = mantissa as f64;
    let magnitude = match exponent {
        0 => fraction * 2_f64.powi(-24),
        0x1f if mantissa == 0 => f64::INFINITY,
        0x1f => f64::NAN,
        exponent => {
            let exponent = i32::try_from(exponent).unwrap_or_default();
            (fraction + 1024.0) * 2_f64.powi(exponent - 25)
        }
    };
    if bits & 0x8000 == 0 {
        magnitude
    } else {
        -magnitude
    }
}

/// One value.
struct Item<'a, 'r, 'de> {
    reader: &'a mut Reader<'r, 'de>,
    wire: &'static Wire,
}

impl<'a, 'r, 'de> Item<'a, 'r, 'de> {
    /// Reads an array or a map, whose head was taken.
    fn within<T>(
        self,
        read: impl FnOnce(&mut Reader<'r, 'de>, &'static Wire) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        self.reader.deeper()?;
        let read = read(self.reader, self.wire)?;
        self.reader.depth += 1;
        Ok(read)
    }

    fn map<V: Visitor<'de>>(
        self,
        name: Option<&str>,
        head: &Head,
        visitor: V,
    ) -> Result<V::Value, Problem> {
        if head.major != Major::Map {
            return Err(Problem::plain("expected a map"));
        }
        let left = head.number;
        let members = name.map(|name| self.reader.names.members(name));
        self.within(|reader, wire| {
            visitor.visit_map(Entries {
                reader,
                left,
                members,
                wire,
                value: &RULE,
                key: String::new(),
            })
        })
    }
}

impl<'de> Deserializer<'de> for Item<'_, '_, 'de> {
    type Error = Problem;

    fn is_human_readable(&self) -> bool {
        false
    }

    #[allow(clippy::cast_precision_loss)] // seconds that a double cannot count are none of a date
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        let is_epoch = self.reader.tags()?;
        let head = self.reader.head()?;
        match (head.major, head.number) {
            (Major::Unsigned, Some(number)) if is_epoch => visitor.visit_f64(number as f64),
            (Major::Unsigned, Some(number)) => visitor.visit_u64(number),
            (Major::Negative, Some(number)) => match i64::try_from(number) {
                Ok(number) if is_epoch => visitor.visit_f64(-1.0 - number as f64),
                Ok(number) => visitor.visit_i64(-1 - number),
                Err(_) => Err(Problem::plain("expected a number of its size")),
            },
            (Major::Bytes, _) => visitor.visit_bytes(&self.reader.string(&head)?),
            (Major::Text, _) => match self.reader.text(&head)? {
                Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
                Cow::Owned(text) => visitor.visit_string(text),
            },
            (Major::Array, left) => {
                self.within(|reader, wire| visitor.visit_seq(Elements { reader, left, wire }))
            }
            (Major::Map, _) => self.map(None, &head, visitor),
            (Major::Other, Some(number)) => match head.info {
                info::FALSE => visitor.visit_bool(false),
                info::TRUE => visitor.visit_bool(true),
                info::NULL | info::UNDEFINED => visitor.visit_unit(),
                info::TWO => visitor.visit_f64(half(number)),
                info::FOUR => {
                    let bits = u32::try_from(number).unwrap_or_default();
                    visitor.visit_f64(f32::from_bits(bits).into())
                }
                info::EIGHT => visitor.visit_f64(f64::from_bits(number)),
                _ => Err(Problem::plain("expected a value that JSON has too")),
            },
            (Major::Other, None) => Err(unexpected_end()),
            (_, _) => Err(Problem::plain("expected the head of a value")),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        self.reader.tags()?;
        match self.reader.is_null()? {
            true => {
                self.reader.at += 1;
                visitor.visit_none()
            }
            false => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Problem> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Problem> {
        self.reader.tags()?;
        let head = self.reader.head()?;
        self.map(Some(name), &head, visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        self.reader.skip()?;
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct seq
        tuple tuple_struct map enum identifier
    }
}

/// The elements of an array.
struct Elements<'a, 'r, 'de> {
    reader: &'a mut Reader<'r, 'de>,
    left: Option<u64>,
    wire: &'static Wire,
}

impl<'de> SeqAccess<'de> for Elements<'_, '_, 'de> {
    type Error = Problem;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Problem> {
        while self.reader.more(&mut self.left)? {
            if self.reader.is_null()? && !self.wire.is_sparse {
                self.reader.at += 1;
                continue;
            }
            let element = Item {
                reader: self.reader,
                wire: self.wire,
            };
            return seed.deserialize(element).map(Some);
        }
        Ok(None)
    }
}

/// The entries of a map, or the members of a structure or union.
struct Entries<'a, 'r, 'de> {
    reader: &'a mut Reader<'r, 'de>,
    left: Option<u64>,
    /// Where it is a structure or union, its members that differ from the rule.
    members: Option<Members>,
    wire: &'static Wire,
    /// How the value of this key is.
    value: &'static Wire,
    /// The key, where its value is a member.
    key: String,
}

impl<'de> MapAccess<'de> for Entries<'_, '_, 'de> {
    type Error = Problem;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Problem> {
        while self.reader.more(&mut self.left)? {
            self.reader.tags()?;
            let head = self.reader.head()?;
            if head.major != Major::Text {
                return Err(Problem::plain("expected a text as the key of a map"));
            }
            let key = self.reader.text(&head)?;
            self.reader.tags()?;
            if self.members.is_none() && !self.wire.is_sparse && self.reader.is_null()? {
                self.reader.at += 1;
                continue;
            }
            self.value = match self.members {
                Some(members) => {
                    self.key.clear();
                    self.key.push_str(&key);
                    Wire::of(members, &key)
                }
                None => self.wire,
            };
            let key = match key {
                Cow::Borrowed(key) => seed.deserialize(BorrowedStrDeserializer::new(key)),
                Cow::Owned(key) => seed.deserialize(StrDeserializer::new(&key)),
            };
            return key.map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Problem> {
        let value = Item {
            reader: self.reader,
            wire: self.value,
        };
        let read = seed.deserialize(value);
        let at = self.reader.at;
        read.map_err(|problem| match self.members {
            Some(_) => problem.inside(&self.key, || format!("byte {at}")),
            None => problem,
        })
    }
}
