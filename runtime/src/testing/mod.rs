//! Testing applications: a stub transport, recorded exchanges, a manual clock.

mod manual_clock;
#[cfg(feature = "test-util")]
mod record;
#[cfg(feature = "test-util")]
mod replay;
mod stub;

pub use manual_clock::ManualClock;
#[cfg(feature = "test-util")]
pub use record::RecordingTransport;
#[cfg(feature = "test-util")]
pub use replay::{RecordingError, ReplayTransport};
pub use stub::{StubCall, StubTransport};
