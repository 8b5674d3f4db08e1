//! A response that reports an error, where serde reads exceptions.

use super::names::Names;
use super::{Exception, error};
use crate::operation::error::{ErrorMetadata, UnknownError};
use bytes::Bytes;
use http::Response;

/// A response that reports an error, and the names of the service.
#[derive(Debug)]
pub struct ErrorResponse<'a> {
    inner: error::ErrorResponse<'a>,
    pub(super) names: &'static Names,
}

impl<'a> ErrorResponse<'a> {
    /// What is known of a failure; `describe` adds what the body tells, and gives the exception's name.
    pub(super) fn of(
        names: &'static Names,
        response: &'a Response<Bytes>,
        describe: impl FnOnce(&mut ErrorMetadata) -> Option<String>,
    ) -> Self {
        let mut metadata = error::metadata(response);
        let shape = describe(&mut metadata);
        Self {
            inner: error::ErrorResponse::new(shape, metadata, response),
            names,
        }
    }

    pub(super) fn response(&self) -> &'a Response<Bytes> {
        self.inner.response()
    }

    /// The failure as an exception, where it was read as one.
    pub(super) fn with<T: Exception, E>(
        self,
        exception: Option<T>,
        variant: fn(Box<T>) -> E,
    ) -> Result<E, UnknownError> {
        match exception {
            Some(exception) => self.inner.with(exception).map(variant),
            None => Err(self.unknown()),
        }
    }

    /// The exception's name as its model has it.
    #[must_use]
    pub fn shape(&self) -> Option<&str> {
        self.inner.shape()
    }

    /// The same failure, of which texts do not show these members nor the body.
    #[must_use]
    pub fn redacted(self, sensitive: &[&str]) -> Self {
        Self {
            inner: self.inner.redacted(sensitive),
            names: self.names,
        }
    }

    /// The error as one that the crate does not know.
    #[must_use]
    pub fn unknown(self) -> UnknownError {
        self.inner.unknown()
    }
}
