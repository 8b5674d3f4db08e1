//! Required members of types that are both sent and received.
//!
//! In a type that is only sent, a required member is not an `Option`, and the compiler enforces it. A type
//! that is also received keeps `Option`, because a response that lacks the member must still be parsed; such
//! members are validated before a request is sent.

use crate::value::Map;

/// The path of a required member that is not set.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Missing(Vec<Segment>);

#[derive(Clone, Debug, Eq, PartialEq)]
enum Segment {
    /// Its Rust name, and its wire name.
    Member(&'static str, &'static str),
    Element(usize),
    Value,
}

impl Missing {
    /// The Rust path.
    #[must_use]
    pub fn field(&self) -> String {
        self.path(|field, _| field)
    }

    /// The path on the wire.
    #[must_use]
    pub fn wire_name(&self) -> String {
        self.path(|_, wire_name| wire_name)
    }

    fn path(&self, name: fn(&'static str, &'static str) -> &'static str) -> String {
        let mut path = String::new();
        for segment in self.0.iter().rev() {
            match segment {
                Segment::Member(field, wire_name) => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(name(field, wire_name));
                }
                Segment::Element(index) => path.push_str(&format!("[{index}]")),
                Segment::Value => path.push_str("{}"),
            }
        }
        path
    }
}

/// A value with members that must be validated.
pub trait Required {
    /// The first required member that is not set.
    fn missing(&self) -> Option<Missing>;
}

impl<T: Required> Required for Option<T> {
    fn missing(&self) -> Option<Missing> {
        self.as_ref().and_then(Required::missing)
    }
}

impl<T: Required + ?Sized> Required for Box<T> {
    fn missing(&self) -> Option<Missing> {
        (**self).missing()
    }
}

impl<T: Required> Required for Vec<T> {
    fn missing(&self) -> Option<Missing> {
        self.iter()
            .enumerate()
            .find_map(|(index, element)| within(Segment::Element(index), element))
    }
}

impl<K, T: Required> Required for Map<K, T> {
    fn missing(&self) -> Option<Missing> {
        self.values()
            .find_map(|value| within(Segment::Value, value))
    }
}

/// Validates required members, and keeps the first that is not set.
#[derive(Debug, Default)]
pub struct Search(Option<Missing>);

impl Search {
    /// Creates a validation that has found nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Validates a required member, with its Rust name and its wire name.
    pub fn member<T>(&mut self, field: &'static str, wire: &'static str, value: &Option<T>) {
        if self.0.is_none() && value.is_none() {
            self.0 = Some(Missing(vec![Segment::Member(field, wire)]));
        }
    }

    /// Validates the members within a member.
    pub fn inside(&mut self, field: &'static str, wire: &'static str, value: &impl Required) {
        if self.0.is_none() {
            self.0 = within(Segment::Member(field, wire), value);
        }
    }

    /// The first missing member.
    #[must_use]
    pub fn found(self) -> Option<Missing> {
        self.0
    }
}

fn within(segment: Segment, value: &impl Required) -> Option<Missing> {
    let mut missing = value.missing()?;
    missing.0.push(segment);
    Some(missing)
}
