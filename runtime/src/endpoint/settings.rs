//! What an endpoint follows from, besides its service.

use crate::platform::{Environment, Profiles};

/// What an endpoint follows from, besides its service.
#[derive(Clone, Debug, Default)]
pub(crate) struct EndpointSettings {
    pub(crate) region: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) use_fips: Option<bool>,
    pub(crate) use_dual_stack: Option<bool>,
    pub(crate) environment: Environment,
    pub(crate) profiles: Profiles,
}
