//! What members of models hold. Nothing but serde below them.

mod blob;
mod document;
pub(crate) mod escape;
mod map;
mod timestamp;

pub use blob::Blob;
pub use document::Document;
pub use map::Map;
pub use timestamp::{Timestamp, TimestampError, TimestampFormat};
