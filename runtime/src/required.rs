//! Required members of types that are both sent and received.
//!
//! In a type that is only sent, a required member is not an `Option`, and the compiler enforces it.
//! A type that is also received keeps `Option`, because an answer that lacks the member must not be
//! lost; there the member is looked for before a request is sent.

use crate::Map;
use std::fmt;

/// The path of a required member that is not set.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Missing(Vec<Segment>);

#[derive(Clone, Debug, Eq, PartialEq)]
enum Segment {
    Member(&'static str),
    Element(usize),
    Value,
}

impl fmt::Display for Missing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (depth, segment) in self.0.iter().rev().enumerate() {
            match segment {
                Segment::Member(name) if depth == 0 => formatter.write_str(name)?,
                Segment::Member(name) => write!(formatter, ".{name}")?,
                Segment::Element(index) => write!(formatter, "[{index}]")?,
                Segment::Value => formatter.write_str("{}")?,
            }
        }
        Ok(())
    }
}

/// A value in which a required member may be missing.
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

/// The required member `name` itself.
#[must_use]
pub fn member<T>(name: &'static str, value: &Option<T>) -> Option<Missing> {
    value
        .is_none()
        .then(|| Missing(vec![Segment::Member(name)]))
}

/// Required members within the member `name`.
#[must_use]
pub fn inside(name: &'static str, value: &impl Required) -> Option<Missing> {
    within(Segment::Member(name), value)
}

fn within(segment: Segment, value: &impl Required) -> Option<Missing> {
    let mut missing = value.missing()?;
    missing.0.push(segment);
    Some(missing)
}
