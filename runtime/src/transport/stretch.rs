//! Stretches of waiting for a body, and what is too slow.

use super::exchange::Limits;
use super::throughput::MinimumThroughput;
use crate::operation::error::{RequestError, RequestErrorKind};
use std::time::Duration;

/// What came of a body in the present stretch of waiting.
#[derive(Debug)]
pub(super) struct Stretch {
    between_bytes: Option<Duration>,
    least: Option<MinimumThroughput>,
    got: u64,
    waited: Duration,
}

impl Stretch {
    pub(super) fn new(limits: &Limits) -> Self {
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
