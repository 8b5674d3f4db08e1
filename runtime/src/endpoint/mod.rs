//! Where requests go.

#[cfg_attr(not(feature = "endpoint-rules"), allow(dead_code))]
mod parameters;
mod partitions;
mod resolve;
#[cfg(not(feature = "endpoint-rules"))]
#[path = "no_rules.rs"]
mod rules;
#[cfg(feature = "endpoint-rules")]
mod rules;
mod settings;
mod url;

#[cfg(feature = "credentials")]
pub(crate) use resolve::resolve_with;
pub(crate) use resolve::{
    About, Endpoint, Signing, is_region, is_same_for_all, needs_account, resolve,
};
pub(crate) use settings::{EndpointSettings, Origin};
