//! serde's deserializer of XML, led by the types that are read and the names of a service.
//!
//! The elements are found first: those of a flat list may stand anywhere among their siblings. Namespaces are
//! not looked at, as each name has one meaning.

use super::parser;
use super::tree::{Attribute, Document, Elements, Node};
use crate::operation::unreadable::Unreadable;
use crate::protocol::XmlLimits;
use crate::protocol::names::{Members, Names, RULE, Wire};
use crate::protocol::problem::Problem;
use bytes::Bytes;
use http::Response;
use serde::de::value::{BorrowedStrDeserializer, StrDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor,
};
use std::borrow::Cow;
use std::slice;

/// How deep elements may be nested: recursive types must not use up the stack.
const DEPTH: u8 = 128;

/// What the XML of a response may hold: what the client was told, or else the default.
pub(in crate::protocol) fn limits(response: &Response<Bytes>) -> XmlLimits {
    let told = response.extensions().get::<XmlLimits>();
    told.copied().unwrap_or_default()
}

/// The document that a body is.
pub(in crate::protocol) fn document<'a>(
    body: &'a [u8],
    limits: &XmlLimits,
) -> Result<Document<'a>, Problem> {
    let text = std::str::from_utf8(body).map_err(|error| Problem::from(Unreadable::utf8(error)))?;
    // Services send white space while they work, to keep the connection.
    parser::parse(text.trim_start(), limits)
}

/// Adds to a problem in an element which that is.
fn inside(node: Node<'_, '_>) -> impl FnOnce(Problem) -> Problem {
    move |problem| problem.inside(node.name(), || node.place().shown())
}

/// The structure that an element is.
pub(in crate::protocol) fn read<T: DeserializeOwned>(
    names: &Names,
    node: Node<'_, '_>,
) -> Result<T, Problem> {
    T::deserialize(Element::whole(names, node))
}

/// A structure without members, which no body is.
pub(in crate::protocol) fn empty<T: DeserializeOwned>(names: &Names) -> Result<T, Problem> {
    let document = document(b"<Empty/>", &XmlLimits::default())?;
    read(names, document.root_element())
}

/// One element, or, for a flat list or map, it and its later siblings of the same name.
#[derive(Clone, Copy)]
pub(super) struct Element<'a, 'i> {
    names: &'a Names,
    node: Node<'a, 'i>,
    wire: &'static Wire,
    depth: u8,
    /// What is read in place of the text in the element: an attribute of it.
    attribute: Option<&'a Attribute<'i>>,
}

impl<'a, 'i> Element<'a, 'i> {
    pub(super) fn whole(names: &'a Names, node: Node<'a, 'i>) -> Self {
        Self {
            names,
            node,
            wire: &RULE,
            depth: DEPTH,
            attribute: None,
        }
    }

    #[inline]
    fn text(self) -> Cow<'a, str> {
        match self.attribute {
            Some(attribute) => Cow::Borrowed(&attribute.value),
            None => self.node.text(),
        }
    }

    /// The elements of a list or map.
    fn parts(self) -> impl Iterator<Item = Self> {
        let Self { node, wire, .. } = self;
        let (first, rest) = match wire.is_flat {
            true => (Some(node), node.later()),
            false => (None, node.elements()),
        };
        let name = node.name();
        let rest = rest.filter(move |part| !wire.is_flat || part.name() == name);
        let parts = first.into_iter().chain(rest);
        parts.map(move |node| Self { node, ..self })
    }

    pub(super) fn members(self, name: &str, fields: &'static [&'static str]) -> Structure<'a, 'i> {
        Structure {
            attributes: self.node.attributes(),
            rest: self.node.elements(),
            members: self.names.members(name),
            fields,
            next_field: 0,
            flat: None,
            more_flat: Vec::new(),
            whole: self,
            value: None,
        }
    }

    /// Reads something nested, which must not be nested too deep.
    fn deeper(mut self) -> Result<Self, Problem> {
        match self.depth.checked_sub(1) {
            Some(depth) => self.depth = depth,
            None => return Err(Problem::plain("elements are nested too deep")),
        }
        Ok(self)
    }

    fn parsed<T: std::str::FromStr>(self, what: &str) -> Result<T, Problem> {
        let text = self.text();
        trimmed(&text).parse().map_err(|_| {
            let name = self.node.name();
            let shown = format!("`{name}` is {text:?}, which is not {what}");
            Problem::of(shown, format!("expected {what}"))
        })
    }
}

macro_rules! numbers {
    ($($function:ident, $visit:ident, $what:literal;)*) => {
        $(fn $function<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
            visitor.$visit(self.parsed($what)?)
        })*
    };
}

impl<'de> Deserializer<'de> for Element<'_, '_> {
    type Error = Problem;

    numbers!(
        deserialize_bool, visit_bool, "a boolean";
        deserialize_i8, visit_i8, "an 8-bit integer";
        deserialize_i16, visit_i16, "a 16-bit integer";
        deserialize_i32, visit_i32, "a 32-bit integer";
        deserialize_i64, visit_i64, "a 64-bit integer";
        deserialize_u8, visit_u8, "an 8-bit integer";
        deserialize_u16, visit_u16, "a 16-bit integer";
        deserialize_u32, visit_u32, "a 32-bit integer";
        deserialize_u64, visit_u64, "a 64-bit integer";
        deserialize_f32, visit_f32, "a number";
        deserialize_f64, visit_f64, "a number";
    );

    /// What does not know its own type: floating point numbers and timestamps, which are numbers or
    /// texts, and documents.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        if self.node.has_elements() {
            return visitor.visit_map(self.deeper()?.members("", &[]));
        }
        let text = self.text();
        let trimmed = trimmed(&text);
        if trimmed.ends_with('Z') {
            // A date, and no number, which is not even tried then.
            visitor.visit_str(&text)
        } else if let Ok(number) = trimmed.parse() {
            visitor.visit_i64(number)
        } else if let Ok(number) = trimmed.parse() {
            visitor.visit_f64(number)
        } else {
            visitor.visit_str(&text)
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        match self.text() {
            Cow::Borrowed(text) => visitor.visit_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        visitor.visit_some(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Problem> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        let part = self.wire.of_parts();
        let parts = self.deeper()?.parts();
        visitor.visit_seq(List(parts.map(move |element| Self {
            wire: part,
            ..element
        })))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        let (key, value) = self.wire.key_and_value();
        visitor.visit_map(Entries {
            entries: self.deeper()?.parts(),
            key: (key, self.wire.of_keys()),
            value: (value, self.wire.of_parts()),
            entry: None,
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Problem> {
        visitor.visit_map(self.deeper()?.members(name, fields))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        visitor.visit_unit()
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        self.deserialize_str(visitor)
    }

    serde::forward_to_deserialize_any! {
        char bytes byte_buf unit_struct tuple tuple_struct enum identifier
    }
}

/// The elements of a list.
struct List<I>(I);

impl<'de, 'a, 'i: 'a, I: Iterator<Item = Element<'a, 'i>>> SeqAccess<'de> for List<I> {
    type Error = Problem;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Problem> {
        let part = self.0.next();
        part.map(|part| seed.deserialize(part).map_err(inside(part.node)))
            .transpose()
    }
}

/// The entries of a map, each an element with a key and a value in it.
struct Entries<'a, 'i, I> {
    entries: I,
    key: (&'static str, &'static Wire),
    value: (&'static str, &'static Wire),
    entry: Option<Element<'a, 'i>>,
}

impl<'a, 'i, I> Entries<'a, 'i, I> {
    /// The part of the entry with this name.
    fn part(
        &self,
        (part, wire): (&'static str, &'static Wire),
    ) -> Result<Element<'a, 'i>, Problem> {
        self.entry
            .and_then(|entry| {
                let node = entry.node.child(local(part))?;
                Some(Element {
                    node,
                    wire,
                    ..entry
                })
            })
            .ok_or_else(|| Error::missing_field(part))
    }
}

impl<'de, 'a, 'i: 'a, I: Iterator<Item = Element<'a, 'i>>> MapAccess<'de> for Entries<'a, 'i, I> {
    type Error = Problem;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Problem> {
        self.entry = self.entries.next();
        if self.entry.is_none() {
            return Ok(None);
        }
        seed.deserialize(self.part(self.key)?).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Problem> {
        let part = self.part(self.value)?;
        seed.deserialize(part).map_err(inside(part.node))
    }
}

/// The members of a structure or a union.
pub(super) struct Structure<'a, 'i> {
    attributes: slice::Iter<'a, Attribute<'i>>,
    rest: Elements<'a, 'i>,
    members: Members,
    /// The names of all members, where they are known.
    fields: &'static [&'static str],
    /// The field after the last that was read: services mostly write them in the order of the model.
    next_field: usize,
    /// The name of the flat list or map that was read last, and those of the ones before: each was read
    /// whole where its first element is.
    flat: Option<&'i str>,
    more_flat: Vec<&'i str>,
    whole: Element<'a, 'i>,
    value: Option<Value<'a, 'i>>,
}

/// What is read next: an element, or an attribute of the structure's.
enum Value<'a, 'i> {
    Element(Node<'a, 'i>, &'static Wire),
    Attribute(&'a Attribute<'i>),
}

impl<'i> Structure<'_, 'i> {
    /// The member with this name in XML, where the members are known, and how it is written.
    fn member(&mut self, name: &str) -> Option<(&'static str, &'static Wire)> {
        let mut members = self.members.iter();
        let is_named = |wire: &Wire| wire.xml.is_some_and(|known| is_local(known, name));
        if let Some((member, wire)) = members.find(|(_, wire)| !wire.is_attribute && is_named(wire))
        {
            return Some((member, wire));
        }
        let next = self.fields.get(self.next_field).copied();
        if let Some(field) = next.filter(|field| *field == name)
            && let Some(wire) = self.by_rule(field)
        {
            self.next_field += 1;
            return Some((field, wire));
        }
        // EC2 begins names with a small letter; the others do so in some exceptions.
        self.field(|field| field == name)
            .or_else(|| self.field(|field| is_same_but_for_case_in_front(field, name)))
    }

    /// The first field, by the rule, whose name is such.
    fn field(&mut self, is: impl Fn(&str) -> bool) -> Option<(&'static str, &'static Wire)> {
        let mut fields = self.fields.iter().copied().enumerate();
        let (index, field, wire) = fields.find_map(|(index, field)| {
            let wire = is(field).then(|| self.by_rule(field))??;
            Some((index, field, wire))
        })?;
        self.next_field = index + 1;
        Some((field, wire))
    }

    /// How a field is written, where that is by its own name.
    fn by_rule(&self, field: &str) -> Option<&'static Wire> {
        let wire = Wire::of(self.members, field);
        (wire.xml.is_none() && !wire.is_attribute).then_some(wire)
    }

    /// The member that an attribute is.
    fn of_attribute(&self, attribute: &Attribute<'_>) -> Option<&'static str> {
        let mut members = self.members.iter();
        let found = members.find(|(member, wire)| {
            wire.is_attribute && is_local(wire.xml.unwrap_or(member), attribute.name)
        });
        found.map(|(member, _)| *member)
    }
}

/// A text without white space around, which most have none of.
fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// A name without the prefix of its namespace.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, name)| name)
}

/// Whether a name without its prefix is this one, which has none.
fn is_local(name: &str, local: &str) -> bool {
    name.strip_suffix(local)
        .is_some_and(|prefix| prefix.is_empty() || prefix.ends_with(':'))
}

fn is_same_but_for_case_in_front(one: &str, other: &str) -> bool {
    match (one.as_bytes(), other.as_bytes()) {
        ([first, rest @ ..], [other, others @ ..]) => {
            rest == others && first.eq_ignore_ascii_case(other)
        }
        _ => false,
    }
}

impl<'de> MapAccess<'de> for Structure<'_, '_> {
    type Error = Problem;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Problem> {
        while let Some(attribute) = self.attributes.next() {
            if let Some(member) = self.of_attribute(attribute) {
                self.value = Some(Value::Attribute(attribute));
                let key = seed.deserialize(BorrowedStrDeserializer::new(member));
                return key.map(Some);
            }
        }
        while let Some(node) = self.rest.next() {
            let name = node.name();
            if self.flat == Some(name) {
                continue;
            }
            let (member, wire) = match self.member(name) {
                Some((member, wire)) => (Some(member), wire),
                None => (None, Wire::of(self.members, name)),
            };
            if wire.is_flat {
                if self.more_flat.contains(&name) {
                    continue;
                }
                self.more_flat.extend(self.flat.replace(name));
            }
            self.value = Some(Value::Element(node, wire));
            let key = match member {
                Some(member) => seed.deserialize(BorrowedStrDeserializer::new(member)),
                None => seed.deserialize(StrDeserializer::new(name)),
            };
            return key.map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Problem> {
        let whole = self.whole;
        let value = match self.value.take() {
            Some(Value::Element(node, wire)) => Element {
                node,
                wire,
                ..whole
            },
            Some(Value::Attribute(value)) => Element {
                attribute: Some(value),
                wire: &RULE,
                ..whole
            },
            None => return Err(Problem::plain("a value without its key")),
        };
        seed.deserialize(value).map_err(inside(value.node))
    }
}
