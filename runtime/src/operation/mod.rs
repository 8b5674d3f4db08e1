//! The contract between generated code and the client: operations, their service, their errors.

#[cfg(feature = "client")]
mod auth;
#[cfg(feature = "client")]
pub(crate) mod contract;
#[cfg(feature = "client")]
mod copies;
pub(crate) mod defaults;
#[cfg(feature = "client")]
mod describe;
#[cfg(feature = "client")]
mod discovery;
#[cfg(feature = "client")]
pub(crate) mod given;
#[cfg(feature = "client")]
mod parameters;
#[cfg(all(feature = "client", not(feature = "endpoint-rules")))]
#[path = "no_rules.rs"]
pub(crate) mod rules;
#[cfg(feature = "endpoint-rules")]
pub mod rules;
#[cfg(feature = "client")]
mod service;
pub(crate) mod validate;

pub(crate) use crate::error;
#[cfg(feature = "client")]
pub(crate) use crate::error::unreadable;

#[cfg(feature = "client")]
pub use auth::Auth;
#[cfg(feature = "client")]
pub use contract::{
    Compressible, EndpointUrl, HostPrefix, Metadata, Operation, OperationError, Streams,
};
#[cfg(feature = "client")]
pub use copies::RegionCopy;
#[cfg(feature = "client")]
pub use describe::DescribeEndpoints;
#[cfg(feature = "client")]
pub(crate) use discovery::Failure;
#[cfg(feature = "client")]
pub use discovery::{DiscoveredEndpoint, Discovery};
#[cfg(feature = "client")]
pub use parameters::{EndpointParameters, EndpointValue};
#[cfg(feature = "client")]
pub use service::{HostRule, OperationHosts, RegionRedirect, Service, Session};
