//! What the endpoint rules of services ask of environment and profile, looked up once for a configuration.

use super::settings::EndpointSettings;

/// The settings of S3, STS and accounts, as the AWS CLI has them.
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
