//! A transport that replays a recording.

use crate::body::ByteStream;
use crate::config::Config;
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::platform::BoxFuture;
use crate::testing::record::Exchange;
use crate::testing::stub::StubTransport;
use crate::transport::{self, Limits, Transport};
use bytes::Bytes;
use http::{Request, Response};
use std::fmt;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Replays the exchanges that a [`RecordingTransport`](crate::testing::RecordingTransport) recorded.
///
/// A request gets the first unused response to a request of the same operation, method, path and query,
/// preferably one with the same body. A request that was not recorded fails and is not retried. Clones share
/// the remaining responses.
#[derive(Clone)]
pub struct ReplayTransport {
    left: Arc<Mutex<Vec<Exchange>>>,
}

impl fmt::Debug for ReplayTransport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let left = self.lock().len();
        formatter
            .debug_struct("ReplayTransport")
            .field("left", &left)
            .finish()
    }
}

/// A recording could not be read.
#[derive(Debug)]
pub struct RecordingError {
    path: String,
    cause: io::Error,
}

impl fmt::Display for RecordingError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "recording {}: {}", self.path, self.cause)
    }
}

impl std::error::Error for RecordingError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.cause)
    }
}

impl ReplayTransport {
    /// Reads a recording.
    ///
    /// # Errors
    /// There is no such file, or it is not a recording.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, RecordingError> {
        let path = path.as_ref();
        let exchanges = std::fs::read(path)
            .and_then(|text| Ok(serde_json::from_slice(&text)?))
            .map_err(|cause| RecordingError {
                path: path.display().to_string(),
                cause,
            })?;
        Ok(Self {
            left: Arc::new(Mutex::new(exchanges)),
        })
    }

    /// A configuration for tests that uses this transport: see [`StubTransport::config`].
    #[must_use]
    pub fn config(&self) -> Config {
        let builder = StubTransport::new().config().to_builder();
        builder.transport(self.clone()).build()
    }

    /// Asserts that the whole recording was replayed.
    ///
    /// # Panics
    /// It was not.
    pub fn assert_done(&self) {
        let left = self.lock();
        let left: Vec<&str> = left.iter().map(|left| left.operation.as_str()).collect();
        assert!(left.is_empty(), "never asked for: {}", left.join(", "));
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Exchange>> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, request: &Request<Bytes>) -> Result<Response<Bytes>, RequestError> {
        let asked = Exchange::of(request);
        let mut left = self.lock();
        let is_same = |known: &Exchange| {
            known.operation == asked.operation
                && known.method == asked.method
                && known.target == asked.target
        };
        let position = left
            .iter()
            .position(|known| is_same(known) && known.request == asked.request)
            .or_else(|| left.iter().position(is_same));
        let Some(position) = position else {
            return Err(RequestError::new(
                RequestErrorKind::Endpoint,
                format!(
                    "the recording has no response left for {} {} {}",
                    asked.operation, asked.method, asked.target
                ),
            ));
        };
        response(&left.remove(position))
    }
}

fn response(exchange: &Exchange) -> Result<Response<Bytes>, RequestError> {
    let damaged = |cause: String| RequestError::new(RequestErrorKind::Response, cause);
    let body = exchange
        .response
        .bytes()
        .ok_or_else(|| damaged("the recording holds damaged base64".to_owned()))?;
    let mut response = Response::builder().status(exchange.status);
    for (name, value) in &exchange.headers {
        response = response.header(name, value);
    }
    response
        .body(body)
        .map_err(|error| damaged(error.to_string()))
}

impl Transport for ReplayTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        _limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, RequestError>> {
        let answer = self.answer(&request);
        Box::pin(async move { answer })
    }

    // Events that go both ways are all sent before the first is there.
    fn send_streaming(
        &self,
        request: Request<ByteStream>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<ByteStream>, RequestError>> {
        Box::pin(transport::send_whole(self, request, limits))
    }
}
