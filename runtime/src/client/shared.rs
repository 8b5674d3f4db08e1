//! What the clones of a client have in common.

use crate::auth::sigv4::SigningKeys;
use crate::auth::sigv4a::AsymmetricKeys;
use crate::auth::skew::ClockSkew;
use crate::config::Config;
use crate::retry::{RateLimiter, RetryQuota};

/// What the clones of a client have in common.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) config: Config,
    pub(super) quota: RetryQuota,
    pub(super) rate: RateLimiter,
    pub(super) skew: ClockSkew,
    pub(super) keys: SigningKeys,
    pub(super) asymmetric_keys: AsymmetricKeys,
}
