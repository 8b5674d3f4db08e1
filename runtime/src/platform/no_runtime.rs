//! Replaces the tokio runtime in a build without one.

use super::future::BoxFuture;
use std::io;
use std::time::Duration;

/// No timer.
pub(crate) fn timer(_duration: Duration) -> Option<BoxFuture<'static, ()>> {
    None
}

/// Does work that blocks here.
pub(crate) async fn unblock<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    work()
}
