//! Whether a call is async or blocking.

/// Whether a call is async or blocking.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Mode {
    /// Async: it runs on an async runtime.
    #[default]
    Async,
    /// Blocking: it runs on the calling thread, where nothing drives the timers and connections of an async
    /// runtime.
    Blocking,
}
