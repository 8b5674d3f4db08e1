//! Smithy RPC v2 with CBOR bodies: [`rpcv2Cbor`].
//!
//! serde writes and reads the generated types, whose names are those of the wire. The format is own code:
//! no crate reads only as deep as it is told, drops `null` where a list or map may not have it, and tags
//! the type that is a moment in time.
//!
//! [`rpcv2Cbor`]: https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html

mod error;
mod event;
mod head;
mod read;
#[cfg(test)]
mod tests;
mod write;

use super::names::{Names, RULE};
use super::request::RequestBuilder;
use crate::operation::Operation;
use crate::operation::error::{RequestError, RequestErrorKind};
use bytes::Bytes;
use http::header::{ACCEPT, HeaderName};
use http::{Method, Request, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use super::failure::ErrorResponse;
pub use super::names::{Members, Wire};
pub(super) use error::message;
pub use error::modeled;
pub(super) use event::event;

const PROTOCOL: HeaderName = HeaderName::from_static("smithy-protocol");
const MEDIA_TYPE: &str = "application/cbor";

/// How a service speaks RPC v2 with CBOR.
#[derive(Clone, Copy, Debug)]
pub struct Cbor {
    names: Names,
}

impl Cbor {
    /// The protocol. `types` has those whose lists or maps may hold `null`, sorted by name.
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
        let body: &[u8] = response.body();
        read::structure(&self.names, body)
            .map_err(|problem| problem.into_unreadable().in_body(body))
    }

    /// The error a response reports; `None` where it reports success.
    #[must_use]
    pub fn failure<'a>(&'static self, response: &'a Response<Bytes>) -> Option<ErrorResponse<'a>> {
        error::failure(&self.names, response)
    }
}

impl RequestBuilder {
    /// A request of the protocol, to `/service/Service/operation/Operation`.
    #[must_use]
    pub fn rpc_v2_cbor(path: &'static str) -> Self {
        let mut request = Self::new(Method::POST, path);
        request.fixed_header(PROTOCOL, "rpc-v2-cbor");
        request.fixed_header(ACCEPT, MEDIA_TYPE);
        request
    }

    /// The request with an input as its body.
    ///
    /// # Errors
    /// A member was refused, or the input cannot be written as CBOR.
    pub fn cbor(
        mut self,
        _protocol: &Cbor,
        input: &impl Serialize,
    ) -> Result<Request<Bytes>, RequestError> {
        let body = write::to_bytes(input)
            .map_err(|problem| RequestError::new(RequestErrorKind::Build, problem))?;
        self.content_type(MEDIA_TYPE);
        self.finish(body.into())
    }
}
