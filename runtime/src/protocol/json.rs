//! The JSON protocols: [`restJson1`], [`awsJson1_0` and `awsJson1_1`].
//!
//! [`restJson1`]: https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html
//! [`awsJson1_0` and `awsJson1_1`]: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html

use super::error::{self, ErrorResponse, Exception};
use super::request::RequestBuilder;
use crate::format::json::{self, ReadJson, WriteJson};
use crate::operation::error::{RequestError, UnknownError};
use crate::operation::unreadable::Unreadable;
use crate::value::{Document, Map};
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName};
use http::{Method, Request, Response};

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
    /// A member was refused.
    pub fn json(mut self, body: &impl WriteJson) -> Result<Request<Bytes>, RequestError> {
        self.content_type("application/json");
        self.finish(json::to_string(body).into())
    }

    /// The request with an empty JSON object.
    ///
    /// # Errors
    /// A member was refused.
    pub fn empty_object(mut self) -> Result<Request<Bytes>, RequestError> {
        self.content_type("application/json");
        self.finish(Bytes::from_static(b"{}"))
    }

    /// The request with a structure as JSON; an empty one where there is none.
    ///
    /// # Errors
    /// A member was refused.
    pub fn json_payload(
        self,
        body: Option<&impl WriteJson>,
    ) -> Result<Request<Bytes>, RequestError> {
        match body {
            Some(body) => self.json(body),
            None => self.empty_object(),
        }
    }

    /// The request with a value as JSON, where there is one.
    ///
    /// # Errors
    /// A member was refused.
    pub fn json_or_empty(
        self,
        body: Option<&impl WriteJson>,
    ) -> Result<Request<Bytes>, RequestError> {
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
pub fn json<T: ReadJson>(response: &Response<Bytes>) -> Result<T, RequestError> {
    let body: &[u8] = response.body();
    from_json(if body.is_empty() { b"{}" } else { body })
}

/// A member that is the whole JSON body; `None` where the body is empty or `null`.
///
/// # Errors
/// The body is not such a value.
pub fn payload<T: ReadJson>(response: &Response<Bytes>) -> Result<Option<T>, RequestError> {
    if response.body().is_empty() {
        return Ok(None);
    }
    from_json::<Option<T>>(response.body())
}

fn from_json<T: ReadJson>(body: &[u8]) -> Result<T, RequestError> {
    // UTF-8 is checked once for the whole body, and not for each string in it.
    let text = std::str::from_utf8(body).map_err(|error| Unreadable::utf8(error).in_body(body))?;
    json::from_str(text).map_err(|(at, problem)| Unreadable::json(problem, at, text))
}

/// The error a response reports; `None` where it reports success.
#[must_use]
pub fn failure(response: &Response<Bytes>) -> Option<ErrorResponse<'_>> {
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

    let mut metadata = error::metadata(response);
    if let Some(message) = ["message", "Message", "errorMessage", "error_description"]
        .into_iter()
        .find_map(text)
    {
        metadata.set_message(message);
    }
    let query_code = header("x-amzn-query-error").and_then(|error| error.split(';').next());
    if let Some(code) = query_code.or(shape.as_deref()) {
        metadata.set_code(code);
    }
    Some(ErrorResponse::new(shape, metadata, response))
}

/// Whether the response is of one of the JSON protocols without paths, where the body alone names the
/// error. In the others the header goes before it, and `code` before `__type`: botocore, `parsers.py`.
fn is_rpc(response: &Response<Bytes>) -> bool {
    header(response, "content-type").is_some_and(|kind| kind.starts_with("application/x-amz-json"))
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
pub fn modeled<T: Exception + ReadJson, E>(
    failure: ErrorResponse<'_>,
    variant: fn(Box<T>) -> E,
) -> Result<E, UnknownError> {
    exception(failure).map(variant)
}

/// Apart from [`modeled`], so that it is compiled once for an exception, and not for each operation that
/// responds with it.
fn exception<T: Exception + ReadJson>(failure: ErrorResponse<'_>) -> Result<Box<T>, UnknownError> {
    let body: &[u8] = failure.response().body();
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
    use crate::operation::error::{ErrorMetadata, ProvideErrorMetadata};

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
        let metadata = metadata.as_ref().map(ProvideErrorMetadata::metadata);
        assert_eq!(metadata.and_then(ErrorMetadata::code), Some("T"));
        assert_eq!(
            metadata.and_then(ErrorMetadata::message),
            Some("a\u{fffd} b \u{fffd}\u{1f600}\\ud83d")
        );
        assert_eq!(metadata.and_then(ErrorMetadata::request_id), Some("the-id"));
    }
}
