//! What the clones of a client have in common.

use super::endpoint_cache::EndpointCache;
use super::regions::Regions;
use super::sessions::Sessions;
use crate::auth::sigv4::SigningKeys;
use crate::auth::sigv4a::AsymmetricKeys;
use crate::auth::skew::ClockSkew;
use crate::config::Config;
use crate::endpoint::Endpoint;
use crate::operation::Service;
use crate::retry::{RateLimiter, RetryQuota};
use http::HeaderValue;
use std::ptr;
use std::sync::OnceLock;

/// What the clones of a client have in common.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) config: Config,
    pub(super) quota: RetryQuota,
    pub(super) rate: RateLimiter,
    pub(super) skew: ClockSkew,
    pub(super) keys: SigningKeys,
    pub(super) asymmetric_keys: AsymmetricKeys,
    pub(super) endpoint: OfService<Endpoint>,
    pub(super) user_agent: OfService<HeaderValue>,
    pub(super) regions: Regions,
    pub(super) sessions: Sessions,
    pub(super) endpoints: EndpointCache,
}

/// What is the same at every call with the client's own configuration. Clients have one service, and one
/// that is used for others too makes it anew for them.
#[derive(Debug)]
pub(super) struct OfService<T>(OnceLock<(&'static Service, T)>);

impl<T> Default for OfService<T> {
    fn default() -> Self {
        Self(OnceLock::new())
    }
}

impl<T: Clone> OfService<T> {
    /// What was made for the service before, or is made now and kept.
    pub(super) fn get_or_make<E>(
        &self,
        service: &'static Service,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        match self.0.get() {
            Some((of, made)) if ptr::eq(*of, service) => Ok(made.clone()),
            _ => {
                let made = make()?;
                // Where another call was sooner, or the client has another service, this is not kept.
                let _ = self.0.set((service, made.clone()));
                Ok(made)
            }
        }
    }
}
