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
#[cfg_attr(not(feature = "endpoint-rules"), allow(dead_code))]
mod settings;
mod url;

pub(crate) use resolve::{
    About, Endpoint, Signing, has_url, is_region, is_same_for_all, needs_account, resolve,
    resolve_with,
};
pub(crate) use settings::{EndpointSettings, Origin};
