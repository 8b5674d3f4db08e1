//! The outside, each part of which can be replaced: clock, randomness, environment variables and the
//! files that AWS's tools share.

mod block_on;
mod clock;
mod environment;
mod future;
pub(crate) mod host;
mod ini;
pub(crate) mod profile_file;
pub(crate) mod random;
pub(crate) mod shell;
#[cfg(feature = "hyper")]
pub(crate) mod timer;

pub use block_on::block_on;
#[cfg(feature = "hyper")]
pub(crate) use block_on::is_blocking;
pub use clock::{Clock, SystemClock};
pub use environment::Environment;
pub use future::BoxFuture;
pub use profile_file::{ProfileError, Profiles};
pub use random::Random;

/// Whether tokio can drive timers and connections here.
#[cfg(feature = "hyper")]
pub(crate) fn has_tokio() -> bool {
    !is_blocking() && tokio::runtime::Handle::try_current().is_ok()
}
