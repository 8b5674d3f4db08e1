//! A body whose length is known, held to it: one that is cut short never ends as if it were whole.

use crate::error::{RequestError, RequestErrorKind};
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use std::pin::Pin;
use std::task::{Context, Poll};

/// A body held to its length.
pub(crate) struct Sized<B> {
    body: B,
    left: u64,
    length: u64,
    kind: RequestErrorKind,
}

impl<B> Sized<B> {
    /// A body of this length, and the kind of error that another one is.
    pub(crate) fn new(body: B, length: u64, kind: RequestErrorKind) -> Self {
        Self {
            body,
            left: length,
            length,
            kind,
        }
    }

    fn refuse(&self, what: &str) -> RequestError {
        let problem = format!("the body is {what} than the {} bytes it has", self.length);
        RequestError::new(self.kind, problem)
    }
}

impl<B: Body<Data = Bytes, Error = RequestError> + Unpin> Body for Sized<B> {
    type Data = Bytes;
    type Error = RequestError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, RequestError>>> {
        let frame = std::task::ready!(Pin::new(&mut self.body).poll_frame(context));
        Poll::Ready(match frame {
            None if self.left > 0 => {
                let got = self.length - self.left;
                self.left = 0;
                Some(Err(RequestError::new(
                    self.kind,
                    format!("the body ended after {got} of {} bytes", self.length),
                )))
            }
            Some(Ok(frame)) => {
                let length = frame.data_ref().map_or(0, Bytes::len);
                match self
                    .left
                    .checked_sub(u64::try_from(length).unwrap_or(u64::MAX))
                {
                    Some(left) => {
                        self.left = left;
                        Some(Ok(frame))
                    }
                    None => Some(Err(self.refuse("longer"))),
                }
            }
            // What failed has failed already.
            Some(Err(error)) => {
                self.left = 0;
                Some(Err(error))
            }
            None => None,
        })
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0 && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
