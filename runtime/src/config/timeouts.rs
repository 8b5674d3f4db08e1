//! Timeouts.

use crate::transport::MinimumThroughput;
use std::time::Duration;

/// The timeouts of a call and its parts; `None` is no limit.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct TimeoutConfig {
    /// To establish a connection, TLS included. Default: 3.1 s.
    pub connect: Option<Duration>,
    /// From the end of the request to the first byte of the response. Default: 60 s; an operation that takes
    /// longer to respond needs more.
    pub first_byte: Option<Duration>,
    /// From one byte of the response to the next. Default: 60 s.
    pub between_bytes: Option<Duration>,
    /// One attempt, from its start to the last byte of the response, or of its head if the body streams.
    pub attempt: Option<Duration>,
    /// The whole call with all attempts, the waits between them and the time it takes to get credentials.
    /// A body that streams may take longer: it is read after the call.
    pub operation: Option<Duration>,
    /// The minimum throughput of a streaming body, while more of it is awaited.
    pub throughput: Option<MinimumThroughput>,
}

impl Default for TimeoutConfig {
    fn default() -> Self {
        Self {
            connect: Some(Duration::from_millis(3100)),
            first_byte: Some(Duration::from_secs(60)),
            between_bytes: Some(Duration::from_secs(60)),
            attempt: None,
            operation: None,
            throughput: None,
        }
    }
}

impl TimeoutConfig {
    /// Sets the timeout for connecting.
    #[must_use]
    pub fn with_connect(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.connect = limit.into();
        self
    }

    /// Sets the timeout for the first byte of the response.
    #[must_use]
    pub fn with_first_byte(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.first_byte = limit.into();
        self
    }

    /// Sets the timeout between two bytes of the response.
    #[must_use]
    pub fn with_between_bytes(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.between_bytes = limit.into();
        self
    }

    /// Sets the timeout of an attempt.
    #[must_use]
    pub fn with_attempt(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.attempt = limit.into();
        self
    }

    /// Sets the timeout of the whole call.
    #[must_use]
    pub fn with_operation(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.operation = limit.into();
        self
    }

    /// Sets the minimum throughput of a streaming body.
    #[must_use]
    pub fn with_throughput(mut self, least: impl Into<Option<MinimumThroughput>>) -> Self {
        self.throughput = least.into();
        self
    }
}
