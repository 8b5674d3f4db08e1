//! Streams of events, in AWS's binary format (`application/vnd.amazon.eventstream`).

mod decode;
mod encode;
pub(crate) mod frame;

pub use decode::{Events, Header, HeaderKind, Payload, PayloadKind};
