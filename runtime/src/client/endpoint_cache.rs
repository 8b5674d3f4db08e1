//! The endpoints that were discovered.

use super::kept::Kept;
use crate::operation::DiscoveredEndpoint;
use bytes::Bytes;
use http::Request;
use std::time::Duration;

/// The discovered endpoints, as long as they are good for.
#[derive(Debug, Default)]
pub(super) struct EndpointCache(Kept<CacheKey, CacheEntry, 1_000>);

/// What an endpoint was discovered for: the host that it replaces, which has the service and the region, and who
/// asks.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(super) struct CacheKey {
    pub(super) host: String,
    pub(super) access_key: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct CacheEntry {
    /// With the moments until which they are good.
    endpoints: Vec<(String, Duration)>,
    /// The moment until which the service is not asked.
    pub(super) pause: Duration,
}

/// What a request was made of that went to a discovered endpoint.
#[derive(Debug)]
pub(super) struct Original {
    pub(super) asked: CacheKey,
    /// As its operation wrote it.
    pub(super) request: Request<Bytes>,
}

impl EndpointCache {
    pub(super) fn get(&self, asked: &CacheKey) -> CacheEntry {
        self.0.known().get(asked).cloned().unwrap_or_default()
    }

    pub(super) fn learn(&self, asked: &CacheKey, answer: CacheEntry) {
        self.0.with_room().insert(asked.clone(), answer);
    }

    pub(super) fn forget(&self, asked: &CacheKey) {
        self.0.known().remove(asked);
    }
}

impl CacheEntry {
    pub(super) fn of(endpoints: Vec<DiscoveredEndpoint>, now: Duration) -> Self {
        let endpoints = endpoints.into_iter().map(|endpoint| {
            let period = Duration::from_secs(endpoint.minutes.saturating_mul(60));
            (endpoint.address, now.saturating_add(period))
        });
        Self {
            endpoints: endpoints.collect(),
            pause: Duration::ZERO,
        }
    }

    /// The same, and the service is not asked until a moment.
    pub(super) fn paused(mut self, until: Duration) -> Self {
        self.pause = until;
        self
    }

    pub(super) fn good(&self, now: Duration) -> Option<&str> {
        let mut endpoints = self.endpoints.iter();
        let good = endpoints.find(|(_, until)| now < *until);
        good.map(|(address, _)| address.as_str())
    }

    pub(super) fn first(&self) -> Option<&str> {
        self.endpoints.first().map(|(address, _)| address.as_str())
    }
}
