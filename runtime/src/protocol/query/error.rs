//! Responses that report an error, as XML: `<ErrorResponse><Error>`, and EC2's
//! `<Response><Errors><Error>`.

use super::Query;
use super::limits;
use super::xml::{self, elements, name};
use crate::operation::error::ErrorMetadata;
use crate::operation::error::UnknownError;
use crate::protocol::{Exception, Failure, request_id};
use bytes::Bytes;
use http::Response;
use roxmltree::Node;
use serde::de::DeserializeOwned;

pub(super) fn failure<'a>(
    query: &'static Query,
    response: &'a Response<Bytes>,
) -> Option<Failure<'a>> {
    if response.status().is_success() {
        return None;
    }
    let mut metadata = ErrorMetadata::new();
    metadata.set_status(response.status().as_u16());
    metadata.set_raw_body(response.body().as_ref());
    if let Some(id) = request_id(response) {
        metadata.set_request_id(id);
    }
    if let Ok(document) = xml::document(response.body(), &limits(response)) {
        describe(document.root_element(), &mut metadata);
    }
    let code = metadata.code().map(str::to_owned);
    let mut failure = Failure::new(code, metadata, response);
    failure.query = Some(query);
    Some(failure)
}

/// Adds what the body tells.
fn describe(root: Node<'_, '_>, metadata: &mut ErrorMetadata) {
    let child = |node, names: &[&str]| {
        elements(node)
            .find(|child| names.contains(&name(*child)))
            .map(|child| xml::text(child).into_owned())
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
    let child = |node, part| elements(node).find(|child| name(*child) == part);
    let errors = child(root, "Errors").unwrap_or(root);
    child(errors, "Error").or_else(|| (name(root) == "Error").then_some(root))
}

/// The exception that a failure reports, as [`protocol::modeled`](crate::protocol::modeled) has it
/// for JSON.
///
/// # Errors
/// The body is not that exception: then all that is known of it stays.
pub fn modeled<T: Exception + DeserializeOwned, E>(
    failure: Failure<'_>,
    variant: fn(Box<T>) -> E,
) -> Result<E, UnknownError> {
    match exception(&failure) {
        Some(exception) => failure.with(exception).map(variant),
        None => Err(failure.unknown()),
    }
}

fn exception<T: Exception + DeserializeOwned>(failure: &Failure<'_>) -> Option<T> {
    let document = xml::document(failure.body(), &limits(failure.response())).ok()?;
    let error = error(document.root_element())?;
    xml::read(failure.query?, error).ok()
}
