//! Streams of events, in AWS's binary format (`application/vnd.amazon.eventstream`).

#[cfg(feature = "cbor")]
mod cbor;
mod decode;
mod encode;
pub(crate) mod frame;
mod initial;
#[cfg(feature = "rest-xml")]
mod xml;

pub use decode::{Events, Header, HeaderKind, Payload, PayloadKind, Received};
pub(crate) use initial::initial_response;
