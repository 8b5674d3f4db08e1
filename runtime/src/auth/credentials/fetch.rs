//! Requests of the sources themselves, with the configuration's transport and clock.

use super::json;
use super::provide::{CredentialContext, CredentialsError};
use crate::auth::skew::ClockSkew;
use crate::endpoint::{self, About};
use crate::operation::Service;
use crate::operation::error::{
    ErrorMetadata, ProvideErrorMetadata, RequestError, RequestErrorKind, UnknownError,
};
use crate::platform::{BoxFuture, random};
use crate::protocol::request_id;
use crate::retry::{self, Reason};
use crate::transport::{Limits, within};
use bytes::Bytes;
use http::header::HOST;
use http::{HeaderValue, Request, Response, StatusCode, Uri};
use std::fmt;
use std::time::{Duration, SystemTime};

/// How often and how long a source is asked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    pub(super) attempts: u32,
    pub(super) limit: Duration,
}

impl Patience {
    /// For services next to the process.
    pub(super) const LOCAL: Self = Self {
        attempts: 3,
        limit: Duration::from_secs(2),
    };

    pub(super) fn once(limit: Duration) -> Self {
        Self { attempts: 1, limit }
    }
}

/// The most bytes of a response, which holds a few keys.
const LARGEST: usize = 1 << 20;

const PAUSE: Duration = Duration::from_millis(200);
/// For one attempt to reach a service across the network.
const REMOTE_LIMIT: Duration = Duration::from_secs(10);

/// The response to a request; one that failed for a while is sent again. In a box, so that its code is there
/// once and not in each source.
pub(super) fn fetch(
    context: CredentialContext<'_>,
    request: Request<Bytes>,
    patience: Patience,
) -> BoxFuture<'_, Result<Response<Bytes>, RequestError>> {
    Box::pin(fetched(context, request, patience))
}

async fn fetched(
    context: CredentialContext<'_>,
    mut request: Request<Bytes>,
    patience: Patience,
) -> Result<Response<Bytes>, RequestError> {
    let transport = context.transport().ok_or_else(|| {
        RequestError::new(RequestErrorKind::Endpoint, "no transport is configured")
    })?;
    if let Some(authority) = request.uri().authority() {
        let host = HeaderValue::from_str(authority.as_str())
            .map_err(|error| RequestError::new(RequestErrorKind::Endpoint, error))?;
        request.headers_mut().insert(HOST, host);
    }
    let mut attempt = 1;
    loop {
        let left = context.time_left().unwrap_or(patience.limit);
        let limit = patience.limit.min(left);
        let limits = Limits {
            connect: Some(limit),
            attempt: Some(limit),
            body: Some(LARGEST),
            mode: context.mode(),
            ..Limits::default()
        };
        let sending = transport.send(request.clone(), limits);
        let outcome = within(limit, sending, context.clock().sleep(limit)).await;
        let pause = PAUSE * attempt;
        let is_over = context.time_left().is_some_and(|left| left <= pause);
        if attempt >= patience.attempts || is_over || !may_pass(&outcome) {
            return outcome;
        }
        context.clock().sleep(pause).await;
        attempt += 1;
    }
}

fn may_pass(outcome: &Result<Response<Bytes>, RequestError>) -> bool {
    match outcome {
        Ok(response) => {
            response.status().is_server_error()
                || response.status() == StatusCode::TOO_MANY_REQUESTS
        }
        Err(error) => matches!(
            error.kind(),
            RequestErrorKind::Connect | RequestErrorKind::Io | RequestErrorKind::Timeout
        ),
    }
}

/// The body of a successful answer. `what` says in an error who was asked.
pub(super) fn successful(
    what: &'static str,
    response: Result<Response<Bytes>, RequestError>,
) -> Result<Bytes, CredentialsError> {
    let response =
        response.map_err(|error| CredentialsError::failed(format!("{what}: {error}")))?;
    if response.status().is_success() {
        return Ok(response.into_body());
    }
    Err(CredentialsError::failed(ServiceError::of(what, &response)))
}

/// What a service answered, and how far its clock is from ours.
pub(super) struct Answer {
    pub(super) body: Bytes,
    ahead: Ahead,
}

/// The service's time and ours, where they differ by much.
type Ahead = Option<(SystemTime, SystemTime)>;

impl Answer {
    /// A moment of the service's, by our clock.
    pub(super) fn by_our_clock(&self, moment: SystemTime) -> SystemTime {
        let Some((theirs, ours)) = self.ahead else {
            return moment;
        };
        let moved = match theirs.duration_since(ours) {
            Ok(ahead) => moment.checked_sub(ahead),
            Err(behind) => moment.checked_add(behind.duration()),
        };
        moved.unwrap_or(moment)
    }
}

/// Calls a service across the network: as often, and with such waits, as the configuration's calls.
/// The request is made for each attempt, as a signature has a time.
pub(super) fn call<'c>(
    context: CredentialContext<'c>,
    what: &'static str,
    request: impl Fn(SystemTime) -> Result<Request<Bytes>, CredentialsError> + Send + Sync + 'c,
) -> BoxFuture<'c, Result<Answer, CallFailure>> {
    Box::pin(called(context, what, Box::new(request)))
}

/// Makes a request of the time that its signature has.
type Make<'c> =
    Box<dyn Fn(SystemTime) -> Result<Request<Bytes>, CredentialsError> + Send + Sync + 'c>;

async fn called(
    context: CredentialContext<'_>,
    what: &'static str,
    request: Make<'_>,
) -> Result<Answer, CallFailure> {
    let config = context.retry();
    let skew = ClockSkew::default();
    let mut attempt = 1;
    loop {
        let now = context.clock().now();
        let theirs = skew.correct(now);
        let request = request(theirs).map_err(CallFailure::Other)?;
        let outcome = fetch(context, request, Patience::once(REMOTE_LIMIT)).await;
        let (failure, reason, asked) = match outcome {
            Ok(response) if response.status().is_success() => {
                let ahead = (theirs != now).then_some((theirs, now));
                let body = response.into_body();
                return Ok(Answer { body, ahead });
            }
            Ok(response) => {
                let error = ServiceError::of(what, &response);
                let code = error.fault.metadata().code().unwrap_or_default();
                let learnt = skew.learn(code, response.headers(), now);
                let reason =
                    retry::reason(&error.fault).or_else(|| learnt.then_some(Reason::Transient));
                let asked = retry::retry_after(response.headers());
                (CallFailure::Service(error), reason, asked)
            }
            Err(error) => {
                let reason = retry::reason(&error);
                let error = CredentialsError::failed(format!("{what}: {error}"));
                (CallFailure::Other(error), reason, None)
            }
        };
        let (Some(reason), true) = (reason, attempt < config.max_attempts) else {
            return Err(failure);
        };
        let jitter = random::fraction(context.random()).unwrap_or(1.0);
        let delay = retry::delay(&config, reason, attempt, jitter, asked);
        context.clock().sleep(delay).await;
        attempt += 1;
    }
}

/// Why a call to a service got nothing.
pub(super) enum CallFailure {
    /// The service refused.
    Service(ServiceError),
    Other(CredentialsError),
}

impl From<CallFailure> for CredentialsError {
    fn from(failure: CallFailure) -> Self {
        match failure {
            CallFailure::Service(error) => Self::failed(error),
            CallFailure::Other(error) => error,
        }
    }
}

/// What a service said instead of giving credentials.
#[derive(Debug)]
pub(super) struct ServiceError {
    what: &'static str,
    fault: UnknownError,
    /// What mends it.
    advice: Option<String>,
}

impl ServiceError {
    fn of(what: &'static str, response: &Response<Bytes>) -> Self {
        let mut metadata = ErrorMetadata::new();
        metadata.set_status(response.status().as_u16());
        let header = |name: &str| response.headers().get(name)?.to_str().ok();
        if let Some(id) = request_id(response.headers()) {
            metadata.set_request_id(id);
        }
        if let Some(code) = header("x-amzn-errortype") {
            metadata.set_code(without_namespace(code));
        }
        if let Ok(text) = std::str::from_utf8(response.body()) {
            describe(text, &mut metadata);
        }
        Self {
            what,
            fault: UnknownError::new(metadata),
            advice: None,
        }
    }

    pub(super) fn with_advice(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// Whether the service knows the caller no more.
    pub(super) fn is_unauthorized(&self) -> bool {
        self.status() == Some(401) || self.code() == Some("UnauthorizedException")
    }

    pub(super) fn status(&self) -> Option<u16> {
        self.fault.metadata().status()
    }

    pub(super) fn code(&self) -> Option<&str> {
        self.fault.metadata().code()
    }
}

impl fmt::Display for ServiceError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: ", self.what)?;
        let metadata = self.fault.metadata();
        metadata.describe("the request was rejected", formatter)?;
        if let Some(status) = metadata.status()
            && metadata.request_id().is_none()
        {
            write!(formatter, " (HTTP {status})")?;
        }
        match &self.advice {
            Some(advice) => write!(formatter, ": {advice}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ServiceError {}

/// Code, message and request id of an error, in XML or JSON.
fn describe(text: &str, metadata: &mut ErrorMetadata) {
    if let Some(code) = xml_text(text, "Code") {
        metadata.set_code(code);
        if let Some(message) = xml_text(text, "Message") {
            metadata.set_message(unescaped(message));
        }
        let id = xml_text(text, "RequestId").or_else(|| xml_text(text, "RequestID"));
        if let Some(id) = id {
            metadata.set_request_id(id);
        }
        return;
    }
    let Ok(document) = json::parse(text.as_bytes()) else {
        return;
    };
    let first = |names: &[&str]| {
        let mut texts = names.iter().filter_map(|name| document.get(name)?.as_str());
        texts.next().map(str::to_owned)
    };
    if let Some(code) = first(&["error", "__type", "code", "Code"]) {
        metadata.set_code(without_namespace(&code));
    }
    if let Some(message) = first(&["message", "Message", "error_description"]) {
        metadata.set_message(message);
    }
}

fn without_namespace(code: &str) -> &str {
    let code = code.split(':').next().unwrap_or(code);
    code.rsplit('#').next().unwrap_or(code)
}

/// The text of the first element of this name, as it is written: what keys, tokens and dates have of
/// characters, XML does not escape.
pub(super) fn xml_text<'a>(xml: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = xml.split_once(&format!("<{name}>"))?;
    let (text, _) = rest.split_once(&format!("</{name}>"))?;
    Some(text)
}

fn unescaped(text: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (escaped, plain)| {
        text.replace(escaped, plain)
    })
}

/// The URI of a request to one of the services that give credentials, in a region.
pub(super) fn service_uri(
    context: CredentialContext<'_>,
    service: &Service,
    region: &str,
    path: &str,
) -> Result<Uri, CredentialsError> {
    let path = path.parse().map_err(CredentialsError::failed)?;
    endpoint::resolve_with(
        context.settings,
        service,
        About::default(),
        None,
        Some(region),
    )
    .and_then(|endpoint| endpoint.uri(&path, None, false))
    .map_err(CredentialsError::failed)
}
