//! A way to wait without an async runtime.

use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

thread_local! {
    static IS_BLOCKING: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is in [`block_on`], so that nothing else would drive a runtime's timers.
#[cfg(feature = "hyper")]
pub(crate) fn is_blocking() -> bool {
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
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        std::thread::park();
    }
}
