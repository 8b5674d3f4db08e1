//! Endpoints that a service tells by an operation of its own.

use super::contract::{Metadata, Operation, OperationError};
use super::error::{ProvideErrorMetadata, RequestError};
use bytes::Bytes;
use http::{Request, Response};
use std::any::Any;
use std::error::Error;
use std::fmt;

/// What a response tells, or why it does not.
type Told = Result<Vec<DiscoveredEndpoint>, Box<dyn Failure>>;

/// How a service tells the endpoints of its operations. Made by generated code.
#[derive(Clone, Copy)]
pub struct Discovery {
    /// The operations that have no other endpoint.
    pub(crate) required: &'static [&'static str],
    /// The operations that are asked for where the configuration says so.
    pub(crate) optional: &'static [&'static str],
    /// Of the operation that tells.
    pub(crate) metadata: fn() -> Metadata,
    pub(crate) request: fn() -> Result<Request<Bytes>, RequestError>,
    /// Reads a response, or a result of the operation that is there as a value.
    pub(crate) read: fn(Result<Response<Bytes>, RequestError>, Option<Box<dyn Any + Send>>) -> Told,
}

/// An endpoint that a service tells. Made by generated code.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DiscoveredEndpoint {
    pub(crate) address: String,
    /// How long it is good for.
    pub(crate) minutes: u64,
}

/// The input of an operation that tells endpoints. Implemented by generated code.
pub trait DescribeEndpoints: Operation + Default {
    /// The endpoints, the one to take first.
    fn endpoints(output: Self::Output) -> Vec<DiscoveredEndpoint>;
}

/// The error of an operation, whichever it is.
pub(crate) trait Failure: Send {
    fn payload_mut(&mut self) -> &mut dyn ProvideErrorMetadata;

    fn into_error(self: Box<Self>) -> Box<dyn Error + Send + Sync>;
}

impl<E: OperationError> Failure for E {
    fn payload_mut(&mut self) -> &mut dyn ProvideErrorMetadata {
        OperationError::payload_mut(self)
    }

    fn into_error(self: Box<Self>) -> Box<dyn Error + Send + Sync> {
        self
    }
}

impl DiscoveredEndpoint {
    /// An endpoint; `None` where there is no address.
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
    /// Endpoints that the operation of this input tells: for operations that must have one of these, and for
    /// those that may.
    #[must_use]
    pub const fn of<O: DescribeEndpoints>(
        required: &'static [&'static str],
        optional: &'static [&'static str],
    ) -> Self {
        Self {
            required,
            optional,
            metadata: || O::METADATA,
            request: || O::default().to_request(),
            read: read::<O>,
        }
    }

    /// Whether an operation of this name has such an endpoint, and must; `None` where it has not.
    pub(crate) fn is_required(&self, operation: &str) -> Option<bool> {
        let is_optional = || self.optional.contains(&operation).then_some(false);
        let is_required = self.required.contains(&operation).then_some(true);
        is_required.or_else(is_optional)
    }
}

fn read<O: DescribeEndpoints>(
    response: Result<Response<Bytes>, RequestError>,
    typed: Option<Box<dyn Any + Send>>,
) -> Told {
    let typed = typed.and_then(|typed| typed.downcast::<Result<O::Output, O::Error>>().ok());
    let result = match (typed, response) {
        (Some(typed), _) => *typed,
        (None, Ok(response)) => O::parse_response(&response),
        (None, Err(error)) => Err(error.into()),
    };
    match result {
        Ok(output) => Ok(O::endpoints(output)),
        Err(error) => Err(Box::new(error)),
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
