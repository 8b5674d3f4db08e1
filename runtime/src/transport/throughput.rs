//! How slow a body that streams may be.

use std::time::Duration;

/// The fewest bytes that must arrive of a body that streams: so many in any such time spent waiting. Time
/// in which nobody asks for more does not count.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct MinimumThroughput {
    /// So many bytes.
    pub bytes: u64,
    /// In such a time.
    pub per: Duration,
}

impl MinimumThroughput {
    /// So many bytes in such a time.
    #[must_use]
    pub const fn new(bytes: u64, per: Duration) -> Self {
        Self { bytes, per }
    }
}
