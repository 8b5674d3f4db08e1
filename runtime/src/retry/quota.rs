//! How many retries a client may make while a service fails: the retry quota of the [standard mode] of
//! AWS's SDKs.
//!
//! [standard mode]: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html

use super::classify::Reason;
use std::sync::{Mutex, PoisonError};

/// Keeps the clones of a client from multiplying the load on a service that fails: a bucket of
/// tokens that retries take from and successes refill.
#[derive(Debug)]
pub(crate) struct RetryQuota {
    available: Mutex<u32>,
}

/// What a retry took from the quota.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tokens(u32);

const CAPACITY: u32 = 500;
const SUCCESS_REFILL: u32 = 1;

impl Default for RetryQuota {
    fn default() -> Self {
        Self {
            available: Mutex::new(CAPACITY),
        }
    }
}

impl RetryQuota {
    /// The tokens of a retry; `None` where too few are left.
    pub(crate) fn take(&self, reason: Reason) -> Option<Tokens> {
        let mut available = self.lock();
        *available = available.checked_sub(cost(reason))?;
        Some(Tokens(cost(reason)))
    }

    /// Gives back what the retry that succeeded took, or one token after a first attempt.
    pub(crate) fn refill(&self, tokens: Option<Tokens>) {
        let amount = tokens.map_or(SUCCESS_REFILL, |tokens| tokens.0);
        let mut available = self.lock();
        *available = available.saturating_add(amount).min(CAPACITY);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, u32> {
        self.available
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a retry takes from the quota.
fn cost(reason: Reason) -> u32 {
    match reason {
        Reason::Transient => 14,
        Reason::Throttling => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quota_runs_dry_and_refills() {
        let quota = RetryQuota::default();
        let taken: Vec<_> = std::iter::from_fn(|| quota.take(Reason::Throttling)).collect();
        assert_eq!(taken.len(), 100);
        quota.refill(taken.first().copied());
        assert!(quota.take(Reason::Transient).is_none());
        assert!(quota.take(Reason::Throttling).is_some());
        for _ in 0..4 {
            quota.refill(None);
        }
        assert!(quota.take(Reason::Throttling).is_none());
        quota.refill(None);
        assert!(quota.take(Reason::Throttling).is_some());
    }
}
