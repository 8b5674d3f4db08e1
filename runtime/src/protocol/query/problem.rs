//! What can be wrong with a form or XML.

use crate::operation::unreadable::{Step, Unreadable};
use crate::protocol::{XmlLimits, without_values};
use bytes::Bytes;
use http::Response;
use std::fmt;

/// What the XML of a response may hold: what the client was told, or else the default.
pub(super) fn limits(response: &Response<Bytes>) -> XmlLimits {
    let told = response.extensions().get::<XmlLimits>();
    told.copied().unwrap_or_default()
}

/// Why a value cannot be written or read.
#[derive(Debug)]
pub(super) struct Problem(pub(super) Box<Unreadable>);

impl Problem {
    /// A problem whose text shows nothing of the response.
    pub(super) fn plain(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::of(text.clone(), text)
    }

    /// A problem, and what its text is without values.
    pub(super) fn of(shown: String, expected: String) -> Self {
        Self(Box::new(Unreadable {
            expected,
            shown: Some(shown),
            ..Unreadable::default()
        }))
    }

    /// The same problem in a member that is around it.
    pub(super) fn inside(mut self, name: &str, place: impl FnOnce() -> String) -> Self {
        if self.0.place.is_empty() {
            self.0.place = place();
        }
        self.0.path.insert(0, Step::Member(name.to_owned()));
        self
    }

    pub(super) fn into_unreadable(self) -> Unreadable {
        *self.0
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl std::error::Error for Problem {}

impl serde::ser::Error for Problem {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::plain(message.to_string())
    }
}

impl serde::de::Error for Problem {
    fn custom<T: fmt::Display>(message: T) -> Self {
        let shown = message.to_string();
        let expected = without_values(&shown);
        Self::of(shown, expected)
    }
}
