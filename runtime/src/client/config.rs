//! What a client is made with.

use super::credentials::ProvideCredentials;
use super::random::{OsRandom, Random};
use super::retry::RetryConfig;
use super::time::{Clock, SystemClock};
use super::transport::Transport;
use std::sync::Arc;
use std::time::Duration;

/// How long things may take; `None` is no limit.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Timeouts {
    /// To establish a connection, TLS included; 3.1 s unless told otherwise.
    pub connect: Option<Duration>,
    /// One attempt, from its start to the last byte of the answer.
    pub attempt: Option<Duration>,
    /// The whole call with all attempts and the waits between them.
    pub operation: Option<Duration>,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Some(Duration::from_millis(3100)),
            attempt: None,
            operation: None,
        }
    }
}

impl Timeouts {
    /// The same with another limit for a connection.
    #[must_use]
    pub fn with_connect(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.connect = limit.into();
        self
    }

    /// The same with another limit for an attempt.
    #[must_use]
    pub fn with_attempt(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.attempt = limit.into();
        self
    }

    /// The same with another limit for the whole call.
    #[must_use]
    pub fn with_operation(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.operation = limit.into();
        self
    }
}

/// What a client is made with. Cheap to clone; one configuration serves clients of many services.
#[derive(Clone, Debug)]
pub struct Config {
    parts: Arc<ConfigBuilder>,
}

/// Collects a [`Config`].
#[derive(Clone, Debug)]
pub struct ConfigBuilder {
    pub(super) region: Option<String>,
    pub(super) endpoint_url: Option<String>,
    pub(super) app_name: Option<String>,
    pub(super) credentials: Option<Arc<dyn ProvideCredentials>>,
    pub(super) transport: Option<Arc<dyn Transport>>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) random: Arc<dyn Random>,
    pub(super) retry: RetryConfig,
    pub(super) timeouts: Timeouts,
}

impl Config {
    /// A configuration to fill in.
    #[must_use]
    pub fn builder() -> ConfigBuilder {
        ConfigBuilder {
            region: None,
            endpoint_url: None,
            app_name: None,
            credentials: None,
            transport: default_transport(),
            clock: Arc::new(SystemClock::default()),
            random: Arc::new(OsRandom),
            retry: RetryConfig::default(),
            timeouts: Timeouts::default(),
        }
    }

    /// The region.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.parts.region.as_deref()
    }

    /// A builder that begins with these settings.
    #[must_use]
    pub fn to_builder(&self) -> ConfigBuilder {
        ConfigBuilder::clone(&self.parts)
    }

    pub(super) fn parts(&self) -> &ConfigBuilder {
        &self.parts
    }
}

fn default_transport() -> Option<Arc<dyn Transport>> {
    #[cfg(any(feature = "hyper", feature = "blocking"))]
    return Some(Arc::new(
        super::default_transport::DefaultTransport::default(),
    ));
    #[cfg(not(any(feature = "hyper", feature = "blocking")))]
    return None;
}

impl ConfigBuilder {
    /// The region, such as `eu-west-1`.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Where every request goes instead of the region's endpoint: scheme, host, port and a path to
    /// begin with, such as `http://127.0.0.1:4566`.
    #[must_use]
    pub fn endpoint_url(mut self, url: impl Into<String>) -> Self {
        self.endpoint_url = Some(url.into());
        self
    }

    /// Who calls: [`Credentials`](super::Credentials) or where to get them.
    #[must_use]
    pub fn credentials(mut self, credentials: impl ProvideCredentials) -> Self {
        self.credentials = Some(Arc::new(credentials));
        self
    }

    /// What the application is called in the user agent, such as `image-report`.
    #[must_use]
    pub fn app_name(mut self, name: impl Into<String>) -> Self {
        self.app_name = Some(name.into());
        self
    }

    /// How requests travel. Without one: by `HyperTransport` or `UreqTransport`, whichever feature is
    /// enabled; with both, by the latter in blocking calls.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// How failed attempts are repeated.
    #[must_use]
    pub fn retry(mut self, retry: RetryConfig) -> Self {
        self.retry = retry;
        self
    }

    /// How long things may take.
    #[must_use]
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// The clock, which also waits between attempts.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Where idempotency tokens and jitter come from.
    #[must_use]
    pub fn random(mut self, random: impl Random) -> Self {
        self.random = Arc::new(random);
        self
    }

    /// The configuration.
    #[must_use]
    pub fn build(self) -> Config {
        Config {
            parts: Arc::new(self),
        }
    }
}
