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
    /// What is done where the service asks to be called less often.
    pub mode: RetryMode,
    /// Whether the number of attempts is that of the service.
    attempts_of_service: bool,
    /// The longest first wait after a failure that passes.
    pub(super) first_wait: Duration,
}

/// What a client does beside waiting where a service asks to be called less often.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum RetryMode {
    /// It waits before the next attempt of the call, and no more.
    #[default]
    Standard,
    /// All calls of the client and its clones are sent more slowly, and faster again with time.
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

    /// What holds where nothing is said: three attempts, each after a longer wait.
    #[must_use]
    pub fn standard() -> Self {
        Self::default()
    }

    /// As [`standard`](Self::standard), and slower as a whole while the service throttles.
    #[must_use]
    pub fn adaptive() -> Self {
        Self::default().with_mode(RetryMode::Adaptive)
    }

    /// The same with another mode.
    #[must_use]
    pub fn with_mode(mut self, mode: RetryMode) -> Self {
        self.mode = mode;
        self
    }

    /// One attempt, whatever happens.
    #[must_use]
    pub fn disabled() -> Self {
        Self::default().with_max_attempts(1)
    }

    /// The same with another number of attempts; 0 counts as 1.
    #[must_use]
    pub fn with_max_attempts(mut self, max_attempts: u32) -> Self {
        self.max_attempts = max_attempts.max(1);
        self.attempts_of_service = false;
        self
    }

    /// The same with another longest wait.
    #[must_use]
    pub fn with_max_backoff(mut self, max_backoff: Duration) -> Self {
        self.max_backoff = max_backoff;
        self
    }
}
