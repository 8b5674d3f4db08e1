//! A transport that responds from memory, for tests of applications.

use crate::auth::Credentials;
use crate::body::ByteStream;
use crate::config::Config;
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::operation::{Metadata, Operation};
use crate::platform::BoxFuture;
use crate::testing::ManualClock;
use crate::transport::{self, Limits, Transport, TypedResult};
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// Responds to calls from memory, and records them.
///
/// Responses are used in the order in which they were queued; one that is queued for an operation waits for a
/// call of it. A call without a queued response fails and is not retried. Clones share responses and recorded
/// calls, so keep one to inspect the calls.
#[derive(Clone, Default)]
pub struct StubTransport {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    queue: VecDeque<Queued>,
    calls: Vec<StubCall>,
    unexpected: Vec<&'static str>,
}

struct Queued {
    operation: Option<&'static str>,
    reply: Reply,
}

enum Reply {
    Response(Response<Bytes>),
    Failure(RequestError),
    Typed(TypedResult),
}

/// A recorded call. `Debug` leaves out query and body, which may contain secrets.
#[derive(Clone)]
#[non_exhaustive]
pub struct StubCall {
    /// The operation, such as `GetImage`.
    pub operation: &'static str,
    /// The request as it would have been sent.
    pub request: Request<Bytes>,
}

impl fmt::Debug for StubCall {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("StubCall")
            .field("operation", &self.operation)
            .field("method", self.request.method())
            .field("path", &self.request.uri().path())
            .field("headers", self.request.headers())
            .finish_non_exhaustive()
    }
}

impl StubTransport {
    /// Creates a stub without responses.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A configuration for tests: this transport, the region `us-east-1`, dummy credentials, and a manual
    /// clock at 2015-08-30T12:36:00Z, with which waits take no time.
    #[must_use]
    pub fn config(&self) -> Config {
        Config::builder()
            .region("us-east-1")
            .credentials_provider(Credentials::new("AKIDEXAMPLE", "not a secret"))
            .transport(self.clone())
            .clock(ManualClock::new(
                SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160),
            ))
            .build()
    }

    /// Queues a response for the next call, whatever its operation.
    ///
    /// # Panics
    /// `status` is not an HTTP status.
    pub fn respond(&self, status: u16, body: impl Into<Bytes>) -> &Self {
        self.queue(None, Reply::Response(response(status, body.into())))
    }

    /// Queues a whole response, headers included, for the next call, whatever its operation.
    pub fn respond_with(&self, response: Response<Bytes>) -> &Self {
        self.queue(None, Reply::Response(response))
    }

    /// Queues a response for the next call of this operation, such as `GetImage`.
    ///
    /// # Panics
    /// `status` is not an HTTP status.
    pub fn respond_to(
        &self,
        operation: &'static str,
        status: u16,
        body: impl Into<Bytes>,
    ) -> &Self {
        let response = response(status, body.into());
        self.queue(Some(operation), Reply::Response(response))
    }

    /// Queues a typed output for the next call of its operation.
    pub fn output<O: Operation>(&self, output: O::Output) -> &Self {
        self.result::<O>(Ok(output))
    }

    /// Queues a typed error for the next call of its operation.
    pub fn error<O: Operation>(&self, error: impl Into<O::Error>) -> &Self {
        self.result::<O>(Err(error.into()))
    }

    fn result<O: Operation>(&self, result: Result<O::Output, O::Error>) -> &Self {
        let typed = TypedResult::new(Box::new(result));
        self.queue(Some(O::METADATA.name), Reply::Typed(typed))
    }

    /// Queues a request error, such as a refused connection.
    pub fn fail(&self, error: RequestError) -> &Self {
        self.queue(None, Reply::Failure(error))
    }

    /// All calls so far; each attempt counts.
    #[must_use]
    pub fn calls(&self) -> Vec<StubCall> {
        self.lock().calls.clone()
    }

    /// Asserts that every call had a response and every response was used.
    ///
    /// # Panics
    /// One was not.
    pub fn assert_done(&self) {
        let state = self.lock();
        assert!(
            state.unexpected.is_empty(),
            "calls without a response: {}",
            state.unexpected.join(", ")
        );
        let left: Vec<&str> = state
            .queue
            .iter()
            .map(|queued| queued.operation.unwrap_or("any operation"))
            .collect();
        assert!(left.is_empty(), "unused responses: {}", left.join(", "));
    }

    fn queue(&self, operation: Option<&'static str>, reply: Reply) -> &Self {
        self.lock().queue.push_back(Queued { operation, reply });
        self
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, request: Request<Bytes>) -> Result<Response<Bytes>, RequestError> {
        let operation = request
            .extensions()
            .get::<Metadata>()
            .map_or("a request that is no operation", |metadata| metadata.name);
        let mut state = self.lock();
        state.calls.push(StubCall { operation, request });
        let position = state
            .queue
            .iter()
            .position(|queued| queued.operation.is_none_or(|name| name == operation));
        let queued = position.and_then(|position| state.queue.remove(position));
        match queued.map(|queued| queued.reply) {
            Some(Reply::Response(response)) => Ok(response),
            Some(Reply::Failure(error)) => Err(error),
            Some(Reply::Typed(typed)) => {
                let mut response = Response::default();
                response.extensions_mut().insert(typed);
                Ok(response)
            }
            None => {
                state.unexpected.push(operation);
                Err(RequestError::new(
                    RequestErrorKind::Endpoint,
                    format!("the stub has no response for {operation}"),
                ))
            }
        }
    }
}

impl fmt::Debug for StubTransport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        formatter
            .debug_struct("StubTransport")
            .field("responses", &state.queue.len())
            .field("calls", &state.calls.len())
            .finish()
    }
}

impl Transport for StubTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        _limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, RequestError>> {
        let answer = self.answer(request);
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

fn response(status: u16, body: Bytes) -> Response<Bytes> {
    let parsed = StatusCode::from_u16(status);
    assert!(parsed.is_ok(), "{status} is not an HTTP status");
    let mut response = Response::new(body);
    *response.status_mut() = parsed.unwrap_or_default();
    response
}
