//! How slow a body that streams may be.

#[cfg(any(feature = "hyper", feature = "blocking"))]
use crate::operation::error::{RequestError, RequestErrorKind};
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

/// What came of a body in the present stretch of waiting.
#[cfg(any(feature = "hyper", feature = "blocking"))]
#[derive(Debug)]
pub(super) struct Stretch {
    between_bytes: Option<Duration>,
    least: Option<MinimumThroughput>,
    got: u64,
    waited: Duration,
}

#[cfg(any(feature = "hyper", feature = "blocking"))]
impl Stretch {
    pub(super) fn new(limits: &super::Limits) -> Self {
        Self {
            between_bytes: limits.between_bytes,
            least: limits.throughput,
            got: 0,
            waited: Duration::ZERO,
        }
    }

    /// How long the next wait may be before something is wrong, or to be counted.
    pub(super) fn limit(&self) -> Option<Duration> {
        let left = self.least.map(|least| {
            let left = least.per.saturating_sub(self.waited);
            left.max(Duration::from_millis(1))
        });
        self.between_bytes.into_iter().chain(left).min()
    }

    /// Counts a wait that ended with so many bytes.
    pub(super) fn ended(&mut self, waited: Duration, length: usize) -> Result<(), RequestError> {
        self.count(waited)?;
        let length = u64::try_from(length).unwrap_or(u64::MAX);
        self.got = self.got.saturating_add(length);
        Ok(())
    }

    /// Counts a wait that goes on beyond its limit.
    pub(super) fn goes_on(&mut self, waited: Duration) -> Result<(), RequestError> {
        self.count(waited)?;
        match self.between_bytes {
            Some(limit) if waited >= limit => Err(RequestError::new(
                RequestErrorKind::Timeout,
                format!("nothing more of the response within {limit:?}"),
            )),
            _ => Ok(()),
        }
    }

    fn count(&mut self, waited: Duration) -> Result<(), RequestError> {
        let Some(MinimumThroughput { bytes, per }) = self.least else {
            return Ok(());
        };
        self.waited = self.waited.saturating_add(waited);
        if self.waited < per {
            return Ok(());
        }
        let got = std::mem::take(&mut self.got);
        self.waited = Duration::ZERO;
        if got >= bytes {
            return Ok(());
        }
        Err(RequestError::new(
            RequestErrorKind::Timeout,
            format!("the body stalled: {got} bytes in {per:?}, and {bytes} is the least"),
        ))
    }
}
