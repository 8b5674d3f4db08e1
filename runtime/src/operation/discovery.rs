//! Endpoint discovery.

use super::error::{ProvideErrorMetadata, RequestError};
use bytes::Bytes;
use http::{Request, Response};
use std::any::Any;
use std::error::Error;
use std::fmt;

/// What a response tells, or why it does not.
pub(super) type Discovered = Result<Vec<DiscoveredEndpoint>, Box<dyn Failure>>;

/// A result that is there as a value.
pub(super) type Typed = Option<Box<dyn Any + Send>>;

/// How a service's endpoints are discovered. Created by generated code.
#[derive(Clone, Copy)]
pub struct Discovery {
    /// The operations that have no other endpoint.
    pub(crate) required: &'static [&'static str],
    /// The operations that are asked for where the configuration says so.
    pub(crate) optional: &'static [&'static str],
    /// The operation that tells.
    pub(crate) operation: fn() -> &'static str,
    pub(crate) request: fn() -> Result<Request<Bytes>, RequestError>,
    /// Reads a response, or a result of the operation that is there as a value.
    pub(crate) read: fn(Result<Response<Bytes>, RequestError>, Typed) -> Discovered,
}

/// A discovered endpoint. Created by generated code.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DiscoveredEndpoint {
    pub(crate) address: String,
    /// How long it is good for.
    pub(crate) minutes: u64,
}

/// The error of an operation, whichever it is.
pub(crate) trait Failure: Send {
    fn payload_mut(&mut self) -> &mut dyn ProvideErrorMetadata;

    fn into_error(self: Box<Self>) -> Box<dyn Error + Send + Sync>;
}

impl DiscoveredEndpoint {
    /// Creates an endpoint; `None` if there is no address.
    #[must_use]
    pub fn new(address: Option<String>, minutes: Option<impl Into<i64>>) -> Option<Self> {
        let minutes = minutes.map_or(0, Into::into);
        Some(Self {
            address: address?,
            minutes: u64::try_from(minutes).unwrap_or_default(),
        })
    }
}

impl Discovery {
    /// Whether an operation of this name has such an endpoint, and must; `None` where it has not.
    pub(crate) fn is_required(&self, operation: &str) -> Option<bool> {
        let is_optional = || self.optional.contains(&operation).then_some(false);
        let is_required = self.required.contains(&operation).then_some(true);
        is_required.or_else(is_optional)
    }
}

impl fmt::Debug for Discovery {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Discovery")
            .field("required", &self.required)
            .field("optional", &self.optional)
            .finish_non_exhaustive()
    }
}

/// Functions have no equality that could be relied on: the operations have.
impl PartialEq for Discovery {
    fn eq(&self, other: &Self) -> bool {
        (self.required, self.optional) == (other.required, other.optional)
    }
}

impl Eq for Discovery {}
