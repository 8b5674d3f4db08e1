//! What an endpoint follows from besides its service, and what else is looked up where it is.

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
            ignored != Some(true)
                && (self.environment.has_any("AWS_ENDPOINT_URL")
                    || self.profiles.get("endpoint_url").is_some()
                    || self.profiles.has_services())
        })
    }

    /// A setting that is on or off.
    pub(crate) fn flag(&self, variable: &'static str, property: &str) -> Option<bool> {
        let value = self.lookup(&[variable], property)?;
        Some(value.eq_ignore_ascii_case("true"))
    }
}

/// What endpoint rules ask of environment and profile, looked up once: the settings of S3, STS and accounts,
/// as the AWS CLI has them.
#[derive(Clone, Debug)]
pub(crate) struct LookedUp {
    /// Whether an account's endpoint is `preferred`, `required` or `disabled`.
    pub(super) account_id_mode: String,
    pub(super) use_arn_region: Option<bool>,
    pub(super) disable_multi_region_access_points: bool,
    pub(super) accelerate: bool,
    pub(super) addressing: Addressing,
    /// Whether S3's requests for `us-east-1` go to the one host of all regions.
    pub(super) s3_is_global: bool,
    pub(super) sts_is_global: bool,
}

/// Where S3's buckets are in a URL.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Addressing {
    Path,
    Virtual,
    Other,
}

impl LookedUp {
    pub(super) fn of(settings: &EndpointSettings) -> Self {
        let variable = |variable: &str| settings.environment.get(variable);
        let of_s3 = |name: &str| settings.profiles.block("s3", name);
        let is_true = |text: &str| text.eq_ignore_ascii_case("true");
        let is_legacy = |text: &str| text.eq_ignore_ascii_case("legacy");
        let mode = settings.lookup(
            &["AWS_ACCOUNT_ID_ENDPOINT_MODE"],
            "account_id_endpoint_mode",
        );
        let arn_region = variable("AWS_S3_USE_ARN_REGION").or_else(|| of_s3("use_arn_region"));
        let access_points = variable("AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS")
            .or_else(|| of_s3("s3_disable_multiregion_access_points"));
        let s3_style = variable("AWS_S3_US_EAST_1_REGIONAL_ENDPOINT")
            .or_else(|| of_s3("us_east_1_regional_endpoint"));
        let sts_style = settings.lookup(&["AWS_STS_REGIONAL_ENDPOINTS"], "sts_regional_endpoints");
        Self {
            account_id_mode: mode.unwrap_or("preferred").to_owned(),
            use_arn_region: arn_region.map(is_true),
            disable_multi_region_access_points: access_points.is_some_and(is_true),
            accelerate: of_s3("use_accelerate_endpoint").is_some_and(is_true),
            addressing: match of_s3("addressing_style") {
                Some("path") => Addressing::Path,
                Some("virtual") => Addressing::Virtual,
                _ => Addressing::Other,
            },
            s3_is_global: s3_style.is_none_or(is_legacy),
            sts_is_global: sts_style.is_some_and(is_legacy),
        }
    }
}
