//! Replaces instrumentation in a build without `tracing`.

use crate::operation::Metadata;
use crate::operation::error::ProvideErrorMetadata;
use crate::platform::Clock;
use http::{Request, StatusCode};
use std::future::Future;
use std::time::Duration;

/// The call.
pub(super) fn call<F: Future>(call: F, _metadata: &Metadata) -> F {
    call
}

/// What is measured of a call: nothing.
#[derive(Debug)]
pub(super) struct Meter;

impl Meter {
    /// A call that begins.
    pub(super) fn new(_metadata: Metadata, _now: Duration) -> Self {
        Self
    }

    /// An attempt is sent.
    pub(super) fn sent<B>(&mut self, _request: &Request<B>, _clock: &dyn Clock) {}

    /// It has a response.
    pub(super) fn responded(&mut self, _status: StatusCode, _clock: &dyn Clock) {}

    /// The call has its output.
    pub(super) fn succeeded(
        &self,
        _attempts: u32,
        _request_id: Option<&str>,
        _status: Option<u16>,
        _clock: &dyn Clock,
    ) {
    }

    /// An attempt failed.
    pub(super) fn failed(
        &mut self,
        _fault: &dyn ProvideErrorMetadata,
        _delay: Option<Duration>,
        _clock: &dyn Clock,
    ) {
    }
}
