//! How a call waits.

/// How a call waits for the outside.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Mode {
    /// On an async runtime, whose thread goes on with other work meanwhile.
    #[default]
    Async,
    /// On the calling thread, which does nothing else: nothing drives the timers and connections of an
    /// async runtime there.
    Blocking,
}
