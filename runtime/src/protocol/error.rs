//! A response that reports an error.

use crate::format::json::{self, ReadJson};
use crate::operation::error::{CallError, ErrorMetadata, Fault, UnknownError};
use crate::value::{Document, Map};
use bytes::Bytes;
use http::Response;

const REQUEST_ID_HEADERS: [&str; 3] = ["x-amzn-requestid", "x-amz-request-id", "x-amzn-request-id"];

/// An exception of an API's model.
pub trait Exception: Fault {
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
    let body: Map<String, Document> = read(response.body()).unwrap_or_default();
    let text = |name: &str| body.get(name).and_then(Document::as_str);
    let in_header = || header("x-amzn-errortype").map(str::to_owned);
    let in_body = |name: &str| match body.get(name)? {
        Document::String(text) => Some(text.clone()),
        Document::Integer(number) => Some(number.to_string()),
        Document::Unsigned(number) => Some(number.to_string()),
        _ => None,
    };
    let shape = match is_rpc(response) {
        true => in_body("__type").or_else(in_header),
        false => in_header(),
    };
    let shape = shape
        .or_else(|| ["code", "Code", "__type"].into_iter().find_map(in_body))
        .map(|code| without_namespace(&code).to_owned())
        .filter(|code| !code.is_empty());

    let mut metadata = ErrorMetadata::new();
    metadata.set_status(response.status().as_u16());
    metadata.set_raw_body(response.body().as_ref());
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

/// Whether the response is of one of the JSON protocols without paths, where the body alone names the
/// error. In the others the header goes before it, and `code` before `__type`: botocore, `parsers.py`.
fn is_rpc(response: &Response<Bytes>) -> bool {
    header(response, "content-type").is_some_and(|kind| kind.starts_with("application/x-amz-json"))
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

    #[cfg(feature = "query")]
    pub(crate) fn response(&self) -> &'a Response<Bytes> {
        self.response
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

    /// The same failure, of which texts do not show these members nor the body.
    #[must_use]
    pub fn redacted(mut self, sensitive: &[&str]) -> Self {
        self.metadata.redact(sensitive);
        self
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
pub fn modeled<T: Exception + ReadJson, E>(
    failure: Failure<'_>,
    variant: fn(Box<T>) -> E,
) -> Result<E, UnknownError> {
    exception(failure).map(variant)
}

/// Apart from [`modeled`], so that it is compiled once for an exception, and not for each operation that
/// answers with it.
fn exception<T: Exception + ReadJson>(failure: Failure<'_>) -> Result<Box<T>, UnknownError> {
    let body = failure.body();
    match read(if body.is_empty() { b"{}" } else { body }) {
        Some(exception) => failure.with(exception),
        None => Err(failure.unknown()),
    }
}

fn read<T: ReadJson>(body: &[u8]) -> Option<T> {
    json::from_str(std::str::from_utf8(body).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(headers: &[(&'static str, &'static str)], body: &'static str) -> Option<String> {
        let mut response = Response::new(Bytes::from_static(body.as_bytes()));
        *response.status_mut() = http::StatusCode::BAD_REQUEST;
        for (name, value) in headers {
            let value = http::HeaderValue::from_static(value);
            response.headers_mut().insert(*name, value);
        }
        failure(&response)?.code().map(str::to_owned)
    }

    #[test]
    fn the_code_comes_in_many_ways() {
        let rest = ("content-type", "application/json");
        let rpc = ("content-type", "application/x-amz-json-1.1");
        let header = ("x-amzn-errortype", "H:http://internal.amazon.com/coral/");
        for (headers, body, expected) in [
            (
                &[rest, header][..],
                r#"{"code":"c","__type":"t"}"#,
                Some("H"),
            ),
            (
                &[rest],
                r#"{"code":"c","Code":"C","__type":"t"}"#,
                Some("c"),
            ),
            (&[rest], r#"{"Code":"C","__type":"t"}"#, Some("C")),
            (&[rest], r#"{"__type":"a.b#T:x"}"#, Some("T")),
            (&[rest], r#"{"code":404}"#, Some("404")),
            (&[rest], r#"{"code":null}"#, None),
            (&[rest, header], "<html>", Some("H")),
            (&[rpc, header], r#"{"code":"c","__type":"t"}"#, Some("t")),
            (&[rpc, header], r#"{"code":"c"}"#, Some("H")),
            (&[rpc], r#"{"code":"c"}"#, Some("c")),
            (&[], "", None),
        ] {
            assert_eq!(code(headers, body).as_deref(), expected, "{body}");
        }
    }

    #[test]
    fn half_a_character_in_a_message_loses_nothing_else() {
        let mut response = Response::new(Bytes::from_static(
            br#"{"__type":"T","message":"a\ud83d b \ude00\ud83d\ude00\\ud83d"}"#,
        ));
        *response.status_mut() = http::StatusCode::BAD_REQUEST;
        response.headers_mut().insert(
            "x-amzn-request-id",
            http::HeaderValue::from_static("the-id"),
        );
        let metadata = failure(&response).map(|failure| failure.unknown());
        let metadata = metadata.as_ref().map(Fault::metadata);
        assert_eq!(metadata.and_then(ErrorMetadata::code), Some("T"));
        assert_eq!(
            metadata.and_then(ErrorMetadata::message),
            Some("a\u{fffd} b \u{fffd}\u{1f600}\\ud83d")
        );
        assert_eq!(metadata.and_then(ErrorMetadata::request_id), Some("the-id"));
    }
}
