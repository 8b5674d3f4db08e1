//! What tests of an application use in place of the outside.

mod manual_clock;
mod record;
mod replay;
mod stub;

pub use manual_clock::ManualClock;
pub use record::RecordingTransport;
pub use replay::{RecordingError, ReplayTransport};
pub use stub::{StubCall, StubTransport};
