//! Whether work grows as its input does.
//!
//! A limit in seconds says nothing: it depends on the processor and on what else it does. Here the same
//! work is done for an input and for one four times as long, and the two are compared: four times the
//! work where it is linear, sixteen times where it is quadratic.

use std::time::Duration;

/// How much more work an input four times as long may be: halfway, on a scale of factors, between
/// linear and quadratic.
const MOST: f64 = 8.0;

/// What took less counts as this: so little is the work of one call rather than of its input.
const LEAST: Duration = Duration::from_micros(200);

/// How often a ratio that is too large is measured again: caches and interruptions only ever add.
const TRIES: usize = 4;

/// The time that an input and one four times as long took.
#[derive(Clone, Copy, Debug)]
pub struct Growth {
    short: Duration,
    long: Duration,
}

impl Growth {
    fn ratio(self) -> f64 {
        self.long.as_secs_f64() / self.short.max(LEAST).as_secs_f64()
    }

    /// # Panics
    /// The work grew faster than its input.
    pub fn assert_linear(self, what: &str) {
        assert!(
            self.ratio() <= MOST,
            "{what}: {:.1} times the work for four times the input ({:?}, {:?})",
            self.ratio(),
            self.short,
            self.long
        );
    }
}

/// Does the work for the short input (`false`) and for the one that is four times as long (`true`);
/// the least of each counts.
pub fn of(work: impl Fn(bool)) -> Growth {
    let measure = |long| time(|| work(long));
    let mut growth = Growth {
        short: measure(false),
        long: measure(true),
    };
    for _ in 1..TRIES {
        if growth.ratio() <= MOST {
            break;
        }
        growth.short = growth.short.min(measure(false));
        growth.long = growth.long.min(measure(true));
    }
    growth
}

/// How long some work was on a processor; by the clock where the system does not tell.
pub fn time(work: impl FnOnce()) -> Duration {
    let start = on_processor();
    work();
    on_processor().saturating_sub(start)
}

#[cfg(unix)]
fn on_processor() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

#[cfg(not(unix))]
fn on_processor() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}
