//! The JSON protocols: [`restJson1`], [`awsJson1_0` and `awsJson1_1`].
//!
//! [`restJson1`]: https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html
//! [`awsJson1_0` and `awsJson1_1`]: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html

use super::error::{Exception, Failure};
use super::request::RequestBuilder;
use super::request_id::request_id;
use crate::operation::error::{CallError, CallErrorKind, ErrorMetadata, UnknownError};
use crate::operation::unreadable::Unreadable;
use crate::value::{Document, Map};
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName};
use http::{Method, Request, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::borrow::Cow;

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
    let text = std::str::from_utf8(body).map_err(|error| Unreadable::text(error, body))?;
    serde_json::from_str(text).map_err(|error| Unreadable::json(&error, text))
}

/// The error a response reports; `None` where it reports success.
#[must_use]
pub fn failure(response: &Response<Bytes>) -> Option<Failure<'_>> {
    if response.status().is_success() {
        return None;
    }
    let header = |name| header(response, name);
    let body: Map<String, Document> =
        serde_json::from_slice(&without_lone_surrogates(response.body())).unwrap_or_default();
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

/// Whether the response is of one of the JSON protocols without paths, where the body alone names the
/// error. In the others the header goes before it, and `code` before `__type`: botocore, `parsers.py`.
fn is_rpc(response: &Response<Bytes>) -> bool {
    header(response, "content-type").is_some_and(|kind| kind.starts_with("application/x-amz-json"))
}

/// JSON in which half a surrogate pair, which no text in Rust can hold, is replaced. Python reads such
/// texts, and so an error message that was cut in the middle of a character.
fn without_lone_surrogates(json: &[u8]) -> Cow<'_, [u8]> {
    let Some(positions) = lone_surrogates(json).filter(|positions| !positions.is_empty()) else {
        return Cow::Borrowed(json);
    };
    let mut mended = json.to_vec();
    for position in positions {
        if let Some(digits) = mended.get_mut(position..position + 4) {
            digits.copy_from_slice(b"fffd");
        }
    }
    Cow::Owned(mended)
}

/// Where the four digits of escapes stand that are half a pair.
fn lone_surrogates(json: &[u8]) -> Option<Vec<usize>> {
    let mut positions = Vec::new();
    let mut high: Option<usize> = None;
    let mut at = 0;
    while let Some(offset) = json.get(at..)?.iter().position(|byte| *byte == b'\\') {
        let escape = at + offset;
        // A character between the halves parts them.
        if offset > 0 {
            positions.extend(high.take());
        }
        let code = match json.get(escape + 1) {
            Some(b'u') => json
                .get(escape + 2..escape + 6)
                .and_then(|digits| std::str::from_utf8(digits).ok())
                .and_then(|digits| u16::from_str_radix(digits, 16).ok()),
            _ => None,
        };
        match code {
            Some(0xD800..=0xDBFF) => positions.extend(high.replace(escape + 2)),
            Some(0xDC00..=0xDFFF) => {
                if high.take().is_none() {
                    positions.push(escape + 2);
                }
            }
            _ => positions.extend(high.take()),
        }
        at = escape + if code.is_some() { 6 } else { 2 };
        if at > json.len() {
            break;
        }
    }
    positions.extend(high);
    Some(positions)
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
    let body: &[u8] = failure.response().body();
    let body = without_lone_surrogates(if body.is_empty() { b"{}" } else { body });
    match serde_json::from_slice(&body) {
        Ok(exception) => failure.with(exception),
        Err(_) => Err(failure.unknown()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::error::Fault;

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
