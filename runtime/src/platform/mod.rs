//! The platform, each part of which can be replaced: clock, randomness, environment variables, and AWS's
//! shared config and credentials files.

mod block_on;
mod clock;
#[cfg_attr(not(feature = "credentials"), allow(dead_code))]
mod environment;
mod future;
pub(crate) mod host;
mod ini;
#[cfg(feature = "tracing")]
#[cfg_attr(not(feature = "credentials"), allow(dead_code))]
pub(crate) mod log;
#[cfg(not(feature = "tracing"))]
#[cfg_attr(not(feature = "credentials"), allow(dead_code))]
#[path = "no_log.rs"]
pub(crate) mod log;
mod mode;
#[cfg_attr(
    not(all(feature = "credentials", feature = "endpoint-rules")),
    allow(dead_code)
)]
pub(crate) mod profile_file;
pub(crate) mod random;
#[cfg_attr(not(feature = "credentials"), allow(dead_code))]
pub(crate) mod shell;
#[cfg_attr(not(feature = "credentials"), allow(dead_code))]
pub(crate) mod sorted_map;
#[cfg(feature = "hyper")]
pub(crate) mod timer;
#[cfg(feature = "hyper")]
#[cfg_attr(not(feature = "credentials"), allow(dead_code))]
pub(crate) mod tokio_runtime;
#[cfg(not(feature = "hyper"))]
#[cfg_attr(not(feature = "credentials"), allow(dead_code))]
#[path = "no_runtime.rs"]
pub(crate) mod tokio_runtime;

pub use block_on::block_on;
pub use clock::{Clock, SystemClock};
pub use environment::Environment;
pub use future::BoxFuture;
pub use mode::Mode;
pub use profile_file::{ProfileError, Profiles};
pub use random::Random;
