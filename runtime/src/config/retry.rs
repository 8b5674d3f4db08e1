//! How failed attempts are repeated.

use std::time::Duration;

/// How often and how fast failed attempts are repeated.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct RetryConfig {
    /// Attempts of one call, the first included; 3 unless told otherwise.
    pub max_attempts: u32,
    /// The longest wait between two attempts that the service does not ask for; 20 s unless told
    /// otherwise.
    pub max_backoff: Duration,
}

impl Default for RetryConfig {
    fn default() -> Self {
        Self {
            max_attempts: 3,
            max_backoff: Duration::from_secs(20),
        }
    }
}

impl RetryConfig {
    /// One attempt, whatever happens.
    #[must_use]
    pub fn disabled() -> Self {
        Self::default().with_max_attempts(1)
    }

    /// The same with another number of attempts; 0 counts as 1.
    #[must_use]
    pub fn with_max_attempts(mut self, max_attempts: u32) -> Self {
        self.max_attempts = max_attempts.max(1);
        self
    }

    /// The same with another longest wait.
    #[must_use]
    pub fn with_max_backoff(mut self, max_backoff: Duration) -> Self {
        self.max_backoff = max_backoff;
        self
    }
}
