//! The minimum throughput of streaming bodies.

use std::time::Duration;

/// The minimum throughput of a streaming body: the bytes that must arrive in any such period of waiting. Time
/// in which nobody asks for more does not count.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct MinimumThroughput {
    /// The number of bytes.
    pub bytes: u64,
    /// The period.
    pub per: Duration,
}

impl MinimumThroughput {
    /// Creates a limit of this many bytes per period.
    #[must_use]
    pub const fn new(bytes: u64, per: Duration) -> Self {
        Self { bytes, per }
    }
}
