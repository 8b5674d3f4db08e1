//! A build that tells nobody of its calls.

use crate::operation::Metadata;
use crate::operation::error::ProvideErrorMetadata;
use std::future::Future;
use std::time::Duration;

/// The call.
pub(super) fn call<F: Future>(call: F, _metadata: &Metadata) -> F {
    call
}

/// The end of a call that has its output.
pub(super) fn success(_attempts: u32, _request_id: Option<&str>) {}

/// The end of an attempt that failed.
pub(super) fn failure(_fault: &dyn ProvideErrorMetadata, _delay: Option<Duration>) {}
