//! When a failed attempt is worth another: the standard mode of AWS's SDKs.

use crate::operation::error::{Fault, RetryHint};
use http::HeaderMap;
use std::sync::{Mutex, PoisonError};
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
    first_wait: Duration,
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

    /// The wait before the attempt that follows `attempts`: exponential with full jitter, raised to
    /// what the service asks for but by no more than 5 s.
    pub(crate) fn backoff(
        &self,
        reason: Reason,
        attempts: u32,
        jitter: f64,
        asked: Option<Duration>,
    ) -> Duration {
        let exponent = attempts.saturating_sub(1).min(30);
        let first = match reason {
            Reason::Transient => self.first_wait,
            Reason::Throttling => Duration::from_secs(1),
        };
        let longest = first * (1 << exponent);
        let wait = longest.min(self.max_backoff).mul_f64(jitter);
        match asked {
            Some(asked) => asked.clamp(wait, wait + MOST_ADDED),
            None => wait,
        }
    }
}

/// How much a service can add to a wait.
const MOST_ADDED: Duration = Duration::from_secs(5);

/// Why an attempt is repeated.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Reason {
    Transient,
    Throttling,
}

impl Reason {
    /// What a retry takes from the quota.
    fn cost(self) -> u32 {
        match self {
            Self::Transient => 14,
            Self::Throttling => 5,
        }
    }
}

/// Error codes that ask for fewer calls, as botocore's standard mode has them.
const THROTTLING_CODES: [&str; 14] = [
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestThrottledException",
    "RequestThrottled",
    "TooManyRequestsException",
    "ProvisionedThroughputExceededException",
    "TransactionInProgressException",
    "RequestLimitExceeded",
    "BandwidthLimitExceeded",
    "LimitExceededException",
    "SlowDown",
    "PriorRequestNotComplete",
    "EC2ThrottledException",
];

/// Error codes of failures that pass.
const TRANSIENT_CODES: [&str; 3] = [
    "RequestTimeout",
    "RequestTimeoutException",
    "IDPCommunicationError",
];

/// Why this failure is worth another attempt; `None` where it is not.
pub(crate) fn reason(fault: &dyn Fault) -> Option<Reason> {
    match fault.retry_hint() {
        RetryHint::Throttling => return Some(Reason::Throttling),
        RetryHint::Transient => return Some(Reason::Transient),
        RetryHint::Unspecified => {}
    }
    let metadata = fault.metadata();
    let code = metadata.code().unwrap_or_default();
    if THROTTLING_CODES.contains(&code) {
        return Some(Reason::Throttling);
    }
    if TRANSIENT_CODES.contains(&code) {
        return Some(Reason::Transient);
    }
    match metadata.status() {
        Some(429) => Some(Reason::Throttling),
        Some(500 | 502 | 503 | 504) => Some(Reason::Transient),
        _ => None,
    }
}

/// How long the service asks to wait: `Retry-After` in seconds, or `x-amz-retry-after` in
/// milliseconds.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let number =
        |name: &str| -> Option<u64> { headers.get(name)?.to_str().ok()?.trim().parse().ok() };
    number("x-amz-retry-after")
        .map(Duration::from_millis)
        .or_else(|| number("retry-after").map(Duration::from_secs))
}

/// Keeps the clones of a client from multiplying the load on a service that fails: a bucket of
/// tokens that retries take from and successes refill.
#[derive(Debug)]
pub(crate) struct RetryQuota {
    available: Mutex<u32>,
}

/// What a retry took from the quota.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tokens(u32);

const CAPACITY: u32 = 500;
const SUCCESS_REFILL: u32 = 1;

impl Default for RetryQuota {
    fn default() -> Self {
        Self {
            available: Mutex::new(CAPACITY),
        }
    }
}

impl RetryQuota {
    /// The tokens of a retry; `None` where too few are left.
    pub(crate) fn take(&self, reason: Reason) -> Option<Tokens> {
        let mut available = self.lock();
        *available = available.checked_sub(reason.cost())?;
        Some(Tokens(reason.cost()))
    }

    /// Gives back what the retry that succeeded took, or one token after a first attempt.
    pub(crate) fn refill(&self, tokens: Option<Tokens>) {
        let amount = tokens.map_or(SUCCESS_REFILL, |tokens| tokens.0);
        let mut available = self.lock();
        *available = available.saturating_add(amount).min(CAPACITY);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, u32> {
        self.available
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::error::{ErrorMetadata, UnknownError};

    fn fault(code: &str, status: u16) -> UnknownError {
        let mut metadata = ErrorMetadata::new();
        metadata.set_code(code).set_status(status);
        UnknownError::new(metadata)
    }

    #[test]
    fn codes_go_before_status() {
        assert_eq!(
            reason(&fault("ThrottlingException", 400)),
            Some(Reason::Throttling)
        );
        assert_eq!(reason(&fault("SlowDown", 503)), Some(Reason::Throttling));
        assert_eq!(
            reason(&fault("RequestTimeout", 400)),
            Some(Reason::Transient)
        );
        assert_eq!(reason(&fault("Whatever", 502)), Some(Reason::Transient));
        assert_eq!(reason(&fault("Whatever", 429)), Some(Reason::Throttling));
        assert_eq!(reason(&fault("Whatever", 501)), None);
        assert_eq!(reason(&fault("ValidationException", 400)), None);
    }

    #[test]
    fn backoff_doubles_up_to_the_limit() {
        let config = RetryConfig::default();
        let wait =
            |reason, attempts, jitter| config.backoff(reason, attempts, jitter, None).as_millis();
        let throttled = (1..=7).map(|attempts| wait(Reason::Throttling, attempts, 1.0));
        assert!(throttled.eq([1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]));
        let transient = (1..=4).map(|attempts| wait(Reason::Transient, attempts, 1.0));
        assert!(transient.eq([50, 100, 200, 400]));
        assert_eq!(wait(Reason::Throttling, 3, 0.5), 2000);
        assert_eq!(wait(Reason::Throttling, u32::MAX, 0.0), 0);
    }

    #[test]
    fn dynamodb_is_repeated_in_its_own_way() {
        let wait = |config: RetryConfig| {
            let wait = config.backoff(Reason::Transient, 1, 1.0, None).as_millis();
            (config.max_attempts, wait)
        };
        let usual = RetryConfig::unset();
        assert_eq!(wait(usual.of_service("DynamoDB")), (4, 25));
        assert_eq!(wait(usual.of_service("DynamoDB Streams")), (4, 25));
        assert_eq!(wait(usual.of_service("imagebuilder")), (3, 50));
        let set = usual.with_max_attempts(3);
        assert_eq!(wait(set.of_service("DynamoDB")), (3, 25));
    }

    #[test]
    fn the_service_can_ask_for_a_longer_wait() {
        let config = RetryConfig::default();
        let wait = |asked| {
            let asked = Some(Duration::from_secs(asked));
            config
                .backoff(Reason::Throttling, 1, 0.5, asked)
                .as_millis()
        };
        assert_eq!(wait(0), 500);
        assert_eq!(wait(4), 4000);
        assert_eq!(wait(700), 5500);
    }

    #[test]
    fn retry_after_is_seconds_or_milliseconds() {
        let mut headers = HeaderMap::new();
        assert_eq!(retry_after(&headers), None);
        headers.insert("retry-after", http::HeaderValue::from_static("3"));
        assert_eq!(retry_after(&headers), Some(Duration::from_secs(3)));
        headers.insert("x-amz-retry-after", http::HeaderValue::from_static("1500"));
        assert_eq!(retry_after(&headers), Some(Duration::from_millis(1500)));
    }

    #[test]
    fn the_quota_runs_dry_and_refills() {
        let quota = RetryQuota::default();
        let taken: Vec<_> = std::iter::from_fn(|| quota.take(Reason::Throttling)).collect();
        assert_eq!(taken.len(), 100);
        quota.refill(taken.first().copied());
        assert!(quota.take(Reason::Transient).is_none());
        assert!(quota.take(Reason::Throttling).is_some());
        for _ in 0..4 {
            quota.refill(None);
        }
        assert!(quota.take(Reason::Throttling).is_none());
        quota.refill(None);
        assert!(quota.take(Reason::Throttling).is_some());
    }
}
