//! A response that reports an error.

use crate::operation::error::{CallError, ErrorMetadata, Fault, UnknownError};
use crate::value::{Document, Map};
use bytes::Bytes;
use http::Response;
use serde::de::DeserializeOwned;

const REQUEST_ID_HEADERS: [&str; 3] = ["x-amzn-requestid", "x-amz-request-id", "x-amzn-request-id"];

/// An exception of an API's model.
pub trait Exception: Fault + DeserializeOwned {
    /// Takes the members that travel as headers.
    ///
    /// # Errors
    /// A header has an unexpected value.
    fn read_headers(&mut self, _response: &Response<Bytes>) -> Result<(), CallError> {
        Ok(())
    }
}

/// A response that reports an error.
#[derive(Debug)]
pub struct Failure<'a> {
    /// The name of the exception's shape, by which it is looked up.
    shape: Option<String>,
    metadata: ErrorMetadata,
    response: &'a Response<Bytes>,
    /// How its body is read, where that is XML.
    #[cfg(feature = "query")]
    pub(crate) query: Option<&'static crate::protocol::query::Query>,
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
    if let Some(id) = request_id(response) {
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

/// The request id in a response's headers.
pub(crate) fn request_id(response: &Response<Bytes>) -> Option<&str> {
    REQUEST_ID_HEADERS
        .into_iter()
        .find_map(|name| header(response, name))
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

impl<'a> Failure<'a> {
    pub(crate) fn new(
        shape: Option<String>,
        metadata: ErrorMetadata,
        response: &'a Response<Bytes>,
    ) -> Self {
        Self {
            shape,
            metadata,
            response,
            #[cfg(feature = "query")]
            query: None,
        }
    }

    pub(crate) fn body(&self) -> &'a [u8] {
        self.response.body()
    }

    /// An exception that was read from the body, with what else is known of the failure.
    pub(crate) fn with<T: Exception>(self, mut exception: T) -> Result<Box<T>, UnknownError> {
        if exception.read_headers(self.response).is_err() {
            return Err(self.unknown());
        }
        *exception.metadata_mut() = self.metadata;
        Ok(Box::new(exception))
    }

    /// The exception's name as its model has it.
    #[must_use]
    pub fn shape(&self) -> Option<&str> {
        self.shape.as_deref()
    }

    /// The error code, which differs from [`shape`](Self::shape) for APIs that once spoke the query
    /// protocol.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.metadata.code()
    }

    /// The error as one that the crate does not know.
    #[must_use]
    pub fn unknown(self) -> UnknownError {
        UnknownError::new(self.metadata)
    }
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
