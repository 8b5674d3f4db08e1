//! The runtime of the AWS clients that shapewright generates.
//!
//! Each generated crate re-exports it as `runtime`. You need a dependency on it only to turn on features
//! that it alone has.
//!
//! Without features, there are the types that models are made of ([`Timestamp`], [`Blob`], [`Document`],
//! [`Map`]), on top of serde. The feature `client` adds:
//!
//! | module | what it has |
//! | --- | --- |
//! | `config` | `Config`: region, endpoint, profile, retries, timeouts, limits |
//! | `auth` | credentials and where they come from, bearer tokens, signing, presigned requests |
//! | `client` | the client of any service, paginators, waiters, settings of a single call |
//! | `operation` | the contract of an operation: `to_request`, `parse_response`, its metadata |
//! | `transport` | the `Transport` trait and, by feature, implementations of it |
//! | `testing` | a stub, and recordings of real exchanges |
//! | `platform` | clock, randomness and environment, which can be replaced |
//!
//! Operations are pure functions from input to [`http::Request`] and from [`http::Response`] to output or
//! error. Signing, transport, credentials and retries are outside of them, each behind its own feature.

// On docs.rs, an item shows the feature that it needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

// The derives name this crate as generated code does.
extern crate self as shapewright_runtime;

#[doc(hidden)]
pub mod __codegen;
mod body;
mod error;
mod format;
pub mod operation;
mod value;

#[cfg(feature = "client")]
pub mod auth;
#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "client")]
pub mod config;
#[cfg(feature = "client")]
mod endpoint;
#[cfg(feature = "client")]
pub mod platform;
#[cfg(feature = "client")]
mod protocol;
#[cfg(feature = "client")]
mod retry;
#[cfg(feature = "client")]
pub mod testing;
#[cfg(feature = "client")]
pub mod transport;

pub use body::{ByteStream, EventError, EventStream};
pub use error::{
    ErrorMetadata, ProvideErrorMetadata, RequestError, RequestErrorKind, RetryHint, UnknownError,
};
pub use format::{Deserialize, Serialize};
pub use value::{
    Blob, Document, DocumentError, Map, Timestamp, TimestampError, TimestampFormat, percent_decoded,
};

#[cfg(feature = "client")]
pub use auth::presigning;
#[cfg(feature = "client")]
pub use body::{AggregatedBytes, Reader, TreeHash};
#[cfg(feature = "client")]
pub use bytes;
#[cfg(feature = "client")]
pub use http;
#[cfg(feature = "client")]
pub use protocol::eventstream::Events;
