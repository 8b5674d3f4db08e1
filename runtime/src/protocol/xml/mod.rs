//! XML, as the protocols that speak it have it: serde writes and reads the generated types, by the names
//! of the service.

mod chars;
mod cursor;
#[cfg(test)]
mod differential;
mod error;
#[cfg(feature = "rest-xml")]
mod event;
#[cfg(all(feature = "endpoint-rules", feature = "rest-xml"))]
mod inner;
#[cfg(feature = "rest-xml")]
mod late_error;
mod names;
mod parser;
mod place;
mod read;
#[cfg(feature = "test-util")]
pub(in crate::protocol) mod redact;
#[cfg(all(test, feature = "rest-xml"))]
mod tests;
mod text;
mod tree;
#[cfg(feature = "rest-xml")]
mod write;

pub(crate) use error::element;
pub(in crate::protocol) use error::failure;
pub use error::modeled;
#[cfg(feature = "rest-xml")]
pub(in crate::protocol) use event::{event, message};
#[cfg(all(feature = "endpoint-rules", feature = "rest-xml"))]
pub(crate) use inner::element_in;
#[cfg(feature = "rest-xml")]
pub(in crate::protocol) use late_error::late_failure;
pub(in crate::protocol) use read::{document, empty, limits, read};
#[cfg(feature = "test-util")]
pub(in crate::protocol) use redact::redacted;
#[cfg(feature = "rest-xml")]
pub(in crate::protocol) use tree::Document;
#[cfg(feature = "query")]
pub(in crate::protocol) use tree::Node;
#[cfg(feature = "rest-xml")]
pub(in crate::protocol) use write::write;
