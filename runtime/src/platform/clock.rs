//! Clocks.

use super::block_on;
use super::future::BoxFuture;
use super::tokio_runtime;
use std::fmt::Debug;
use std::sync::OnceLock;
use std::time::{Duration, Instant, SystemTime};

/// A clock: the time, and sleeping.
pub trait Clock: Debug + Send + Sync + 'static {
    /// The current time, for signatures and expiry.
    fn now(&self) -> SystemTime;

    /// The time since an arbitrary start, which never goes backwards, for timeouts.
    fn monotonic(&self) -> Duration;

    /// Returns a future that completes after this duration.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// The system's clock. Within a tokio runtime (feature `hyper`), which need not have its timer enabled,
/// sleeping does not block; elsewhere it blocks the thread.
///
/// wasm32-unknown-unknown has no such clock: configure another one there.
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
