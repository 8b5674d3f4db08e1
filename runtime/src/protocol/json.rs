//! The JSON protocols: [`restJson1`], [`awsJson1_0` and `awsJson1_1`].
//!
//! [`restJson1`]: https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html
//! [`awsJson1_0` and `awsJson1_1`]: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html

use super::error::{Exception, Failure};
use super::request::RequestBuilder;
use super::request_id::request_id;
use super::response::unreadable;
use crate::operation::error::{CallError, CallErrorKind, ErrorMetadata, UnknownError};
use crate::value::{Document, Map};
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName};
use http::{Method, Request, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

const TARGET: HeaderName = HeaderName::from_static("x-amz-target");
const QUERY_MODE: HeaderName = HeaderName::from_static("x-amzn-query-mode");

impl RequestBuilder {
    /// A request of the `json` protocol: `POST /` for the target `Prefix.Operation`.
    #[must_use]
    pub fn json_rpc(target: &'static str, content_type: &'static str) -> Self {
        let mut request = Self::new(Method::POST, "/");
        request.fixed_header(TARGET, target);
        request.fixed_header(CONTENT_TYPE, content_type);
        request
    }

    /// Asks for errors with the codes of the query protocol, which the service once spoke.
    #[must_use]
    pub fn query_mode(mut self) -> Self {
        self.fixed_header(QUERY_MODE, "true");
        self
    }

    /// The request with a value as JSON.
    ///
    /// # Errors
    /// A member was refused, or the value cannot be written as JSON.
    pub fn json(mut self, body: &impl Serialize) -> Result<Request<Bytes>, CallError> {
        let bytes = serde_json::to_vec(body)
            .map_err(|error| CallError::new(CallErrorKind::Build, error))?;
        self.content_type("application/json");
        self.finish(bytes.into())
    }

    /// The request with an empty JSON object.
    ///
    /// # Errors
    /// A member was refused.
    pub fn empty_object(mut self) -> Result<Request<Bytes>, CallError> {
        self.content_type("application/json");
        self.finish(Bytes::from_static(b"{}"))
    }

    /// The request with a structure as JSON; an empty one where there is none.
    ///
    /// # Errors
    /// A member was refused, or the value cannot be written as JSON.
    pub fn json_payload(self, body: Option<&impl Serialize>) -> Result<Request<Bytes>, CallError> {
        match body {
            Some(body) => self.json(body),
            None => self.empty_object(),
        }
    }

    /// The request with a value as JSON, where there is one.
    ///
    /// # Errors
    /// A member was refused, or the value cannot be written as JSON.
    pub fn json_or_empty(self, body: Option<&impl Serialize>) -> Result<Request<Bytes>, CallError> {
        match body {
            Some(body) => self.json(body),
            None => self.empty(),
        }
    }
}

/// A structure from a JSON body; an empty body is an empty structure.
///
/// # Errors
/// The body is not such a structure.
pub fn json<T: DeserializeOwned>(response: &Response<Bytes>) -> Result<T, CallError> {
    let body: &[u8] = response.body();
    from_json(if body.is_empty() { b"{}" } else { body })
}

/// A member that is the whole JSON body; `None` where the body is empty or `null`.
///
/// # Errors
/// The body is not such a value.
pub fn payload<T: DeserializeOwned>(response: &Response<Bytes>) -> Result<Option<T>, CallError> {
    if response.body().is_empty() {
        return Ok(None);
    }
    from_json(response.body())
}

fn from_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, CallError> {
    // UTF-8 is checked once for the whole body, and not for each string in it.
    let text = std::str::from_utf8(body).map_err(|error| unreadable(&error.to_string(), body))?;
    serde_json::from_str(text).map_err(|error| unreadable(&error.to_string(), body))
}

/// The error a response reports; `None` where it reports success.
#[must_use]
pub fn failure(response: &Response<Bytes>) -> Option<Failure<'_>> {
    if response.status().is_success() {
        return None;
    }
    let header = |name| header(response, name);
    let body: Map<String, Document> = serde_json::from_slice(response.body()).unwrap_or_default();
    let text = |name: &str| body.get(name).and_then(Document::as_str);
    let shape = header("x-amzn-errortype")
        .or_else(|| text("__type"))
        .or_else(|| text("code"))
        .map(|code| without_namespace(code).to_owned());

    let mut metadata = ErrorMetadata::new();
    metadata.set_status(response.status().as_u16());
    if let Some(id) = request_id(response.headers()) {
        metadata.set_request_id(id);
    }
    if let Some(message) = ["message", "Message", "errorMessage"]
        .into_iter()
        .find_map(text)
    {
        metadata.set_message(message);
    }
    let query_code = header("x-amzn-query-error").and_then(|error| error.split(';').next());
    if let Some(code) = query_code.or(shape.as_deref()) {
        metadata.set_code(code);
    }
    Some(Failure::new(shape, metadata, response))
}

fn header<'a>(response: &'a Response<Bytes>, name: &str) -> Option<&'a str> {
    response
        .headers()
        .get(name)
        .and_then(|value| value.to_str().ok())
}

/// `Code` of `aws.protocoltests#Code:http://internal.amazon.com/coral/`.
fn without_namespace(code: &str) -> &str {
    let code = code.split(':').next().unwrap_or(code);
    code.rsplit('#').next().unwrap_or(code)
}

/// The exception that a failure reports, with its members, as the variant of an operation's error.
///
/// # Errors
/// The body is not that exception: then all that is known of it stays.
pub fn modeled<T: Exception, E>(
    failure: Failure<'_>,
    variant: fn(Box<T>) -> E,
) -> Result<E, UnknownError> {
    exception(failure).map(variant)
}

/// Apart from [`modeled`], so that it is compiled once for an exception, and not for each operation that
/// answers with it.
fn exception<T: Exception>(failure: Failure<'_>) -> Result<Box<T>, UnknownError> {
    let body = failure.body();
    match serde_json::from_slice(if body.is_empty() { b"{}" } else { body }) {
        Ok(exception) => failure.with(exception),
        Err(_) => Err(failure.unknown()),
    }
}
