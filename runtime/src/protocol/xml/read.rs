//! serde's deserializer of XML, led by the types that are read and the names of a service.
//!
//! The XML is read into a tree first: the elements of a flat list may stand anywhere among their
//! siblings. Namespaces are not looked at, as each name has one meaning.

use super::scan;
use crate::protocol::XmlLimits;
use crate::protocol::names::{Members, Names, RULE, Wire};
use crate::protocol::problem::Problem;
use bytes::Bytes;
use http::Response;
use roxmltree::{Attribute, Attributes, Document, Node, TextPos};
use serde::de::value::{BorrowedStrDeserializer, StrDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor,
};
use std::borrow::Cow;
use std::iter::successors;

/// How deep elements may be nested: recursive types must not use up the stack.
const DEPTH: u8 = 128;

/// What the XML of a response may hold: what the client was told, or else the default.
pub(in crate::protocol) fn limits(response: &Response<Bytes>) -> XmlLimits {
    let told = response.extensions().get::<XmlLimits>();
    told.copied().unwrap_or_default()
}

/// The tree of a body.
pub(in crate::protocol) fn document<'a>(
    body: &'a [u8],
    limits: &XmlLimits,
) -> Result<Document<'a>, Problem> {
    let text = std::str::from_utf8(body).map_err(|error| Problem::plain(error.to_string()))?;
    // Services send white space while they work, to keep the connection.
    let text = text.trim_start();
    scan::check(text, limits).map_err(Problem::plain)?;
    Document::parse(text).map_err(|error| {
        let position = error.pos();
        let mut problem = Problem::of(error.to_string(), "expected well-formed XML".to_owned());
        problem.0.place = place(position);
        problem.0.is_cut = matches!(
            error,
            roxmltree::Error::UnclosedRootNode | roxmltree::Error::UnexpectedEndOfStream
        );
        problem
    })
}

fn place(position: TextPos) -> String {
    format!("line {} column {}", position.row, position.col)
}

/// Adds to a problem in an element which that is.
fn inside(node: Node<'_, '_>) -> impl FnOnce(Problem) -> Problem {
    move |problem| {
        problem.inside(name(node), || {
            place(node.document().text_pos_at(node.range().start))
        })
    }
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

pub(in crate::protocol) fn name<'a>(node: Node<'a, '_>) -> &'a str {
    node.tag_name().name()
}

/// The child elements.
pub(in crate::protocol) fn elements<'a, 'i>(
    node: Node<'a, 'i>,
) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(Node::is_element)
}

/// The child element of this name.
pub(in crate::protocol) fn child<'a, 'i>(node: Node<'a, 'i>, part: &str) -> Option<Node<'a, 'i>> {
    elements(node).find(|child| name(*child) == part)
}

/// The text in an element.
pub(in crate::protocol) fn text<'a>(node: Node<'a, '_>) -> Cow<'a, str> {
    let mut texts = node
        .children()
        .filter(Node::is_text)
        .filter_map(|child| child.text());
    let first = Cow::from(texts.next().unwrap_or_default());
    texts.fold(first, |text, more| text + more)
}

/// One element, or, for a flat list or map, it and its later siblings of the same name.
#[derive(Clone, Copy)]
pub(super) struct Element<'a, 'i> {
    names: &'a Names,
    node: Node<'a, 'i>,
    wire: &'static Wire,
    depth: u8,
    /// What is read in place of the text in the element: an attribute of it.
    attribute: Option<&'a str>,
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

    fn text(self) -> Cow<'a, str> {
        self.attribute
            .map_or_else(|| text(self.node), Cow::Borrowed)
    }

    /// The elements of a list or map.
    fn parts(self) -> impl Iterator<Item = Self> {
        let Self { node, wire, .. } = self;
        let first = match wire.is_flat {
            true => Some(node),
            false => node.first_element_child(),
        };
        successors(first, |part| part.next_sibling_element())
            .filter(move |part| !wire.is_flat || name(*part) == name(node))
            .map(move |node| Self { node, ..self })
    }

    pub(super) fn members(self, name: &str, fields: &'static [&'static str]) -> Structure<'a, 'i> {
        Structure {
            attributes: self.node.attributes(),
            next: self.node.first_element_child(),
            members: self.names.members(name),
            fields,
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
        text.trim().parse().map_err(|_| {
            let name = name(self.node);
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
        if self.node.has_children() && self.node.first_element_child().is_some() {
            return visitor.visit_map(self.deeper()?.members("", &[]));
        }
        let text = self.text();
        let trimmed = text.trim();
        if let Ok(number) = trimmed.parse() {
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
                let node = elements(entry.node).find(|child| name(*child) == local(part))?;
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
    attributes: Attributes<'a, 'i>,
    next: Option<Node<'a, 'i>>,
    members: Members,
    /// The names of all members, where they are known.
    fields: &'static [&'static str],
    whole: Element<'a, 'i>,
    value: Option<Element<'a, 'i>>,
}

impl Structure<'_, '_> {
    /// The member with this name in XML, where the members are known.
    fn member(&self, name: &str) -> Option<&'static str> {
        let mut members = self.members.iter();
        let is_named = |wire: &Wire| wire.xml.is_some_and(|known| local(known) == name);
        if let Some((member, _)) = members.find(|(_, wire)| !wire.is_attribute && is_named(wire)) {
            return Some(member);
        }
        let by_rule = |is_same: fn(&str, &str) -> bool| {
            let mut fields = self.fields.iter().copied();
            fields.find(|field| {
                let wire = Wire::of(self.members, field);
                is_same(field, name) && wire.xml.is_none() && !wire.is_attribute
            })
        };
        // EC2 begins names with a small letter; the others do so in some exceptions.
        by_rule(|one, other| one == other).or_else(|| by_rule(is_same_but_for_case_in_front))
    }

    /// The member that an attribute is.
    fn of_attribute(&self, attribute: &Attribute<'_, '_>) -> Option<&'static str> {
        let mut members = self.members.iter();
        let found = members.find(|(member, wire)| {
            wire.is_attribute && local(wire.xml.unwrap_or(member)) == attribute.name()
        });
        found.map(|(member, _)| *member)
    }
}

/// A name without the prefix of its namespace.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, name)| name)
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
            if let Some(member) = self.of_attribute(&attribute) {
                self.value = Some(Element {
                    attribute: Some(attribute.value()),
                    wire: &RULE,
                    ..self.whole
                });
                let key = seed.deserialize(BorrowedStrDeserializer::new(member));
                return key.map(Some);
            }
        }
        while let Some(node) = self.next {
            self.next = node.next_sibling_element();
            let member = self.member(name(node));
            let wire = Wire::of(self.members, member.unwrap_or(name(node)));
            if wire.is_flat && is_later(node) {
                continue;
            }
            self.value = Some(Element {
                node,
                wire,
                ..self.whole
            });
            let key = match member {
                Some(member) => seed.deserialize(BorrowedStrDeserializer::new(member)),
                None => seed.deserialize(StrDeserializer::new(name(node))),
            };
            return key.map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Problem> {
        let value = self.value.take();
        let value = value.ok_or_else(|| Problem::plain("a value without its key"))?;
        seed.deserialize(value).map_err(inside(value.node))
    }
}

/// Whether a sibling of the same name stands before an element.
fn is_later(node: Node<'_, '_>) -> bool {
    successors(node.prev_sibling_element(), Node::prev_sibling_element)
        .any(|sibling| name(sibling) == name(node))
}
