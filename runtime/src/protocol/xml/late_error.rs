//! Errors in the body of a success, as S3 has them where it cannot take the status back.

use super::error::describe;
use super::read::{self, limits};
use crate::protocol::failure::ErrorResponse;
use crate::protocol::names::Names;
use bytes::Bytes;
use http::Response;

/// The error that the body of a success is: its root element is `Error`, and has a code.
pub(in crate::protocol) fn late_failure<'a>(
    names: &'static Names,
    response: &'a Response<Bytes>,
) -> Option<ErrorResponse<'a>> {
    if !may_be_error(response.body()) {
        return None;
    }
    let document = read::document(response.body(), &limits(response)).ok()?;
    let root = document.root_element();
    let is_error = root.name() == "Error" && root.child("Code").is_some();
    is_error.then(|| {
        ErrorResponse::of(names, response, |metadata| {
            describe(root, metadata);
            metadata.code().map(str::to_owned)
        })
    })
}

/// Whether the first element of a document can be `Error`, told without reading it all.
fn may_be_error(body: &[u8]) -> bool {
    let mut elements = body.split(|byte| *byte == b'<').skip(1);
    let first = elements.find(|part| !part.starts_with(b"?") && !part.starts_with(b"!"));
    first.is_some_and(|part| part.starts_with(b"Error"))
}
