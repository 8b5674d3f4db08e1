//! The wire protocols: what generated operations call to write a request and read a response. Each is
//! a room or a file of its own beside what all share.

#[cfg(feature = "cbor")]
pub mod cbor;
#[cfg(feature = "checksum")]
mod checksum;
mod error;
pub mod eventstream;
#[cfg(any(feature = "query", feature = "rest-xml", feature = "cbor"))]
mod failure;
mod json;
mod limits;
#[cfg(any(feature = "query", feature = "rest-xml", feature = "cbor"))]
mod names;
mod part;
#[cfg(any(feature = "query", feature = "rest-xml", feature = "cbor"))]
mod problem;
#[cfg(all(not(feature = "query"), feature = "test-util"))]
#[path = "no_query.rs"]
mod query;
#[cfg(feature = "query")]
pub mod query;
#[cfg(feature = "test-util")]
mod redact;
#[cfg_attr(not(feature = "query"), allow(dead_code))]
mod request;
mod request_id;
mod response;
#[cfg(feature = "rest-xml")]
pub mod rest_xml;
mod sending;
mod unreadable;
mod url;
#[cfg(any(feature = "query", feature = "rest-xml"))]
mod xml;
#[cfg(not(any(feature = "query", feature = "rest-xml")))]
#[cfg_attr(not(feature = "test-util"), allow(dead_code))]
#[path = "no_xml.rs"]
mod xml;

pub use error::{ErrorResponse, Exception};
pub use json::{failure, json, modeled, payload};
pub use limits::XmlLimits;
#[cfg(feature = "test-util")]
pub(crate) use redact::redacted;
pub(crate) use request::is_host_prefix;
pub use request::{RequestBuilder, times};
pub(crate) use request_id::request_id;
pub use response::{
    blob, header, header_base64, header_list, http_date_list, payload_text, prefix_headers,
    readable_header, without_body,
};
pub use sending::last_segment;
pub use url::decode_url;
pub(crate) use url::percent_encoded;
pub(crate) use xml::element;
#[cfg(all(feature = "endpoint-rules", feature = "rest-xml"))]
pub(crate) use xml::element_in;
