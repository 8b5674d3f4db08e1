//! A clock for tests.

use crate::platform::{BoxFuture, Clock};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// A clock that stands still until it is advanced. Sleeping advances it, takes no time, and is recorded.
#[derive(Clone, Debug)]
pub struct ManualClock {
    state: Arc<Mutex<ManualTime>>,
}

#[derive(Debug)]
struct ManualTime {
    now: SystemTime,
    elapsed: Duration,
    sleeps: Vec<Duration>,
}

impl ManualClock {
    /// Creates a clock with this time.
    #[must_use]
    pub fn new(now: SystemTime) -> Self {
        Self {
            state: Arc::new(Mutex::new(ManualTime {
                now,
                elapsed: Duration::ZERO,
                sleeps: Vec::new(),
            })),
        }
    }

    /// Advances the clock.
    pub fn advance(&self, duration: Duration) {
        self.with(|time| {
            // What is too far for the type is as far as can be told.
            time.now = time.now.checked_add(duration).unwrap_or(time.now);
            time.elapsed = time.elapsed.saturating_add(duration);
        });
    }

    /// All sleeps so far, in order.
    #[must_use]
    pub fn sleeps(&self) -> Vec<Duration> {
        self.with(|time| time.sleeps.clone())
    }

    fn with<T>(&self, act: impl FnOnce(&mut ManualTime) -> T) -> T {
        act(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        self.with(|time| time.now)
    }

    fn monotonic(&self) -> Duration {
        self.with(|time| time.elapsed)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let clock = self.clone();
        Box::pin(async move {
            clock.with(|time| time.sleeps.push(duration));
            clock.advance(duration);
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_wait_is_too_long() {
        let clock = ManualClock::new(SystemTime::UNIX_EPOCH);
        clock.advance(Duration::MAX);
        clock.advance(Duration::MAX);
        assert_eq!(clock.monotonic(), Duration::MAX);
        assert_eq!(clock.now(), SystemTime::UNIX_EPOCH);
    }
}
