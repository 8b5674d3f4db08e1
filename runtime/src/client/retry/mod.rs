//! When a failed attempt is worth another, how long to wait for it, and how many there may be.

mod backoff;
mod classify;
mod quota;

pub(crate) use backoff::delay;
pub(crate) use classify::{Reason, reason, retry_after};
pub(crate) use quota::{RetryQuota, Tokens};
