//! Replaces the reading of events in a build without a client.

/// Nothing was read.
#[derive(Default)]
pub(crate) struct Reading {}
