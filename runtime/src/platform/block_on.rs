//! Waiting without an async runtime.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::{Duration, Instant};

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

thread_local! {
    /// Whether [`block_on`] polls on this thread, and so will again when a timer is ready.
    static IS_BLOCKING: Cell<bool> = const { Cell::new(false) };
    /// When the first timer is ready that was polled on this thread.
    static WAKE_AT: Cell<Option<Instant>> = const { Cell::new(None) };
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

/// Runs a future to completion on this thread, without an async runtime.
///
/// For tests, whose transport needs none. A call over the network blocks with `send_blocking`,
/// `wait_blocking` and `blocking`, which also pick a transport that can.
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

/// Waits without an async runtime.
pub(super) fn timer(duration: Duration) -> impl Future<Output = ()> + Send {
    // A moment too far for the clock never comes.
    let end = Instant::now().checked_add(duration);
    poll_fn(move |_| wait_until(end))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::{Clock, SystemClock};

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
}
