//! Instrumentation with `tracing`: a span per call, an event per attempt, and metrics. Nothing of the input,
//! the output or the headers is recorded but the request id.
//!
//! Measurements are events whose fields are named as the `MetricsLayer` of `tracing-opentelemetry` reads
//! them, and as OpenTelemetry's [conventions for RPC] and [for HTTP] have them. They have no message, as
//! each field beside the measurement becomes one of its attributes.
//!
//! [conventions for RPC]: https://opentelemetry.io/docs/specs/semconv/rpc/rpc-metrics/
//! [for HTTP]: https://opentelemetry.io/docs/specs/semconv/http/http-metrics/

use crate::operation::Metadata;
use crate::operation::error::{ProvideErrorMetadata, RequestError, RequestErrorKind};
use crate::platform::Clock;
use http::{Method, Request, StatusCode, Uri, uri::Scheme};
use std::borrow::Cow;
use std::error::Error;
use std::fmt::{self, Display};
use std::future::Future;
use std::time::Duration;
use tracing::field::Empty;
use tracing::instrument::Instrumented;
use tracing::{Instrument, Level, Span};

/// What OpenTelemetry calls the APIs of AWS among the systems of remote calls.
const SYSTEM: &str = "aws-api";

/// The target of measurements, so that a filter can tell them from what people read.
const METRICS: &str = "shapewright::metrics";

/// The service and the operation, with what is between them.
struct Named(&'static str, &'static str, &'static str);

impl Named {
    /// `rpc.method`, such as `imagebuilder/GetImage`.
    fn method(metadata: &Metadata) -> Self {
        Self(metadata.service.id, "/", metadata.name)
    }
}

impl Display for Named {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}{}", self.0, self.1, self.2)
    }
}

/// The call within its span.
pub(super) fn call<F: Future>(call: F, metadata: &Metadata) -> Instrumented<F> {
    call.instrument(tracing::info_span!(
        "aws.call",
        otel.name = display(Named(metadata.service.id, ".", metadata.name)),
        otel.kind = "client",
        rpc.system.name = SYSTEM,
        rpc.method = display(Named::method(metadata)),
        "error.type" = Empty,
        http.response.status_code = Empty,
        aws.request_id = Empty,
        otel.status_code = Empty,
    ))
}

/// What is measured of a call.
#[derive(Debug)]
pub(super) struct Meter {
    metadata: Metadata,
    started: Duration,
    /// The attempt that has neither a response nor an error so far.
    sent: Option<Sent>,
}

/// An attempt under way.
#[derive(Debug)]
struct Sent {
    at: Duration,
    method: Method,
    uri: Uri,
}

impl Meter {
    /// A call that begins now.
    pub(super) fn new(metadata: Metadata, now: Duration) -> Self {
        Self {
            metadata,
            started: now,
            sent: None,
        }
    }

    /// An attempt is sent.
    pub(super) fn sent<B>(&mut self, request: &Request<B>, clock: &dyn Clock) {
        self.sent = Some(Sent {
            at: clock.monotonic(),
            method: request.method().clone(),
            uri: request.uri().clone(),
        });
    }

    /// It has a response.
    pub(super) fn responded(&mut self, status: StatusCode, clock: &dyn Clock) {
        let error = status.is_client_error() || status.is_server_error();
        let error = error.then(|| status.as_str());
        self.attempt_ended(Some(status.as_u16()), error, clock);
    }

    fn attempt_ended(&mut self, status: Option<u16>, error: Option<&str>, clock: &dyn Clock) {
        let Some(sent) = self.sent.take() else {
            return;
        };
        let scheme = sent.uri.scheme();
        let port = match sent.uri.port_u16() {
            None if scheme == Some(&Scheme::HTTP) => 80,
            None => 443,
            Some(port) => port,
        };
        tracing::event!(
            target: METRICS,
            Level::TRACE,
            histogram.http.client.request.duration = seconds(sent.at, clock),
            http.request.method = sent.method.as_str(),
            server.address = sent.uri.host(),
            server.port = port,
            url.scheme = scheme.map(Scheme::as_str),
            http.response.status_code = status,
            "error.type" = error,
            rpc.method = display(Named::method(&self.metadata)),
        );
    }

    /// The call has its output.
    pub(super) fn succeeded(
        &self,
        attempts: u32,
        request_id: Option<&str>,
        status: Option<u16>,
        clock: &dyn Clock,
    ) {
        tracing::debug!(attempts, request_id, "call succeeded");
        self.call_ended(None, None, clock);
        let span = Span::current();
        span.record("aws.request_id", request_id);
        span.record("http.response.status_code", status);
    }

    /// An attempt failed, and its call where there is no delay until the next.
    pub(super) fn failed(
        &mut self,
        fault: &dyn ProvideErrorMetadata,
        delay: Option<Duration>,
        clock: &dyn Clock,
    ) {
        let metadata = fault.metadata();
        let (attempts, status) = (metadata.attempts(), metadata.status());
        let (code, request_id) = (metadata.code(), metadata.request_id());
        let error = &*error_type(fault);
        self.attempt_ended(None, Some(error), clock);
        match delay {
            Some(delay) => tracing::debug!(
                attempts,
                status,
                code,
                request_id,
                ?delay,
                "attempt failed, another follows"
            ),
            // An error that the service returned may be what the application expects.
            None if status.is_some_and(|status| (400..500).contains(&status)) => {
                tracing::debug!(attempts, status, code, request_id, "call returned an error");
            }
            None => tracing::warn!(attempts, status, code, request_id, "call failed"),
        }
        if delay.is_some() {
            self.retried(error);
            return;
        }
        self.call_ended(Some(error), code, clock);
        let span = Span::current();
        span.record("error.type", error);
        span.record("otel.status_code", "ERROR");
        span.record("http.response.status_code", status);
        span.record("aws.request_id", request_id);
    }

    fn call_ended(&self, error: Option<&str>, code: Option<&str>, clock: &dyn Clock) {
        tracing::event!(
            target: METRICS,
            Level::TRACE,
            histogram.rpc.client.call.duration = seconds(self.started, clock),
            rpc.system.name = SYSTEM,
            rpc.method = display(Named::method(&self.metadata)),
            rpc.response.status_code = code,
            "error.type" = error,
        );
    }

    /// Another attempt follows one that failed.
    fn retried(&self, error: &str) {
        tracing::event!(
            target: METRICS,
            Level::TRACE,
            monotonic_counter.shapewright.client.call.retries = 1_u64,
            rpc.system.name = SYSTEM,
            rpc.method = display(Named::method(&self.metadata)),
            "error.type" = error,
        );
    }
}

fn seconds(from: Duration, clock: &dyn Clock) -> f64 {
    clock.monotonic().saturating_sub(from).as_secs_f64()
}

/// Why a call or an attempt failed, in few different words: the code of the service, else what kept it
/// from responding, else the status.
fn error_type(fault: &dyn ProvideErrorMetadata) -> Cow<'_, str> {
    if let Some(code) = fault.metadata().code() {
        return code.into();
    }
    let error: &dyn Error = fault;
    if let Some(error) = error.downcast_ref::<RequestError>() {
        return kind(error.kind()).into();
    }
    match fault.metadata().status() {
        Some(status) => status.to_string().into(),
        // What the conventions have for what has no name.
        None => "_OTHER".into(),
    }
}

fn kind(kind: RequestErrorKind) -> &'static str {
    match kind {
        RequestErrorKind::Configuration => "configuration",
        RequestErrorKind::Build => "build",
        RequestErrorKind::Endpoint => "endpoint",
        RequestErrorKind::Credentials => "credentials",
        RequestErrorKind::Connect => "connect",
        RequestErrorKind::Io => "io",
        RequestErrorKind::Timeout => "timeout",
        RequestErrorKind::Response => "response",
        RequestErrorKind::Body => "body",
    }
}
