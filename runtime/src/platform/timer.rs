//! A timer of our own, as a tokio runtime need not have one (`enable_time`), and asking it for one that
//! it does not have is a panic.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
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
    /// When the thread, which sleeps, wakes by itself.
    wakes_at: Option<Instant>,
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
        // Waking it costs more than all the rest, and most waits end long before the time.
        if waiting.wakes_at.is_none_or(|at| end < at) {
            waiting.wakes_at = Some(end);
            timer().changed.notify_one();
        }
        Poll::Pending
    }
}

/// An end that may move further away each time it is set, which costs next to nothing: the timer wakes the
/// task at an earlier one, and the task asks again.
#[derive(Debug, Default)]
pub(crate) struct Deadline {
    end: Option<Instant>,
    sleep: Option<(Sleep, Arc<Task>)>,
}

/// The task to be woken: not always the one that the timer was told of, and whether two wakers are of one
/// task cannot be asked for certain.
#[derive(Debug)]
struct Task(Mutex<Waker>);

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        let waker = self.lock().clone();
        waker.wake();
    }
}

impl Task {
    fn lock(&self) -> MutexGuard<'_, Waker> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Deadline {
    /// Sets the end, which never comes where there is none.
    pub(crate) fn set(&mut self, end: Option<Instant>) {
        self.end = end;
    }

    /// Ready once the end has come.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let Some(end) = self.end else {
            return Poll::Pending;
        };
        let now = Instant::now();
        if now >= end {
            return Poll::Ready(());
        }
        if let Some((Sleep { end: Some(at), .. }, task)) = &self.sleep
            && now < *at
            && *at <= end
        {
            task.lock().clone_from(context.waker());
            return Poll::Pending;
        }
        let task = Arc::new(Task(Mutex::new(context.waker().clone())));
        let waker = Waker::from(Arc::clone(&task));
        let sleep = Sleep {
            end: Some(end),
            key: None,
        };
        let (sleep, _) = self.sleep.insert((sleep, task));
        Pin::new(sleep).poll(&mut Context::from_waker(&waker))
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
        waiting.wakes_at = waiting.wakers.first_key_value().map(|((end, _), _)| *end);
        waiting = match waiting.wakes_at {
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
            let key = given_up.key;
            drop(given_up);
            assert!(key.is_none_or(|key| !timer().lock().wakers.contains_key(&key)));
        }
    }

    #[test]
    fn an_earlier_wait_ends_before_a_later_one_that_the_thread_sleeps_for() {
        let mut context = Context::from_waker(Waker::noop());
        let mut later = Box::pin(sleep(Duration::from_secs(600)));
        assert!(later.as_mut().poll(&mut context).is_pending());
        block_on(sleep(Duration::from_millis(5)));
    }

    #[test]
    fn a_deadline_may_move_both_ways() {
        let set = |deadline: &mut Deadline, milliseconds| {
            let end = Instant::now() + Duration::from_millis(milliseconds);
            deadline.set(Some(end));
            end
        };
        let mut deadline = Deadline::default();
        let mut context = Context::from_waker(Waker::noop());
        assert!(deadline.poll(&mut context).is_pending());
        set(&mut deadline, 600_000);
        assert!(deadline.poll(&mut context).is_pending());
        set(&mut deadline, 1);
        let mut wait = |end| {
            block_on(std::future::poll_fn(|context| deadline.poll(context)));
            assert!(Instant::now() >= end);
            set(&mut deadline, 20)
        };
        let end = wait(Instant::now());
        wait(end);
        deadline.set(None);
        assert!(deadline.poll(&mut context).is_pending());
    }
}
