//! Retries: which failures are retried, the backoff, the quota, and the rate.

mod backoff;
mod classify;
mod config;
mod quota;
mod rate;

pub(crate) use backoff::delay;
pub use classify::is_throttling;
pub(crate) use classify::{Reason, reason, retry_after};
pub use config::{RetryConfig, RetryMode};
pub(crate) use quota::{RetryQuota, Tokens};
pub(crate) use rate::RateLimiter;
