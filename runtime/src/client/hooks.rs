//! The application's hooks in a call.

use crate::operation::error::{RequestError, RequestErrorKind};
use bytes::Bytes;
use http::Request;
use std::fmt;
use std::sync::Arc;

type BeforeSigning = Arc<dyn Fn(&mut Request<Bytes>) + Send + Sync>;
type AfterResponse = Arc<dyn Fn(&http::Response<Bytes>) + Send + Sync>;

/// What is done with the messages of a call, in the order that it was asked for.
#[derive(Clone, Default)]
pub(crate) struct Hooks {
    pub(super) before_signing: Vec<BeforeSigning>,
    pub(super) after_response: Vec<AfterResponse>,
    /// Whether the signature leaves out a body that streams, without TLS too.
    pub(super) is_body_unsigned: bool,
    /// Headers that cannot be sent.
    pub(super) problem: Option<String>,
}

impl Hooks {
    /// Changes the request of an attempt before it is signed.
    pub(super) fn before_signing(&self, request: &mut Request<Bytes>) -> Result<(), RequestError> {
        if let Some(problem) = &self.problem {
            return Err(RequestError::new(RequestErrorKind::Build, problem.as_str()));
        }
        for hook in &self.before_signing {
            hook(request);
        }
        Ok(())
    }

    /// Shows the response of an attempt.
    pub(super) fn after_response(&self, response: &http::Response<Bytes>) {
        for hook in &self.after_response {
            hook(response);
        }
    }
}

impl fmt::Debug for Hooks {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Hooks").finish_non_exhaustive()
    }
}
