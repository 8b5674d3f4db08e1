//! The types of members. They depend on serde only.

mod blob;
mod calendar;
mod document;
mod document_serializer;
pub(crate) mod escape;
#[cfg(feature = "client")]
mod hex;
mod map;
mod percent;
mod timestamp;

pub use blob::Blob;
pub use document::Document;
pub use document_serializer::DocumentError;
#[cfg(feature = "client")]
pub(crate) use hex::hex;
pub use map::Map;
pub use percent::percent_decoded;
#[cfg(feature = "cbor")]
pub(crate) use timestamp::TIMESTAMP;
pub use timestamp::{Timestamp, TimestampError, TimestampFormat};
