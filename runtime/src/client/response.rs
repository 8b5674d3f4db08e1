//! An output with its metadata.

use crate::protocol::request_id;
use http::{HeaderMap, StatusCode};

/// The output of a call, with the metadata of its response.
#[derive(Clone, Debug)]
pub struct Response<T> {
    pub(super) output: T,
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) attempts: u32,
}

impl<T> Response<T> {
    /// The output.
    #[must_use]
    pub fn output(&self) -> &T {
        &self.output
    }

    /// Converts it into the output.
    #[must_use]
    pub fn into_output(self) -> T {
        self.output
    }

    /// The request id, for AWS support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The headers of the response.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The number of attempts.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }
}
