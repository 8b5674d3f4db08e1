//! How long things may take.

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
