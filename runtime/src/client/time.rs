//! Clocks that can be waited on, and a way to wait without an async runtime.

use super::transport::BoxFuture;
use std::cell::Cell;
use std::fmt::Debug;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
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

/// The clock of the operating system. Within a tokio runtime (feature `hyper`) it waits by tokio's
/// timer; elsewhere waiting blocks the thread.
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
        #[cfg(feature = "hyper")]
        if super::has_tokio() {
            return Box::pin(tokio::time::sleep(duration));
        }
        // A moment too far for the clock never comes.
        let end = Instant::now().checked_add(duration);
        Box::pin(poll_fn(move |_| wait_until(end)))
    }
}

/// Within [`block_on`], what else is waited for can come first; elsewhere, nothing would poll again.
fn wait_until(end: Option<Instant>) -> Poll<()> {
    let left = end.map(|end| end.saturating_duration_since(Instant::now()));
    match left {
        Some(Duration::ZERO) => Poll::Ready(()),
        _ if IS_BLOCKING.get() => {
            let sooner = WAKE_AT.get().into_iter().chain(end).min();
            WAKE_AT.set(sooner);
            Poll::Pending
        }
        Some(left) => {
            std::thread::sleep(left);
            Poll::Ready(())
        }
        None => Poll::Pending,
    }
}

/// A clock that stands still until it is moved. Waiting moves it on and takes no time; every wait is
/// recorded.
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
    /// A clock that shows this time.
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

    /// Moves the clock on.
    pub fn advance(&self, duration: Duration) {
        self.with(|time| {
            // What is too far for the type is as far as can be told.
            time.now = time.now.checked_add(duration).unwrap_or(time.now);
            time.elapsed = time.elapsed.saturating_add(duration);
        });
    }

    /// Every wait so far, in order.
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

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

thread_local! {
    static IS_BLOCKING: Cell<bool> = const { Cell::new(false) };
    /// When the first timer is ready that was polled on this thread.
    static WAKE_AT: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Whether this thread is in [`block_on`], so that nothing else would drive a runtime's timers.
#[cfg(feature = "hyper")]
pub(super) fn is_blocking() -> bool {
    IS_BLOCKING.get()
}

/// Restores what was before, also when the future panics.
struct Blocking {
    before: bool,
}

impl Drop for Blocking {
    fn drop(&mut self) {
        IS_BLOCKING.set(self.before);
    }
}

/// Runs a future to its end on this thread, without an async runtime.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let _blocking = Blocking {
        before: IS_BLOCKING.replace(true),
    };
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        WAKE_AT.set(None);
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        match WAKE_AT.take() {
            None => std::thread::park(),
            Some(moment) => {
                std::thread::park_timeout(moment.saturating_duration_since(Instant::now()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The clock can only end a wait that lasts for ever too late, and then the test hangs.
    #[test]
    fn what_comes_before_a_timer_ends_the_wait_for_both() {
        let clock = SystemClock::default();
        for limit in [Duration::MAX, Duration::from_secs(u64::from(u32::MAX))] {
            let (sender, receiver) = std::sync::mpsc::channel();
            let mut timer = clock.sleep(limit);
            let either = poll_fn(|context: &mut Context<'_>| {
                if receiver.try_recv().is_ok() {
                    return Poll::Ready("value");
                }
                let (waker, sender) = (context.waker().clone(), sender.clone());
                std::thread::spawn(move || {
                    let _ = sender.send(());
                    waker.wake();
                });
                timer.as_mut().poll(context).map(|()| "timer")
            });
            assert_eq!(block_on(either), "value");
        }
        block_on(clock.sleep(Duration::from_millis(1)));
    }

    #[test]
    fn no_wait_is_too_long_for_a_manual_clock() {
        let clock = ManualClock::new(SystemTime::UNIX_EPOCH);
        clock.advance(Duration::MAX);
        clock.advance(Duration::MAX);
        assert_eq!(clock.monotonic(), Duration::MAX);
        assert_eq!(clock.now(), SystemTime::UNIX_EPOCH);
    }
}
