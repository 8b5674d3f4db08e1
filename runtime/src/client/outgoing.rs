//! The body of a call's request, and whether it can be sent again.

use crate::body::ByteStream;
use crate::operation::error::{RequestError, RequestErrorKind};

/// The body of a call's request.
#[derive(Debug)]
pub(super) struct Outgoing {
    /// What the next attempt sends; `None` where it was sent and cannot be sent again.
    body: Option<ByteStream>,
}

impl Outgoing {
    pub(super) fn new(body: Option<ByteStream>) -> Self {
        Self {
            body: Some(body.unwrap_or_default()),
        }
    }

    /// The body for an attempt.
    pub(super) fn take(&mut self) -> Result<ByteStream, RequestError> {
        let again = self.body.as_ref().and_then(ByteStream::try_clone);
        let body = std::mem::replace(&mut self.body, again);
        body.ok_or_else(|| {
            let problem = "it was sent and cannot be sent again";
            RequestError::new(RequestErrorKind::Body, problem)
        })
    }

    /// Whether nothing is left for another attempt.
    pub(super) fn is_spent(&self) -> bool {
        self.body.is_none()
    }
}
