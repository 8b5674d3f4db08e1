//! When a failed attempt is worth another, how long to wait for it, how many there may be, and how fast.

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
