//! What an endpoint follows from besides its service, and what else is looked up where it is.

use super::looked_up::LookedUp;
use crate::operation::EndpointValue;
use crate::platform::profile_file::File;
use crate::platform::{Environment, Profiles};
use std::sync::OnceLock;

/// Where a setting is from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Origin {
    Variable(&'static str),
    Profile(File),
}

/// What an endpoint follows from, besides its service.
#[derive(Clone, Debug, Default)]
pub(crate) struct EndpointSettings {
    pub(crate) region: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) use_fips: Option<bool>,
    pub(crate) use_dual_stack: Option<bool>,
    /// What the client says of itself to the endpoint rules, by the names of their parameters.
    pub(crate) parameters: Vec<(String, EndpointValue)>,
    /// Whether operations prefix the host.
    pub(crate) host_prefixes: Option<bool>,
    /// Whether services are asked for endpoints that they tell: only where there are no others, if nothing
    /// is said.
    pub(crate) discovery: Option<bool>,
    pub(crate) environment: Environment,
    pub(crate) profiles: Profiles,
    /// Why calls with these settings cannot be what was meant.
    pub(crate) problem: Option<String>,
    /// What endpoint rules ask, once a call has asked it.
    looked_up: OnceLock<LookedUp>,
    /// Whether environment or profile may name a URL, once a call has asked.
    may_have_url: OnceLock<bool>,
}

impl EndpointSettings {
    /// What the environment or the selected profile sets, and where; it may be empty.
    pub(crate) fn find(
        &self,
        variables: &[&'static str],
        property: &str,
    ) -> Option<(&str, Origin)> {
        let environment = variables.iter().find_map(|variable| {
            let value = self.environment.raw(variable)?;
            Some((value, Origin::Variable(variable)))
        });
        environment.or_else(|| {
            let profile = self.profiles.selected();
            let value = self.profiles.property(profile, property)?;
            let file = self.profiles.file_of(profile, property)?;
            Some((value, Origin::Profile(file)))
        })
    }

    /// What the environment or the selected profile sets; it may be empty.
    pub(crate) fn lookup(&self, variables: &[&'static str], property: &str) -> Option<&str> {
        self.find(variables, property).map(|(value, _)| value)
    }

    /// Forgets what was found for calls, as what it was found in may have changed.
    pub(crate) fn forget(&mut self) {
        self.looked_up = OnceLock::new();
        self.may_have_url = OnceLock::new();
    }

    /// What endpoint rules ask.
    #[cfg_attr(not(feature = "endpoint-rules"), allow(dead_code))]
    pub(super) fn looked_up(&self) -> &LookedUp {
        self.looked_up.get_or_init(|| LookedUp::of(self))
    }

    /// Whether environment or profile may name a URL, for some service.
    pub(super) fn may_have_url(&self) -> bool {
        *self.may_have_url.get_or_init(|| {
            let ignored = self.flag(
                "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
                "ignore_configured_endpoint_urls",
            );
            let in_profile = |name: &str| self.profiles.get(name).is_some();
            ignored != Some(true)
                && (self.environment.has_any("AWS_ENDPOINT_URL")
                    || in_profile("endpoint_url")
                    || in_profile("services"))
        })
    }

    /// A setting that is on or off.
    pub(crate) fn flag(&self, variable: &'static str, property: &str) -> Option<bool> {
        let value = self.lookup(&[variable], property)?;
        Some(value.eq_ignore_ascii_case("true"))
    }
}
