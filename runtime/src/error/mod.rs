//! The errors of calls.
//!
//! A generated operation error is one enum: a variant per modeled exception, one for an error code
//! the crate does not know ([`UnknownError`]), one for a call that received no response
//! or one that could not be parsed ([`RequestError`]). Every payload implements [`ProvideErrorMetadata`].

mod exception;
#[cfg_attr(not(feature = "client"), allow(dead_code))]
pub(crate) mod unreadable;

use crate::value::escape::{Escaped, beginning};
use std::error::Error;
use std::fmt;
use unreadable::Unreadable;

pub use crate::__exception as exception;

/// The metadata of a failed call, whatever the failure.
///
/// One pointer wide, so that results stay small.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorMetadata(Box<Details>);

#[derive(Clone, Default, PartialEq, Eq)]
struct Details {
    operation: Option<&'static str>,
    code: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
    status: Option<u16>,
    attempts: u32,
    #[cfg(feature = "client")]
    headers: http::HeaderMap,
    body: Vec<u8>,
    hides_body: bool,
    hides_message: bool,
    is_body_spent: bool,
    lost_a_response: bool,
    region: Option<String>,
}

impl Details {
    fn shown_message(&self) -> Option<&str> {
        let message = self.message.as_deref().filter(|text| !text.is_empty());
        message.filter(|_| !self.hides_message)
    }
}

impl fmt::Debug for Details {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Details")
            .field("operation", &self.operation)
            .field("code", &self.code)
            .field("message", &self.shown_message())
            .field("request_id", &self.request_id)
            .field("status", &self.status)
            .field("attempts", &self.attempts)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

impl ErrorMetadata {
    /// Creates empty metadata.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The operation, such as `GetImage`.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// The service's error code, without namespace.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The service's message.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// The request id, for AWS support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The HTTP status of the response.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The number of attempts; 0 if the request was never sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The raw body of the response, decompressed; `None` if it was empty or there was none. It may contain
    /// sensitive values.
    #[must_use]
    pub fn raw_body(&self) -> Option<&[u8]> {
        Some(&*self.0.body).filter(|body| !body.is_empty())
    }

    /// The headers of the response; empty if there was none.
    #[cfg(feature = "client")]
    #[must_use]
    pub fn headers(&self) -> &http::HeaderMap {
        &self.0.headers
    }

    /// Sets the headers of the response.
    #[cfg(feature = "client")]
    pub fn set_headers(&mut self, headers: http::HeaderMap) -> &mut Self {
        self.0.headers = headers;
        self
    }

    /// The raw response, decompressed; `None` if there was none. It may contain sensitive values.
    #[cfg(feature = "client")]
    #[must_use]
    pub fn raw_response(&self) -> Option<http::Response<bytes::Bytes>> {
        let mut response = http::Response::new(bytes::Bytes::copy_from_slice(&self.0.body));
        *response.status_mut() = http::StatusCode::from_u16(self.0.status?).ok()?;
        *response.headers_mut() = self.0.headers.clone();
        Some(response)
    }

    /// The body, where it may be shown and nothing else is known of the error: it is neither the JSON nor
    /// the XML of one.
    fn shown_body(&self) -> Option<&[u8]> {
        let details = &self.0;
        let is_known = details.code.is_some() || details.message.is_some();
        self.raw_body().filter(|_| !is_known && !details.hides_body)
    }

    /// Whether the call was not retried only because the body of the request can be sent just once.
    #[must_use]
    pub fn is_body_spent(&self) -> bool {
        self.0.is_body_spent
    }

    /// Records that the body of the request cannot be sent again.
    pub fn set_body_spent(&mut self) -> &mut Self {
        self.0.is_body_spent = true;
        self
    }

    /// Whether an earlier attempt got no response and may have succeeded: a condition such as
    /// `If-None-Match: *` may then have failed because of the call itself.
    #[must_use]
    pub fn lost_a_response(&self) -> bool {
        self.0.lost_a_response
    }

    /// Records that an earlier attempt got no response.
    pub fn set_lost_a_response(&mut self) -> &mut Self {
        self.0.lost_a_response = true;
        self
    }

    /// The region of the resource, such as a bucket, if the service reports that it is in another one.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.0.region.as_deref()
    }

    /// Sets the region of the resource.
    pub fn set_region(&mut self, region: impl Into<String>) -> &mut Self {
        self.0.region = Some(region.into());
        self
    }

    /// Sets the body of the response.
    pub fn set_raw_body(&mut self, body: impl Into<Vec<u8>>) -> &mut Self {
        self.0.body = body.into();
        self
    }

    /// Hides the body, and the message if it is one of these members, from `Display` and `Debug`.
    pub fn redact(&mut self, sensitive: &[&str]) -> &mut Self {
        let is_message = |name: &&str| name.eq_ignore_ascii_case("message");
        if !sensitive.is_empty() {
            self.0.hides_body = true;
            self.0.hides_message |= sensitive.iter().any(is_message);
        }
        self
    }

    /// Sets the operation.
    pub fn set_operation(&mut self, operation: &'static str) -> &mut Self {
        self.0.operation = Some(operation);
        self
    }

    /// Sets the error code.
    pub fn set_code(&mut self, code: impl Into<String>) -> &mut Self {
        self.0.code = Some(code.into());
        self
    }

    /// Sets the message.
    pub fn set_message(&mut self, message: impl Into<String>) -> &mut Self {
        self.0.message = Some(message.into());
        self
    }

    /// Sets the request id.
    pub fn set_request_id(&mut self, request_id: impl Into<String>) -> &mut Self {
        self.0.request_id = Some(request_id.into());
        self
    }

    /// Sets the HTTP status.
    pub fn set_status(&mut self, status: u16) -> &mut Self {
        self.0.status = Some(status);
        self
    }

    /// Sets the number of attempts.
    pub fn set_attempts(&mut self, attempts: u32) -> &mut Self {
        self.0.attempts = attempts;
        self
    }

    /// Writes `GetImage: ForbiddenException: not yours (HTTP 403, request id 8a1c, 1 attempt)`.
    ///
    /// # Errors
    /// Those of the formatter.
    pub fn describe(&self, fallback: &str, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let details = &*self.0;
        if let Some(operation) = details.operation {
            write!(formatter, "{operation}: ")?;
        }
        let code = details.code.as_deref().unwrap_or(fallback);
        write!(formatter, "{}", Escaped(code))?;
        if let Some(message) = details.shown_message() {
            write!(formatter, ": {}", Escaped(message))?;
        }
        let mut separator = " (";
        let mut fact = |formatter: &mut fmt::Formatter<'_>, text: fmt::Arguments<'_>| {
            let written = write!(formatter, "{separator}{text}");
            separator = ", ";
            written
        };
        if let Some(status) = details.status {
            fact(formatter, format_args!("HTTP {status}"))?;
        }
        if let Some(id) = &details.request_id {
            fact(formatter, format_args!("request id {}", Escaped(id)))?;
        }
        match details.attempts {
            0 => {}
            1 => fact(formatter, format_args!("1 attempt"))?,
            many => fact(formatter, format_args!("{many} attempts"))?,
        }
        if details.is_body_spent {
            fact(formatter, format_args!("its body cannot be sent again"))?;
        }
        if details.lost_a_response {
            let text = "an earlier one got no response and may have been carried out";
            fact(formatter, format_args!("{text}"))?;
        }
        if let Some(region) = &details.region {
            fact(formatter, format_args!("it is in {}", Escaped(region)))?;
        }
        if separator == ", " {
            formatter.write_str(")")?;
        }
        Ok(())
    }
}

/// Whether a retry may succeed.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum RetryHint {
    /// Unknown: status and code decide.
    #[default]
    Unspecified,
    /// It may.
    Transient,
    /// It may, after a delay: the service is throttling.
    Throttling,
}

/// The metadata of every error that an operation returns.
pub trait ProvideErrorMetadata: Error + Send + Sync + 'static {
    /// The metadata of the failed call.
    fn metadata(&self) -> &ErrorMetadata;

    /// The metadata of the failed call, mutable.
    fn metadata_mut(&mut self) -> &mut ErrorMetadata;

    /// Hides the body of the response and the values of these members from `Display` and `Debug`.
    fn redact(&mut self, sensitive: &[&str]) {
        self.metadata_mut().redact(sensitive);
    }

    /// Whether a retry may succeed, according to the API's model.
    fn retry_hint(&self) -> RetryHint {
        RetryHint::Unspecified
    }
}

/// An error code that the crate does not know. Code, message and request id are kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UnknownError {
    metadata: ErrorMetadata,
}

impl UnknownError {
    /// Creates an error from its metadata.
    #[must_use]
    pub fn new(metadata: ErrorMetadata) -> Self {
        Self { metadata }
    }
}

impl fmt::Display for UnknownError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.metadata.describe("error without a code", formatter)?;
        match self.metadata.shown_body() {
            Some(body) => write!(formatter, ": {}", beginning(body)),
            None => Ok(()),
        }
    }
}

impl Error for UnknownError {}

impl ProvideErrorMetadata for UnknownError {
    fn metadata(&self) -> &ErrorMetadata {
        &self.metadata
    }

    fn metadata_mut(&mut self) -> &mut ErrorMetadata {
        &mut self.metadata
    }
}

/// Why a call received no response, or one that could not be parsed.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum RequestErrorKind {
    /// The environment or the profile is invalid: a profile that does not exist, an invalid setting. Nothing
    /// was sent.
    Configuration,
    /// The input cannot be sent: a required member is missing or a value does not fit. Nothing was sent.
    Build,
    /// There is no endpoint for the request. Nothing was sent.
    Endpoint,
    /// There are no credentials. Nothing was sent.
    Credentials,
    /// The connection failed, before or while the request was sent.
    Connect,
    /// The connection broke before the response was complete.
    Io,
    /// The time allowed for a connection, an attempt or the whole call ran out.
    Timeout,
    /// The response cannot be parsed.
    Response,
    /// The body of the request failed while it was sent: its file cannot be read, or its length is not the
    /// announced one.
    Body,
}

impl RequestErrorKind {
    fn describe(self) -> &'static str {
        match self {
            Self::Configuration => "the configuration is wrong",
            Self::Build => "cannot build the request",
            Self::Endpoint => "no endpoint",
            Self::Credentials => "no credentials",
            Self::Connect => "cannot connect",
            Self::Io => "connection broke",
            Self::Timeout => "timed out",
            Self::Response => "cannot parse the response",
            Self::Body => "cannot read the request's body",
        }
    }
}

/// A call that received no response, or one that could not be parsed.
#[derive(Debug)]
pub struct RequestError(Box<RequestErrorDetails>);

#[derive(Debug)]
struct RequestErrorDetails {
    kind: RequestErrorKind,
    metadata: ErrorMetadata,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl RequestError {
    /// Creates an error with its cause.
    pub fn new(kind: RequestErrorKind, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(Box::new(RequestErrorDetails {
            kind,
            metadata: ErrorMetadata::new(),
            source: Some(source.into()),
        }))
    }

    /// The error of a missing required member: its Rust path, and its path on the wire.
    #[must_use]
    pub fn missing(field: &str, wire_name: &str) -> Self {
        let text = if field == wire_name {
            format!("required member `{field}` is not set")
        } else {
            format!("required member `{field}` (on the wire `{wire_name}`) is not set")
        };
        Self::new(RequestErrorKind::Build, text)
    }

    /// The cause, which `Display` already includes; [`source`](Error::source) returns the next one in the
    /// chain.
    #[must_use]
    pub fn cause(&self) -> Option<&(dyn Error + Send + Sync + 'static)> {
        self.0.source.as_deref()
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> RequestErrorKind {
        self.0.kind
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .metadata
            .describe(self.0.kind.describe(), formatter)?;
        match &self.0.source {
            Some(source) => write!(formatter, ": {}", Escaped(source)),
            None => Ok(()),
        }
    }
}

impl Error for RequestError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        // The text of the cause is part of this error's.
        self.0.source.as_deref().and_then(Error::source)
    }
}

impl ProvideErrorMetadata for RequestError {
    fn metadata(&self) -> &ErrorMetadata {
        &self.0.metadata
    }

    fn metadata_mut(&mut self) -> &mut ErrorMetadata {
        &mut self.0.metadata
    }

    fn redact(&mut self, sensitive: &[&str]) {
        self.0.metadata.redact(sensitive);
        let source = self.0.source.as_deref_mut();
        if let Some(problem) = source.and_then(|source| source.downcast_mut()) {
            Unreadable::redact(problem, sensitive);
        }
    }

    fn retry_hint(&self) -> RetryHint {
        match self.0.kind {
            RequestErrorKind::Connect | RequestErrorKind::Io | RequestErrorKind::Timeout => {
                RetryHint::Transient
            }
            _ => RetryHint::Unspecified,
        }
    }
}
