//! The operations that return endpoints.

use super::contract::{Operation, OperationError, parse_response};
use super::discovery::{Discovered, DiscoveredEndpoint, Discovery, Failure, Typed};
use super::error::{ProvideErrorMetadata, RequestError};
use bytes::Bytes;
use http::Response;
use std::error::Error;

/// The input of an operation that returns endpoints. Implemented by generated code.
pub trait DescribeEndpoints: Operation + Default {
    /// The endpoints, the preferred one first.
    fn endpoints(output: Self::Output) -> Vec<DiscoveredEndpoint>;
}

impl<E: OperationError> Failure for E {
    fn payload_mut(&mut self) -> &mut dyn ProvideErrorMetadata {
        OperationError::payload_mut(self)
    }

    fn into_error(self: Box<Self>) -> Box<dyn Error + Send + Sync> {
        self
    }
}

impl Discovery {
    /// Endpoint discovery with the operation of this input: for operations that require a discovered
    /// endpoint, and for those that can use one.
    #[must_use]
    pub const fn of<O: DescribeEndpoints>(
        required: &'static [&'static str],
        optional: &'static [&'static str],
    ) -> Self {
        Self {
            required,
            optional,
            operation: || O::METADATA.name,
            request: || O::default().to_request(),
            read: read::<O>,
        }
    }
}

fn read<O: DescribeEndpoints>(
    response: Result<Response<Bytes>, RequestError>,
    typed: Typed,
) -> Discovered {
    let typed = typed.and_then(|typed| typed.downcast::<Result<O::Output, O::Error>>().ok());
    let result = match (typed, response) {
        (Some(typed), _) => *typed,
        (None, Ok(response)) => parse_response::<O>(&response),
        (None, Err(error)) => Err(error.into()),
    };
    match result {
        Ok(output) => Ok(O::endpoints(output)),
        Err(error) => Err(Box::new(error)),
    }
}
