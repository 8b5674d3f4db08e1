//! What a tokio runtime does for a call, where there is one.

use super::future::BoxFuture;
use super::timer;
use std::io;
use std::time::Duration;

/// Whether this runs within a tokio runtime.
pub(crate) fn is_here() -> bool {
    tokio::runtime::Handle::try_current().is_ok()
}

/// A timer that does not block the runtime.
pub(crate) fn timer(duration: Duration) -> Option<BoxFuture<'static, ()>> {
    is_here().then(|| -> BoxFuture<'static, ()> { Box::pin(timer::sleep(duration)) })
}

/// Does work that blocks on a thread of its own. Without a runtime: here.
pub(crate) async fn unblock<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    if !is_here() {
        return work();
    }
    tokio::task::spawn_blocking(work)
        .await
        .map_err(io::Error::other)?
}
