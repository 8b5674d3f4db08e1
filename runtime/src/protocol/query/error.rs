//! Responses that report an error, as XML: `<ErrorResponse><Error>`, and EC2's
//! `<Response><Errors><Error>`.

use super::names::Query;
use super::problem::limits;
use super::xml::{self, elements, name};
use crate::operation::error::{ErrorMetadata, UnknownError};
use crate::protocol::{self, Exception, request_id};
use bytes::Bytes;
use http::Response;
use roxmltree::Node;
use serde::de::DeserializeOwned;

/// A response that reports an error, and how the service speaks the protocol.
#[derive(Debug)]
pub struct ErrorResponse<'a> {
    inner: protocol::ErrorResponse<'a>,
    query: &'static Query,
}

impl ErrorResponse<'_> {
    /// The exception's name as its model has it.
    #[must_use]
    pub fn shape(&self) -> Option<&str> {
        self.inner.shape()
    }

    /// The same failure, of which texts do not show these members nor the body.
    #[must_use]
    pub fn redacted(self, sensitive: &[&str]) -> Self {
        Self {
            inner: self.inner.redacted(sensitive),
            ..self
        }
    }

    /// The error as one that the crate does not know.
    #[must_use]
    pub fn unknown(self) -> UnknownError {
        self.inner.unknown()
    }
}

impl Query {
    /// The error a response reports; `None` where it reports success.
    #[must_use]
    pub fn failure<'a>(&'static self, response: &'a Response<Bytes>) -> Option<ErrorResponse<'a>> {
        if response.status().is_success() {
            return None;
        }
        let mut metadata = ErrorMetadata::new();
        metadata.set_status(response.status().as_u16());
        metadata.set_raw_body(response.body().as_ref());
        if let Some(id) = request_id(response.headers()) {
            metadata.set_request_id(id);
        }
        if let Ok(document) = xml::document(response.body(), &limits(response)) {
            describe(document.root_element(), &mut metadata);
        }
        let code = metadata.code().map(str::to_owned);
        Some(ErrorResponse {
            inner: protocol::ErrorResponse::new(code, metadata, response),
            query: self,
        })
    }
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
    failure: ErrorResponse<'_>,
    variant: fn(Box<T>) -> E,
) -> Result<E, UnknownError> {
    match exception(&failure) {
        Some(exception) => failure.inner.with(exception).map(variant),
        None => Err(failure.unknown()),
    }
}

fn exception<T: Exception + DeserializeOwned>(failure: &ErrorResponse<'_>) -> Option<T> {
    let document = xml::document(
        failure.inner.response().body(),
        &limits(failure.inner.response()),
    )
    .ok()?;
    let error = error(document.root_element())?;
    xml::read(failure.query, error).ok()
}
