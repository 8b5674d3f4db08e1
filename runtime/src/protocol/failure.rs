//! A response that reports an error.

use crate::error::{CallError, ErrorMetadata, Fault, UnknownError};
use crate::{Document, Map};
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
}

/// The error a response reports; `None` where it reports success.
#[must_use]
pub fn failure(response: &Response<Bytes>) -> Option<Failure<'_>> {
    if response.status().is_success() {
        return None;
    }
    let header = |name: &str| {
        response
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    let body: Map<String, Document> = serde_json::from_slice(response.body()).unwrap_or_default();
    let text = |name: &str| body.get(name).and_then(Document::as_str);
    let shape = header("x-amzn-errortype")
        .or_else(|| text("__type"))
        .or_else(|| text("code"))
        .map(|code| without_namespace(code).to_owned());

    let mut metadata = ErrorMetadata::new();
    metadata.set_status(response.status().as_u16());
    if let Some(id) = REQUEST_ID_HEADERS.into_iter().find_map(header) {
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
    Some(Failure {
        shape,
        metadata,
        response,
    })
}

/// `Code` of `aws.protocoltests#Code:http://internal.amazon.com/coral/`.
fn without_namespace(code: &str) -> &str {
    let code = code.split(':').next().unwrap_or(code);
    code.rsplit('#').next().unwrap_or(code)
}

impl Failure<'_> {
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
    let body: &[u8] = failure.response.body();
    let body = if body.is_empty() { b"{}" } else { body };
    let Ok(mut exception) = serde_json::from_slice::<T>(body) else {
        return Err(failure.unknown());
    };
    if exception.read_headers(failure.response).is_err() {
        return Err(failure.unknown());
    }
    *exception.metadata_mut() = failure.metadata;
    Ok(variant(Box::new(exception)))
}
