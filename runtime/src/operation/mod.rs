//! What generated code promises and the client relies on: operations, their service, their errors.

#[cfg(feature = "client")]
pub(crate) mod contract;
#[cfg(feature = "client")]
mod service;
pub(crate) mod validate;

pub(crate) use crate::error;
#[cfg(feature = "client")]
pub(crate) use crate::error::unreadable;

#[cfg(feature = "client")]
pub use contract::{Auth, HostPrefix, Metadata, Operation, OperationError, Streams};
#[cfg(feature = "client")]
pub use service::{HostRule, OperationHosts, Service};
