//! How long to wait between attempts: exponentially with full jitter, as the [standard mode] of AWS's SDKs
//! has it.
//!
//! [standard mode]: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html

use super::classify::Reason;
use super::config::RetryConfig;
use std::time::Duration;

/// How much a service can add to a wait.
const MOST_ADDED: Duration = Duration::from_secs(5);

/// The wait before the attempt that follows `attempts`: exponential with full jitter, raised to
/// what the service asks for but by no more than 5 s.
pub(crate) fn delay(
    config: &RetryConfig,
    reason: Reason,
    attempts: u32,
    jitter: f64,
    asked: Option<Duration>,
) -> Duration {
    let exponent = attempts.saturating_sub(1).min(30);
    let first = match reason {
        Reason::Transient => config.first_wait,
        Reason::Throttling => Duration::from_secs(1),
    };
    let longest = first * (1 << exponent);
    let wait = longest.min(config.max_backoff).mul_f64(jitter);
    match asked {
        Some(asked) => asked.clamp(wait, wait + MOST_ADDED),
        None => wait,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backoff_doubles_up_to_the_limit() {
        let config = RetryConfig::default();
        let wait =
            |reason, attempts, jitter| delay(&config, reason, attempts, jitter, None).as_millis();
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
            let wait = delay(&config, Reason::Transient, 1, 1.0, None).as_millis();
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
            delay(&config, Reason::Throttling, 1, 0.5, asked).as_millis()
        };
        assert_eq!(wait(0), 500);
        assert_eq!(wait(4), 4000);
        assert_eq!(wait(700), 5500);
    }
}
