//! Responses that report an error, as XML: `<ErrorResponse><Error>`, `<Error>` alone, as S3 has it, and
//! EC2's `<Response><Errors><Error>`.

use super::read::{self, limits};
use super::tree::Node;
use crate::operation::error::{ErrorMetadata, UnknownError};
use crate::protocol::failure::ErrorResponse;
use crate::protocol::names::Names;
use crate::protocol::{Exception, XmlLimits};
use bytes::Bytes;
use http::{Response, StatusCode};
use serde::de::DeserializeOwned;

/// The error a response reports; `None` where it reports success.
pub(in crate::protocol) fn failure<'a>(
    names: &'static Names,
    response: &'a Response<Bytes>,
) -> Option<ErrorResponse<'a>> {
    if response.status().is_success() {
        return None;
    }
    Some(ErrorResponse::of(names, response, |metadata| {
        if response.body().is_empty() {
            return of_status(response.status(), metadata);
        }
        if let Ok(document) = read::document(response.body(), &limits(response)) {
            describe(document.root_element(), metadata);
        }
        metadata.code().map(str::to_owned)
    }))
}

/// Adds what the status tells where there is no body, as in an answer to `HEAD`: the code is the status, as
/// in boto3, and what is not there is the exception of that name.
fn of_status(status: StatusCode, metadata: &mut ErrorMetadata) -> Option<String> {
    metadata.set_code(status.as_str());
    metadata.set_message(status.canonical_reason().unwrap_or_default());
    (status == StatusCode::NOT_FOUND).then(|| "NotFound".to_owned())
}

/// Adds what the body tells.
pub(super) fn describe(root: Node<'_, '_>, metadata: &mut ErrorMetadata) {
    let child = |node: Node<'_, '_>, names: &[&str]| {
        node.elements()
            .find(|child| names.contains(&child.name()))
            .map(|child| child.text().into_owned())
    };
    if let Some(id) = child(root, &["RequestId", "RequestID", "requestId"]) {
        metadata.set_request_id(id);
    }
    let Some(error) = error(root) else { return };
    if let Some(code) = child(error, &["Code"]) {
        metadata.set_code(code);
    }
    if let Some(message) = child(error, &["Message", "message"]) {
        metadata.set_message(message);
    }
}

/// The element with code and message, which is also that of an exception's members.
fn error<'a, 'i>(root: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
    let errors = root.child("Errors").unwrap_or(root);
    let is_error = || (root.name() == "Error").then_some(root);
    errors.child("Error").or_else(is_error)
}

/// The text of an element of an error.
pub(crate) fn element(body: &[u8], part: &str) -> Option<String> {
    let document = read::document(body, &XmlLimits::default()).ok()?;
    let found = error(document.root_element())?.child(part)?;
    Some(found.text().into_owned())
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
    let exception = exception(&failure);
    failure.with(exception, variant)
}

fn exception<T: Exception + DeserializeOwned>(failure: &ErrorResponse<'_>) -> Option<T> {
    let response = failure.response();
    if response.body().is_empty() {
        return read::empty(failure.names).ok();
    }
    let document = read::document(response.body(), &limits(response)).ok()?;
    let error = error(document.root_element())?;
    read::read(failure.names, error).ok()
}
