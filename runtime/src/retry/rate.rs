//! The adaptive retry mode: a client that is told to slow down sends more slowly, by the rules of
//! AWS's SDKs, which are those of the CUBIC congestion control of TCP.
//!
//! <https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html>

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Requests a second, at the least.
const LOWEST_RATE: f64 = 0.5;
/// How far the rate falls when a request is throttled.
const BETA: f64 = 0.7;
/// How fast it grows again.
const SCALE: f64 = 0.4;
/// The weight of the newest measurement.
const SMOOTHING: f64 = 0.8;
/// Seconds between two measurements.
const BUCKET: f64 = 0.5;

/// How fast the clones of a client may send.
#[derive(Debug, Default)]
pub(crate) struct RateLimiter {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Whether there was a throttled request: before that nothing is held back.
    is_limited: bool,
    bucket: TokenBucket,
    measured: MeasuredRate,
    cubic: Cubic,
}

/// What may be sent now; below zero where requests wait for their turn.
#[derive(Debug, Default)]
struct TokenBucket {
    rate: f64,
    capacity: f64,
    tokens: f64,
    filled_at: f64,
}

/// Requests a second, as they were sent.
#[derive(Debug, Default)]
struct MeasuredRate {
    rate: f64,
    bucket: f64,
    count: f64,
}

/// The rate that was too high, and how long it takes to reach it again.
#[derive(Debug, Default)]
struct Cubic {
    too_high: f64,
    recovery: f64,
    failed_at: f64,
}

impl RateLimiter {
    /// Takes a turn; how long it is away.
    pub(crate) fn turn(&self, now: Duration) -> Duration {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if !state.is_limited {
            return Duration::ZERO;
        }
        let bucket = &mut state.bucket;
        bucket.fill(now.as_secs_f64());
        bucket.tokens -= 1.0;
        Duration::try_from_secs_f64((-bucket.tokens / bucket.rate).max(0.0)).unwrap_or_default()
    }

    /// Learns from a response, or from there being none.
    pub(crate) fn learn(&self, is_throttled: bool, now: Duration) {
        let now = now.as_secs_f64();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let state = &mut *state;
        let measured = state.measured.record(now);
        let rate = if is_throttled {
            let rate = match state.is_limited {
                true => measured.min(state.bucket.rate),
                false => measured,
            };
            if !state.is_limited {
                state.bucket.filled_at = now;
            }
            state.is_limited = true;
            state.cubic.fail(rate, now)
        } else {
            state.cubic.grow(now)
        };
        state.bucket.set_rate(rate.min(2.0 * measured), now);
    }
}

impl TokenBucket {
    fn fill(&mut self, now: f64) {
        let gained = (now - self.filled_at).max(0.0) * self.rate;
        self.tokens = (self.tokens + gained).min(self.capacity);
        self.filled_at = now;
    }

    fn set_rate(&mut self, rate: f64, now: f64) {
        self.fill(now);
        self.rate = rate.max(LOWEST_RATE);
        self.capacity = rate.max(1.0);
        self.tokens = self.tokens.min(self.capacity);
    }
}

impl MeasuredRate {
    fn record(&mut self, now: f64) -> f64 {
        let bucket = (now / BUCKET).floor() * BUCKET;
        self.count += 1.0;
        if bucket > self.bucket {
            let current = self.count / (bucket - self.bucket);
            self.rate = current * SMOOTHING + self.rate * (1.0 - SMOOTHING);
            self.count = 0.0;
            self.bucket = bucket;
        }
        self.rate
    }
}

impl Cubic {
    fn fail(&mut self, rate: f64, now: f64) -> f64 {
        self.too_high = rate;
        self.recovery = (rate * (1.0 - BETA) / SCALE).cbrt();
        self.failed_at = now;
        rate * BETA
    }

    fn grow(&self, now: f64) -> f64 {
        let since = now - self.failed_at - self.recovery;
        SCALE * since.powi(3) + self.too_high
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    #[test]
    fn nothing_waits_before_the_first_throttled_request() {
        let limiter = RateLimiter::default();
        for moment in 0..1000 {
            assert_eq!(limiter.turn(at(moment)), Duration::ZERO);
            limiter.learn(false, at(moment));
        }
    }

    #[test]
    fn throttled_requests_slow_a_client_down_and_successes_speed_it_up() {
        let limiter = RateLimiter::default();
        // Ten requests a second, for ten seconds.
        for moment in 0..100 {
            limiter.learn(false, at(moment * 100));
        }
        limiter.learn(true, at(10_000));
        let turns = |limiter: &RateLimiter, from: u64| {
            (0..20)
                .map(|_| limiter.turn(at(from)))
                .max()
                .unwrap_or_default()
        };
        let slow = turns(&limiter, 10_000);
        assert!(slow > at(1000), "{slow:?}");
        for moment in 0..300 {
            limiter.learn(false, at(20_000 + moment * 100));
        }
        let fast = turns(&limiter, 60_000);
        assert!(fast < slow, "{fast:?}");
    }

    #[test]
    fn the_rate_never_falls_to_nothing() {
        let limiter = RateLimiter::default();
        for moment in 0..50 {
            limiter.learn(true, at(moment * 1000));
        }
        limiter.turn(at(60_000));
        assert!(limiter.turn(at(60_000)) <= at(2000));
    }
}
