//! The query protocols: requests are forms, responses are XML.
//!
//! serde writes and reads the generated types here as it does in JSON; the types know nothing of
//! it. Names and nesting follow from a rule of the protocol. Where a member differs from the rule,
//! the service's [`Query`] says so, by the names of type and member.

mod error;
mod form;
mod redact;
mod scan;
mod xml;

use crate::operation::Operation;
use crate::operation::error::{CallError, CallErrorKind};
use crate::protocol::{Failure, RequestBuilder, Step, Unreadable, XmlLimits, without_values};
use bytes::Bytes;
use http::{Request, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt;

pub use error::modeled;
pub(crate) use redact::redacted;

/// How a service speaks the query protocol.
#[derive(Clone, Copy, Debug)]
pub struct Query {
    dialect: Dialect,
    version: &'static str,
    types: &'static [(&'static str, Members)],
}

/// The members of a type that differ from the protocol's rule, by their names in JSON.
pub type Members = &'static [(&'static str, Wire)];

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Dialect {
    Query,
    Ec2,
}

impl Query {
    /// The query protocol. `types` has those that differ from its rule, sorted by name.
    #[must_use]
    pub const fn new(version: &'static str, types: &'static [(&'static str, Members)]) -> Self {
        Self {
            dialect: Dialect::Query,
            version,
            types,
        }
    }

    /// The query protocol as EC2 has it: names begin with a capital in forms and with either case in
    /// XML, lists are flat in forms, and an answer's members stand at its root.
    #[must_use]
    pub const fn ec2(version: &'static str, types: &'static [(&'static str, Members)]) -> Self {
        Self {
            dialect: Dialect::Ec2,
            version,
            types,
        }
    }

    /// An operation's output.
    ///
    /// # Errors
    /// The body is not such an output.
    pub fn output<O: Operation<Output: DeserializeOwned>>(
        &self,
        response: &Response<Bytes>,
    ) -> Result<O::Output, CallError> {
        let body: &[u8] = response.body();
        xml::output(self, O::METADATA.name, body, &limits(response))
            .map_err(|problem| problem.into_unreadable().in_body(body))
    }

    /// The error a response reports; `None` where it reports success.
    #[must_use]
    pub fn failure<'a>(&'static self, response: &'a Response<Bytes>) -> Option<Failure<'a>> {
        error::failure(self, response)
    }

    fn members(&self, name: &str) -> Members {
        match self.types.binary_search_by_key(&name, |(name, _)| name) {
            Ok(index) => self.types.get(index).map_or(&[], |(_, members)| members),
            Err(_) => &[],
        }
    }
}

impl RequestBuilder {
    /// The request with a form: action, version and the members of the input.
    ///
    /// # Errors
    /// A member was refused, or the input cannot be written as a form.
    pub fn form<O: Operation + Serialize>(
        mut self,
        query: &Query,
        input: &O,
    ) -> Result<Request<Bytes>, CallError> {
        let body = form::write(query, O::METADATA.name, input)
            .map_err(|problem| CallError::new(CallErrorKind::Build, problem))?;
        self.content_type("application/x-www-form-urlencoded");
        self.finish(body.into())
    }
}

/// How a member is written in forms and XML, where it is not by the protocol's rule.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wire {
    name: Option<&'static str>,
    xml: Option<&'static str>,
    is_flat: bool,
    element: Option<&'static str>,
    entry: Option<(&'static str, &'static str)>,
}

static RULE: Wire = Wire::new();

impl Wire {
    /// By the rule.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            name: None,
            xml: None,
            is_flat: false,
            element: None,
            entry: None,
        }
    }

    /// With this name in forms.
    #[must_use]
    pub const fn name(mut self, name: &'static str) -> Self {
        self.name = Some(name);
        self
    }

    /// With this name in XML.
    #[must_use]
    pub const fn xml(mut self, name: &'static str) -> Self {
        self.xml = Some(name);
        self
    }

    /// A list or map whose elements stand where the member would, without one around them.
    #[must_use]
    pub const fn flat(mut self) -> Self {
        self.is_flat = true;
        self
    }

    /// A list with this name for its elements, in place of `member`.
    #[must_use]
    pub const fn element(mut self, name: &'static str) -> Self {
        self.element = Some(name);
        self
    }

    /// A map with these names in an entry, in place of `key` and `value`.
    #[must_use]
    pub const fn entry(mut self, key: &'static str, value: &'static str) -> Self {
        self.entry = Some((key, value));
        self
    }

    fn of(members: Members, name: &str) -> &'static Self {
        let mut members = members.iter();
        members
            .find(|(known, _)| *known == name)
            .map_or(&RULE, |(_, wire)| wire)
    }

    fn key_and_value(&self) -> (&'static str, &'static str) {
        self.entry.unwrap_or(("key", "value"))
    }
}

/// What the XML of a response may hold: what the client was told, or else the default.
fn limits(response: &Response<Bytes>) -> XmlLimits {
    let told = response.extensions().get::<XmlLimits>();
    told.copied().unwrap_or_default()
}

/// Why a value cannot be written or read.
#[derive(Debug)]
struct Problem(Box<Unreadable>);

impl Problem {
    /// A problem whose text shows nothing of the answer.
    fn plain(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::of(text.clone(), text)
    }

    /// A problem, and what its text is without values.
    fn of(shown: String, expected: String) -> Self {
        Self(Box::new(Unreadable {
            expected,
            shown: Some(shown),
            ..Unreadable::default()
        }))
    }

    /// The same problem in a member that is around it.
    fn inside(mut self, name: &str, place: impl FnOnce() -> String) -> Self {
        if self.0.place.is_empty() {
            self.0.place = place();
        }
        self.0.path.insert(0, Step::Member(name.to_owned()));
        self
    }

    fn into_unreadable(self) -> Unreadable {
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
