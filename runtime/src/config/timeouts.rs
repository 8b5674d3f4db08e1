//! How long things may take.

use crate::transport::MinimumThroughput;
use std::time::Duration;

/// How long things may take; `None` is no limit.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Timeouts {
    /// To establish a connection, TLS included; 3.1 s unless told otherwise.
    pub connect: Option<Duration>,
    /// From the end of the request to the first byte of the response; 60 s unless told otherwise. An
    /// operation that works for longer before it answers needs more.
    pub first_byte: Option<Duration>,
    /// From one byte of the response to the next; 60 s unless told otherwise.
    pub between_bytes: Option<Duration>,
    /// One attempt, from its start to the last byte of the answer; to the last byte of its head where the
    /// body streams.
    pub attempt: Option<Duration>,
    /// The whole call with all attempts, the waits between them and the time it takes to get credentials.
    /// A body that streams may take longer: it is read after the call.
    pub operation: Option<Duration>,
    /// The fewest bytes that must arrive while a body that streams is waited for.
    pub throughput: Option<MinimumThroughput>,
}

impl Default for Timeouts {
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

impl Timeouts {
    /// The same with another limit for a connection.
    #[must_use]
    pub fn with_connect(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.connect = limit.into();
        self
    }

    /// The same with another limit for the wait for a response.
    #[must_use]
    pub fn with_first_byte(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.first_byte = limit.into();
        self
    }

    /// The same with another limit for waits within a response.
    #[must_use]
    pub fn with_between_bytes(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.between_bytes = limit.into();
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

    /// The same with another least throughput of a body that streams.
    #[must_use]
    pub fn with_throughput(mut self, least: impl Into<Option<MinimumThroughput>>) -> Self {
        self.throughput = least.into();
        self
    }
}
