//! Streams of events, in AWS's binary format (`application/vnd.amazon.eventstream`).

mod decode;
mod frame;

pub use decode::{Events, Payload, PayloadKind};
