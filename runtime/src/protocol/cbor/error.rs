//! Responses that report an error: a map with `__type` and `message`.

use super::read;
use crate::format::Deserialize;
use crate::operation::error::UnknownError;
use crate::protocol::Exception;
use crate::protocol::failure::ErrorResponse;
use crate::protocol::names::Names;
use bytes::Bytes;
use http::Response;
use serde::de::DeserializeOwned;

/// What every error may tell.
#[derive(Default, Deserialize)]
struct Told {
    #[serde(rename = "__type")]
    kind: Option<String>,
    message: Option<String>,
    #[serde(rename = "Message")]
    capital_message: Option<String>,
}

/// The error a response reports; `None` where it reports success.
pub(super) fn failure<'a>(
    names: &'static Names,
    response: &'a Response<Bytes>,
) -> Option<ErrorResponse<'a>> {
    if response.status().is_success() {
        return None;
    }
    Some(ErrorResponse::of(names, response, |metadata| {
        let told: Told = read::structure(names, response.body()).unwrap_or_default();
        let shape = told.kind.as_deref().map(without_namespace);
        let shape = shape.filter(|shape| !shape.is_empty()).map(str::to_owned);
        if let Some(message) = told.message.or(told.capital_message) {
            metadata.set_message(message);
        }
        // The code of the query protocol, which the service once spoke.
        let header = response.headers().get("x-amzn-query-error");
        let text = header.and_then(|value| value.to_str().ok());
        let query_code = text.and_then(|text| text.split(';').next());
        // Without a name of it, the code is the status, as in boto3.
        let status = response.status();
        let code = query_code.or(shape.as_deref()).unwrap_or(status.as_str());
        metadata.set_code(code);
        shape
    }))
}

/// The message of an error that an event is.
pub(in crate::protocol) fn message(names: &Names, payload: &[u8]) -> Option<String> {
    let told: Told = read::structure(names, payload).ok()?;
    told.message.or(told.capital_message)
}

/// `Code` of `aws.protocoltests#Code:http://internal.amazon.com/coral/`.
fn without_namespace(code: &str) -> &str {
    let code = code.split(':').next().unwrap_or(code);
    code.rsplit('#').next().unwrap_or(code)
}

/// The exception that a failure reports, as [`protocol::modeled`](crate::protocol::modeled) has it
/// for JSON.
///
/// # Errors
/// The body is not that exception: then all that is known of it stays.
pub fn modeled<T: Exception + DeserializeOwned, E>(
    failure: ErrorResponse<'_>,
    variant: fn(Box<T>) -> E,
) -> Result<E, UnknownError> {
    let exception = read::structure(failure.names, failure.response().body()).ok();
    failure.with(exception, variant)
}
