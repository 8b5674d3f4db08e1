//! REST with XML bodies: [`restXml`].
//!
//! [`restXml`]: https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html

use super::names::Names;
use super::request::RequestBuilder;
use super::xml;
use crate::operation::Operation;
use crate::operation::error::{RequestError, RequestErrorKind};
use bytes::Bytes;
use http::{Request, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use super::failure::ErrorResponse;
pub use super::names::{Members, Wire};
pub use super::xml::modeled;

/// How a service speaks REST with XML.
#[derive(Clone, Copy, Debug)]
pub struct RestXml {
    names: Names,
}

impl RestXml {
    /// The protocol. `types` has those that differ from its rule, sorted by name.
    #[must_use]
    pub const fn new(types: &'static [(&'static str, Members)]) -> Self {
        Self {
            names: Names(types),
        }
    }

    pub(super) const fn names(&self) -> &Names {
        &self.names
    }

    /// An operation's output; no body is an output without members.
    ///
    /// # Errors
    /// The body is not such an output.
    pub fn output<O: Operation<Output: DeserializeOwned>>(
        &self,
        response: &Response<Bytes>,
    ) -> Result<O::Output, RequestError> {
        match self.payload(response)? {
            Some(output) => Ok(output),
            None => xml::empty(&self.names)
                .map_err(|problem| problem.into_unreadable().in_body(response.body())),
        }
    }

    /// An operation's output, whose one member in the body is the root element itself.
    ///
    /// # Errors
    /// The body is not such an output.
    pub fn unwrapped<O: Operation<Output: DeserializeOwned>>(
        &self,
        response: &Response<Bytes>,
    ) -> Result<O::Output, RequestError> {
        let body: &[u8] = response.body();
        if is_blank(body) {
            return self.output::<O>(response);
        }
        let read = |document: xml::Document<'_>| match document.root_element().content() {
            "" => xml::empty(&self.names),
            _ => xml::read(&self.names, document.root()),
        };
        xml::document(body, &xml::limits(response))
            .and_then(read)
            .map_err(|problem| problem.into_unreadable().in_body(body))
    }

    /// A member that is the whole body; `None` where that is empty.
    ///
    /// # Errors
    /// The body is not such a value.
    pub fn payload<T: DeserializeOwned>(
        &self,
        response: &Response<Bytes>,
    ) -> Result<Option<T>, RequestError> {
        let body: &[u8] = response.body();
        if is_blank(body) {
            return Ok(None);
        }
        xml::document(body, &xml::limits(response))
            .and_then(|document| xml::read(&self.names, document.root_element()))
            .map(Some)
            .map_err(|problem| problem.into_unreadable().in_body(body))
    }

    /// The error a response reports, which may have begun as a success: S3 sends the status before a copy
    /// is done. `None` where it reports success.
    #[must_use]
    pub fn failure<'a>(&'static self, response: &'a Response<Bytes>) -> Option<ErrorResponse<'a>> {
        if response.status().is_success() {
            return xml::late_failure(&self.names, response);
        }
        xml::failure(&self.names, response)
    }

    /// The error a response reports by its status, where its body is no XML; `None` where it reports
    /// success.
    #[must_use]
    pub fn failure_by_status<'a>(
        &'static self,
        response: &'a Response<Bytes>,
    ) -> Option<ErrorResponse<'a>> {
        xml::failure(&self.names, response)
    }
}

/// Whether nothing is in a body but the white space that keeps a connection.
fn is_blank(body: &[u8]) -> bool {
    body.iter().all(u8::is_ascii_whitespace)
}

impl RequestBuilder {
    /// The request with the members of an input that are in its body; without a body, where none of them
    /// is set. `root` has name and namespace of the root element.
    ///
    /// # Errors
    /// A member was refused, or the input cannot be written as XML.
    pub fn xml(
        self,
        protocol: &RestXml,
        root: &Wire,
        input: &impl Serialize,
    ) -> Result<Request<Bytes>, RequestError> {
        self.body(protocol, root, Some(input), true)
    }

    /// The request with a member as its body, where it is set.
    ///
    /// # Errors
    /// A member was refused, or this one cannot be written as XML.
    pub fn xml_payload(
        self,
        protocol: &RestXml,
        root: &Wire,
        body: Option<&impl Serialize>,
    ) -> Result<Request<Bytes>, RequestError> {
        self.body(protocol, root, body, false)
    }

    fn body(
        mut self,
        protocol: &RestXml,
        root: &Wire,
        value: Option<&impl Serialize>,
        is_input: bool,
    ) -> Result<Request<Bytes>, RequestError> {
        let Some(value) = value else {
            return self.empty();
        };
        let written = xml::write(&protocol.names, root, value)
            .map_err(|problem| RequestError::new(RequestErrorKind::Build, problem))?;
        if is_input && written.is_empty {
            return self.empty();
        }
        self.content_type("application/xml");
        self.finish(written.text.into())
    }
}
