//! How requests travel.

use crate::operation::error::{CallError, CallErrorKind};
use crate::platform::BoxFuture;
use bytes::Bytes;
use http::{Request, Response};
use std::fmt::Debug;
use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

/// How long one attempt may take; `None` is no limit.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Limits {
    /// To establish a connection, TLS included.
    pub connect: Option<Duration>,
    /// From the start of the attempt to the last byte of the answer.
    pub attempt: Option<Duration>,
}

/// Carries one request to the service and its whole answer back.
///
/// The request is final: absolute URI, `Host` and signature in place. Its extensions hold the
/// operation's [`Metadata`](crate::operation::Metadata). The client drops the future when the attempt
/// takes too long; a transport that blocks instead of pending must keep the [`Limits`] itself.
pub trait Transport: Debug + Send + Sync + 'static {
    /// Sends the request and reads the whole answer, whatever its status.
    ///
    /// # Errors
    /// [`Connect`](crate::operation::CallErrorKind::Connect), [`Io`](crate::operation::CallErrorKind::Io) and
    /// [`Timeout`](crate::operation::CallErrorKind::Timeout) are retried; other kinds are not.
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, CallError>>;
}

/// The answer, unless the timer is ready first.
pub(crate) async fn within(
    limit: Duration,
    mut sending: BoxFuture<'_, Result<Response<Bytes>, CallError>>,
    mut timer: BoxFuture<'_, ()>,
) -> Result<Response<Bytes>, CallError> {
    poll_fn(|context| {
        if let Poll::Ready(answer) = sending.as_mut().poll(context) {
            return Poll::Ready(answer);
        }
        timer.as_mut().poll(context).map(|()| {
            Err(CallError::new(
                CallErrorKind::Timeout,
                format!("the attempt took longer than {limit:?}"),
            ))
        })
    })
    .await
}
