//! Clocks that can be waited on.

use super::block_on;
use super::future::BoxFuture;
use super::tokio_runtime;
use std::fmt::Debug;
use std::sync::OnceLock;
use std::time::{Duration, Instant, SystemTime};

/// Tells the time and waits.
pub trait Clock: Debug + Send + Sync + 'static {
    /// The time of day: for signatures and expiry.
    fn now(&self) -> SystemTime;

    /// Time since an arbitrary moment that never runs backwards: for limits.
    fn monotonic(&self) -> Duration;

    /// A future that is ready after this long.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// The clock of the operating system. Within a tokio runtime (feature `hyper`), which needs no timer of its
/// own, others go on while it waits; elsewhere waiting blocks the thread.
///
/// wasm32-unknown-unknown has no such clock: configure another there.
#[derive(Clone, Debug, Default)]
pub struct SystemClock {
    first_use: OnceLock<Instant>,
}

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn monotonic(&self) -> Duration {
        self.first_use.get_or_init(Instant::now).elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        tokio_runtime::timer(duration).unwrap_or_else(|| Box::pin(block_on::timer(duration)))
    }
}
