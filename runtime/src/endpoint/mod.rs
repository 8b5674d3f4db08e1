//! Where requests go.

mod partitions;
mod resolve;
mod settings;
mod url;

#[cfg(feature = "credentials")]
pub(crate) use resolve::resolve_with;
pub(crate) use resolve::{SigningRegion, resolve};
pub(crate) use settings::{EndpointSettings, Origin};
