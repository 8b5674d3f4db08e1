//! Configuration of retries.

use std::time::Duration;

/// How failed attempts are retried.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct RetryConfig {
    /// The maximum number of attempts of a call, including the first. Default: 3.
    pub max_attempts: u32,
    /// The maximum wait between two attempts, unless the service asks for a longer one. Default: 20 s.
    pub max_backoff: Duration,
    /// What to do when the service throttles.
    pub mode: RetryMode,
    /// Whether the number of attempts is that of the service.
    attempts_of_service: bool,
    /// The longest first wait after a failure that passes.
    pub(super) first_wait: Duration,
}

/// What a client does when a service throttles.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum RetryMode {
    /// It only waits before the next attempt of the call.
    #[default]
    Standard,
    /// It also limits the rate of all calls of the client and its clones, and raises it again over time.
    Adaptive,
}

impl Default for RetryConfig {
    fn default() -> Self {
        Self {
            max_attempts: 3,
            max_backoff: Duration::from_secs(20),
            mode: RetryMode::Standard,
            attempts_of_service: false,
            first_wait: Duration::from_millis(50),
        }
    }
}

/// Services that botocore repeats in their own way: their id, attempts and first wait. DynamoDB
/// answers within milliseconds. Source: `botocore/retries/standard.py`.
const SERVICES: [(&str, u32, Duration); 2] = [
    ("DynamoDB", 4, Duration::from_millis(25)),
    ("DynamoDB Streams", 4, Duration::from_millis(25)),
];

impl RetryConfig {
    /// The usual, and as many attempts as are usual for the service.
    pub(crate) fn unset() -> Self {
        Self {
            attempts_of_service: true,
            ..Self::default()
        }
    }

    /// The same, with what is usual for a service where nothing else is said.
    pub(crate) fn of_service(mut self, id: &str) -> Self {
        if let Some((_, attempts, first_wait)) = SERVICES.iter().find(|(known, _, _)| *known == id)
        {
            self.first_wait = *first_wait;
            if self.attempts_of_service && self.max_attempts == Self::default().max_attempts {
                self.max_attempts = *attempts;
            }
        }
        self
    }

    /// The default: up to three attempts, with exponential backoff.
    #[must_use]
    pub fn standard() -> Self {
        Self::default()
    }

    /// Like [`standard`](Self::standard), with client-side rate limiting while the service throttles.
    #[must_use]
    pub fn adaptive() -> Self {
        Self::default().with_mode(RetryMode::Adaptive)
    }

    /// Sets the mode.
    #[must_use]
    pub fn with_mode(mut self, mode: RetryMode) -> Self {
        self.mode = mode;
        self
    }

    /// Makes a single attempt.
    #[must_use]
    pub fn disabled() -> Self {
        Self::default().with_max_attempts(1)
    }

    /// Sets the maximum number of attempts; 0 counts as 1.
    #[must_use]
    pub fn with_max_attempts(mut self, max_attempts: u32) -> Self {
        self.max_attempts = max_attempts.max(1);
        self.attempts_of_service = false;
        self
    }

    /// Sets the maximum wait between two attempts.
    #[must_use]
    pub fn with_max_backoff(mut self, max_backoff: Duration) -> Self {
        self.max_backoff = max_backoff;
        self
    }
}
