//! Required members of types that are both sent and received.
//!
//! In a type that is only sent, a required member is not an `Option`, and the compiler enforces it.
//! A type that is also received keeps `Option`, because a response that lacks the member must not be
//! lost; there the member is looked for before a request is sent.

use super::error::RequestError;
use crate::value::Map;
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

/// Looks for required members that are not set, and keeps the first.
#[derive(Debug, Default)]
pub struct Search(Option<Missing>);

impl Search {
    /// A search that has found nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Looks at the required member `name`.
    pub fn member<T>(&mut self, name: &'static str, value: &Option<T>) {
        if self.0.is_none() && value.is_none() {
            self.0 = Some(Missing(vec![Segment::Member(name)]));
        }
    }

    /// Looks inside the member `name`.
    pub fn inside(&mut self, name: &'static str, value: &impl Required) {
        if self.0.is_none() {
            self.0 = within(Segment::Member(name), value);
        }
    }

    /// What was found.
    #[must_use]
    pub fn found(self) -> Option<Missing> {
        self.0
    }
}

/// The value of the required member `name`.
///
/// # Errors
/// There is none.
pub fn given<T>(name: &str, value: Option<T>) -> Result<T, RequestError> {
    value.ok_or_else(|| RequestError::missing(name))
}

fn within(segment: Segment, value: &impl Required) -> Option<Missing> {
    let mut missing = value.missing()?;
    missing.0.push(segment);
    Some(missing)
}
