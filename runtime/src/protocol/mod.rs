//! The wire protocols: what generated operations call to write a request and read a response.

mod error;
pub mod eventstream;
mod limits;
#[cfg(feature = "query")]
pub mod query;
mod request;
mod response;
mod unreadable;

#[cfg(feature = "query")]
pub(crate) use error::request_id;
pub use error::{Exception, Failure, failure, modeled};
pub use limits::XmlLimits;
pub use request::{RequestBuilder, times};
pub(crate) use request::{is_host_prefix, percent_encoded};
pub use response::{
    blob, events, header, header_base64, header_list, http_date_list, json, payload, payload_text,
    prefix_headers,
};
pub(crate) use unreadable::Unreadable;
#[cfg(feature = "query")]
pub(crate) use unreadable::{Step, without_values};
