//! Events whose payloads are XML: serde reads the union of them from a frame's headers and payload.

use super::read::{self, Element, Structure};
use super::tree::Node;
use crate::protocol::XmlLimits;
use crate::protocol::names::Names;
use crate::protocol::part::{Part, Parts};
use crate::protocol::problem::Problem;
use crate::value::Blob;
use serde::de::value::{MapDeserializer, StrDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor,
};
use std::iter::once;
use std::vec;

/// The event of this name, whose other members are those of the payload where none of these is it.
pub(in crate::protocol) fn event<T: DeserializeOwned>(
    names: &Names,
    name: &str,
    parts: Parts<'_>,
    payload: &[u8],
) -> Result<T, Problem> {
    let document = (!payload.is_empty())
        .then(|| read::document(payload, &XmlLimits::default()))
        .transpose()?;
    let root = document.as_ref().map(|document| document.root_element());
    let event = Event {
        names,
        parts,
        payload: root,
    };
    T::deserialize(MapDeserializer::new(once((name, event))))
}

/// The message of an error that an event is.
pub(in crate::protocol) fn message(payload: &[u8]) -> Option<String> {
    let document = read::document(payload, &XmlLimits::default()).ok()?;
    let mut elements = document.root_element().elements();
    let message = elements.find(|node| node.name().eq_ignore_ascii_case("message"))?;
    Some(message.text().into_owned())
}

/// An event: what the union's one entry is.
struct Event<'a, 'i> {
    names: &'a Names,
    parts: Parts<'a>,
    payload: Option<Node<'a, 'i>>,
}

impl<'a, 'i> Event<'a, 'i> {
    fn members(self, name: &str, fields: &'static [&'static str]) -> Members<'a, 'i> {
        let whole = self.payload.map(|node| Element::whole(self.names, node));
        let is_whole = !self
            .parts
            .iter()
            .any(|(_, part)| matches!(part, Part::Payload));
        Members {
            parts: self.parts.into_iter(),
            next: None,
            payload: whole,
            rest: whole
                .filter(|_| is_whole)
                .map(|whole| whole.members(name, fields)),
        }
    }
}

impl<'de, 'a, 'i: 'a> IntoDeserializer<'de, Problem> for Event<'a, 'i> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Event<'_, '_> {
    type Error = Problem;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        visitor.visit_map(self.members("", &[]))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Problem> {
        visitor.visit_map(self.members(name, fields))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Problem> {
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// The members of an event: those that stand alone, and then those of the payload.
struct Members<'a, 'i> {
    parts: vec::IntoIter<(&'a str, Part<'a>)>,
    next: Option<Part<'a>>,
    payload: Option<Element<'a, 'i>>,
    rest: Option<Structure<'a, 'i>>,
}

impl<'de> MapAccess<'de> for Members<'_, '_> {
    type Error = Problem;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Problem> {
        if let Some((name, part)) = self.parts.next() {
            self.next = Some(part);
            return seed.deserialize(StrDeserializer::new(name)).map(Some);
        }
        match &mut self.rest {
            Some(rest) => rest.next_key_seed(seed),
            None => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Problem> {
        match (self.next.take(), self.payload, &mut self.rest) {
            (Some(Part::Payload), Some(payload), _) => seed.deserialize(payload),
            (Some(part), ..) => seed.deserialize(Alone(part)),
            (None, _, Some(rest)) => rest.next_value_seed(seed),
            (None, _, None) => Err(Problem::plain("a value without its key")),
        }
    }
}

/// A member that is no XML; bytes are base64.
struct Alone<'a>(Part<'a>);

impl<'de> Deserializer<'de> for Alone<'_> {
    type Error = Problem;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        match self.0 {
            Part::Bool(value) => visitor.visit_bool(value),
            Part::Integer(value) => visitor.visit_i64(value),
            Part::Seconds(seconds) => visitor.visit_f64(seconds),
            Part::Bytes(bytes) => visitor.visit_string(Blob::from(bytes).to_base64()),
            Part::Text(text) => visitor.visit_str(&text),
            // There is none.
            Part::Payload => visitor.visit_unit(),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        match self.0 {
            Part::Payload => visitor.visit_none(),
            part => visitor.visit_some(Self(part)),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Problem> {
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
