//! What the clones of a client have in common.

use super::retry::RetryQuota;
use crate::auth::sigv4::SigningKeys;
use crate::auth::skew::ClockSkew;
use crate::config::Config;

/// What the clones of a client have in common.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) config: Config,
    pub(super) quota: RetryQuota,
    pub(super) skew: ClockSkew,
    pub(super) keys: SigningKeys,
}
