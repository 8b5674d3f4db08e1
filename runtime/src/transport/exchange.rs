//! The transport trait: it sends an HTTP request and returns the response.

use super::throughput::MinimumThroughput;
use crate::body::ByteStream;
pub(crate) use crate::body::too_large;
use crate::operation::Metadata;
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::platform::{BoxFuture, Mode};
use bytes::Bytes;
use http::{Extensions, Request, Response};
use std::any::Any;
use std::fmt::Debug;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::Duration;

/// Limits of one attempt: timeouts and the size of the response. `None` is no limit.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Limits {
    /// To establish a connection, TLS included.
    pub connect: Option<Duration>,
    /// From the end of the request to the first byte of the response.
    pub first_byte: Option<Duration>,
    /// From one byte of the response to the next.
    pub between_bytes: Option<Duration>,
    /// From the start of the attempt to the last byte of the response.
    pub attempt: Option<Duration>,
    /// The maximum size of a response body, before decompression. It does not apply to streaming bodies.
    pub body: Option<usize>,
    /// The minimum throughput of a streaming body, while more of it is awaited.
    pub throughput: Option<MinimumThroughput>,
    /// Whether the call is async or blocking.
    pub mode: Mode,
}

/// The result of an operation, where a transport has it as a value and not as a response to be read;
/// an extension of the response.
#[derive(Clone)]
pub(crate) struct TypedResult(Arc<Mutex<Option<Box<dyn Any + Send>>>>);

impl TypedResult {
    pub(crate) fn new(result: Box<dyn Any + Send>) -> Self {
        Self(Arc::new(Mutex::new(Some(result))))
    }

    /// The result, where there is one of this type.
    pub(crate) fn take<T: 'static, B>(response: &Response<B>) -> Option<T> {
        let result = Self::take_any(response)?;
        result.downcast().ok().map(|result| *result)
    }

    /// The result, whatever its type.
    pub(crate) fn take_any<B>(response: &Response<B>) -> Option<Box<dyn Any + Send>> {
        let Self(slot) = response.extensions().get()?;
        slot.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Sends one HTTP request and returns the whole response.
///
/// The request is final: it has an absolute URI, `Host` and the signature. Its extensions contain the
/// operation's [`Metadata`](crate::operation::Metadata). The client drops the future when the attempt times
/// out; a transport that blocks must enforce the [`Limits`] itself.
pub trait Transport: Debug + Send + Sync + 'static {
    /// Sends the request and reads the whole response, whatever its status.
    ///
    /// # Errors
    /// [`Connect`](crate::RequestErrorKind::Connect), [`Io`](crate::RequestErrorKind::Io) and
    /// [`Timeout`](crate::RequestErrorKind::Timeout) are retried; other kinds are not.
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, RequestError>>;

    /// Sends the request, whose body may stream, and returns the response as soon as its head has arrived.
    ///
    /// The default implementation reads the request's body into memory, and the response's, up to
    /// [`Limits::body`]. Any other implementation must enforce [`between_bytes`](Limits::between_bytes) and
    /// [`throughput`](Limits::throughput) on the response's body; the client checks that it is complete.
    ///
    /// # Errors
    /// Those of [`send`](Self::send).
    fn send_streaming(
        &self,
        request: Request<ByteStream>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<ByteStream>, RequestError>> {
        Box::pin(async move {
            refuse_bidirectional(request.extensions())?;
            send_whole(self, request, limits).await
        })
    }
}

/// Sends the request and reads the response, both as a whole.
pub(crate) async fn send_whole(
    transport: &(impl Transport + ?Sized),
    request: Request<ByteStream>,
    limits: Limits,
) -> Result<Response<ByteStream>, RequestError> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await?.into_bytes();
    let request = Request::from_parts(parts, body);
    let response = transport.send(request, limits).await?;
    Ok(response.map(ByteStream::from))
}

/// Whether a request is one of an operation whose events go both ways at once.
pub(super) fn is_bidirectional(extensions: &Extensions) -> bool {
    let metadata = extensions.get::<Metadata>();
    metadata.is_some_and(|metadata| metadata.streams.is_bidirectional())
}

/// # Errors
/// The operation's events go both ways at once, which a transport cannot that sends the request before it
/// reads the response.
pub(super) fn refuse_bidirectional(extensions: &Extensions) -> Result<(), RequestError> {
    match is_bidirectional(extensions) {
        true => Err(RequestError::new(
            RequestErrorKind::Endpoint,
            "events go both ways at once, which this transport cannot: make an async call over \
             `HyperTransport`, with the feature `http2`",
        )),
        false => Ok(()),
    }
}

/// The answer, unless the timer is ready first.
pub(crate) async fn within<B>(
    limit: Duration,
    sending: BoxFuture<'_, Result<Response<B>, RequestError>>,
    timer: BoxFuture<'_, ()>,
) -> Result<Response<B>, RequestError> {
    sooner(sending, timer).await.unwrap_or_else(|| {
        Err(RequestError::new(
            RequestErrorKind::Timeout,
            format!("the attempt took longer than {limit:?}"),
        ))
    })
}

/// What a future gives; `None` where the timer is ready first.
pub(crate) async fn sooner<T>(
    mut future: BoxFuture<'_, T>,
    mut timer: BoxFuture<'_, ()>,
) -> Option<T> {
    poll_fn(|context| {
        if let Poll::Ready(value) = future.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        timer.as_mut().poll(context).map(|()| None)
    })
    .await
}
