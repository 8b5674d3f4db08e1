//! A response that reports an error.

use super::request_id::request_id;
use crate::operation::error::{ErrorMetadata, ProvideErrorMetadata, RequestError, UnknownError};
use bytes::Bytes;
use http::Response;

/// An exception of an API's model.
pub trait Exception: ProvideErrorMetadata {
    /// Takes the members that travel as headers.
    ///
    /// # Errors
    /// A header has an unexpected value.
    fn read_headers(&mut self, _response: &Response<Bytes>) -> Result<(), RequestError> {
        Ok(())
    }

    /// Fills in the defaults of members that the response lacks, where the crate is generated so.
    fn fill_defaults(&mut self) {}
}

/// A response that reports an error.
#[derive(Debug)]
pub struct ErrorResponse<'a> {
    /// The name of the exception's shape, by which it is looked up.
    shape: Option<String>,
    metadata: ErrorMetadata,
    response: &'a Response<Bytes>,
}

/// What a failed response tells in every protocol: its status, body and request id.
pub(super) fn metadata(response: &Response<Bytes>) -> ErrorMetadata {
    let mut metadata = ErrorMetadata::new();
    metadata.set_status(response.status().as_u16());
    metadata.set_raw_body(response.body().as_ref());
    if let Some(id) = request_id(response.headers()) {
        metadata.set_request_id(id);
    }
    metadata
}

impl<'a> ErrorResponse<'a> {
    pub(crate) fn new(
        shape: Option<String>,
        mut metadata: ErrorMetadata,
        response: &'a Response<Bytes>,
    ) -> Self {
        metadata.set_headers(response.headers().clone());
        Self {
            shape,
            metadata,
            response,
        }
    }

    pub(crate) fn response(&self) -> &'a Response<Bytes> {
        self.response
    }

    /// An exception that was read from the body, with what else is known of the failure.
    pub(crate) fn with<T: Exception>(self, mut exception: T) -> Result<Box<T>, UnknownError> {
        if exception.read_headers(self.response).is_err() {
            return Err(self.unknown());
        }
        exception.fill_defaults();
        *exception.metadata_mut() = self.metadata;
        Ok(Box::new(exception))
    }

    /// The same failure, of which texts do not show these members nor the body.
    #[must_use]
    pub fn redacted(mut self, sensitive: &[&str]) -> Self {
        self.metadata.redact(sensitive);
        self
    }

    /// The exception's name as its model has it.
    #[must_use]
    pub fn shape(&self) -> Option<&str> {
        self.shape.as_deref()
    }

    /// The error code, which differs from [`shape`](Self::shape) for APIs that once spoke the query
    /// protocol.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.metadata.code()
    }

    /// The error as one that the crate does not know.
    #[must_use]
    pub fn unknown(self) -> UnknownError {
        UnknownError::new(self.metadata)
    }
}
