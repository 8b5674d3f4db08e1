//! A timer of our own, as a tokio runtime need not have one (`enable_time`), and asking it for one that
//! it does not have is a panic.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

/// Ready after this long. Dropped, it wakes nobody.
pub(crate) fn sleep(duration: Duration) -> Sleep {
    Sleep {
        // A moment too far for the clock never comes.
        end: Instant::now().checked_add(duration),
        key: None,
    }
}

/// A wait.
#[derive(Debug)]
pub(crate) struct Sleep {
    end: Option<Instant>,
    key: Option<Key>,
}

/// When somebody is to be woken, and a number that tells them apart.
type Key = (Instant, u64);

#[derive(Default)]
struct Waiting {
    wakers: BTreeMap<Key, Waker>,
    number: u64,
    has_thread: bool,
}

#[derive(Default)]
struct Timer {
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

fn timer() -> &'static Timer {
    static TIMER: OnceLock<Timer> = OnceLock::new();
    TIMER.get_or_init(Timer::default)
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Some(end) = self.end else {
            return Poll::Pending;
        };
        if Instant::now() >= end {
            return Poll::Ready(());
        }
        let mut waiting = timer().lock();
        let key = *self.key.get_or_insert_with(|| {
            waiting.number += 1;
            (end, waiting.number)
        });
        waiting.wakers.insert(key, context.waker().clone());
        if !waiting.has_thread {
            let name = thread::Builder::new().name("shapewright-timer".to_owned());
            waiting.has_thread = name.spawn(run).is_ok();
        }
        timer().changed.notify_one();
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(key) = self.key {
            timer().lock().wakers.remove(&key);
        }
    }
}

impl Timer {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Wakes whoever waited for long enough, for ever.
fn run() {
    let timer = timer();
    let mut waiting = timer.lock();
    loop {
        let now = Instant::now();
        let later = waiting.wakers.split_off(&(now, u64::MAX));
        let ready = std::mem::replace(&mut waiting.wakers, later);
        if !ready.is_empty() {
            // A waker may poll at once, and so come back here.
            drop(waiting);
            ready.into_values().for_each(Waker::wake);
            waiting = timer.lock();
            continue;
        }
        let next = waiting.wakers.first_key_value().map(|((end, _), _)| *end);
        waiting = match next {
            Some(end) => {
                let left = end.saturating_duration_since(now);
                let waited = timer.changed.wait_timeout(waiting, left);
                waited.unwrap_or_else(PoisonError::into_inner).0
            }
            None => timer
                .changed
                .wait(waiting)
                .unwrap_or_else(PoisonError::into_inner),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::block_on;

    #[test]
    fn waits_end_in_their_order_and_may_be_given_up() {
        for duration in [20, 1, 10, 0].map(Duration::from_millis) {
            let begin = Instant::now();
            block_on(sleep(duration));
            assert!(begin.elapsed() >= duration);
        }
        let mut context = Context::from_waker(Waker::noop());
        for duration in [Duration::from_secs(600), Duration::MAX] {
            let mut given_up = Box::pin(sleep(duration));
            assert!(given_up.as_mut().poll(&mut context).is_pending());
        }
        assert!(timer().lock().wakers.is_empty());
    }
}
