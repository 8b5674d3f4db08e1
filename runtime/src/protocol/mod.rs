//! The wire protocols: what generated operations call to write a request and read a response. Each is
//! a room or a file of its own beside what all share.

#[cfg(feature = "checksum")]
mod checksum;
mod error;
pub mod eventstream;
mod json;
mod limits;
#[cfg(not(feature = "query"))]
#[path = "no_query.rs"]
pub(crate) mod query;
#[cfg(feature = "query")]
pub mod query;
mod request;
mod request_id;
mod response;
mod unreadable;

pub use error::{ErrorResponse, Exception};
pub use json::{failure, json, modeled, payload};
pub use limits::XmlLimits;
pub use request::{RequestBuilder, times};
pub(crate) use request::{is_host_prefix, percent_encoded};
pub(crate) use request_id::request_id;
pub use response::{
    blob, header, header_base64, header_list, http_date_list, payload_text, prefix_headers,
};
