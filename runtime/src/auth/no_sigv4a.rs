//! Replaces SigV4A in a build without it.

use super::sigv4::{Payload, Scope};
use crate::auth::Credentials;
use crate::operation::error::{RequestError, RequestErrorKind};
use bytes::Bytes;
use http::Request;
use std::time::Duration;

/// Whether requests can be signed so in this build.
pub(crate) const IS_KNOWN: bool = false;

/// None.
#[derive(Debug, Default)]
pub(crate) struct AsymmetricKeys {}

pub(crate) fn sign_with(
    _: &AsymmetricKeys,
    _: &mut Request<Bytes>,
    _: &Credentials,
    _: &Scope<'_>,
    _: Payload,
) -> Result<(), RequestError> {
    Err(unknown())
}

pub(crate) fn sign_query_with(
    _: &AsymmetricKeys,
    _: &mut Request<Bytes>,
    _: &Credentials,
    _: &Scope<'_>,
    _: Payload,
    _: Duration,
) -> Result<(), RequestError> {
    Err(unknown())
}

fn unknown() -> RequestError {
    RequestError::new(
        RequestErrorKind::Credentials,
        "requests must be signed by SigV4A here: turn on the feature `sigv4a` of `shapewright-runtime`",
    )
}
