//! What the client tells `tracing`: a span for each call, an event for how each attempt ended. Neither
//! has anything of the input, the output or the headers but the request id.

use crate::operation::Metadata;
use crate::operation::error::ProvideErrorMetadata;
use std::future::Future;
use std::time::Duration;
use tracing::Instrument;
use tracing::instrument::Instrumented;

/// The call within its span.
pub(super) fn call<F: Future>(call: F, metadata: &Metadata) -> Instrumented<F> {
    call.instrument(tracing::info_span!(
        "aws.call",
        service = metadata.service.id,
        operation = metadata.name
    ))
}

/// The end of a call that has its output.
pub(super) fn success(attempts: u32, request_id: Option<&str>) {
    tracing::debug!(attempts, request_id, "call succeeded");
}

/// The end of an attempt that failed, and of its call where there is no delay until the next.
pub(super) fn failure(fault: &dyn ProvideErrorMetadata, delay: Option<Duration>) {
    let metadata = fault.metadata();
    let (attempts, status) = (metadata.attempts(), metadata.status());
    let (code, request_id) = (metadata.code(), metadata.request_id());
    match delay {
        Some(delay) => tracing::debug!(
            attempts,
            status,
            code,
            request_id,
            ?delay,
            "attempt failed, another follows"
        ),
        None => tracing::warn!(attempts, status, code, request_id, "call failed"),
    }
}
