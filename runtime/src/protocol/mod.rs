//! The wire protocols: what generated operations call to write a request and read a response.

mod error;
pub mod eventstream;
#[cfg(feature = "query")]
pub mod query;
mod request;
mod response;

#[cfg(feature = "query")]
pub(crate) use error::request_id;
pub use error::{Exception, Failure, failure, modeled};
pub(crate) use request::percent_encoded;
pub use request::{RequestBuilder, times};
#[cfg(feature = "query")]
pub(crate) use response::unreadable;
pub use response::{
    blob, events, header, header_base64, header_list, http_date_list, json, payload, payload_text,
    prefix_headers,
};
