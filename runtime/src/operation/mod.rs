//! What generated code promises and the client relies on: operations, their service, their errors.

#[cfg(feature = "client")]
pub(crate) mod contract;
pub(crate) mod error;
#[cfg(feature = "client")]
mod service;
#[cfg_attr(not(feature = "client"), allow(dead_code))]
pub(crate) mod unreadable;
pub(crate) mod validate;

#[cfg(feature = "client")]
pub use contract::{Auth, HostPrefix, Metadata, Operation, OperationError};
#[cfg(feature = "client")]
pub use service::{HostRule, OperationHosts, Service};
