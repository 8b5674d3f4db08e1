//! Settings that are not set in code: from the environment, then from the selected profile, as in the AWS
//! CLI. An empty variable still overrides the profile's property.

use super::builder::ConfigBuilder;
use super::checksums::{RequestChecksumCalculation, ResponseChecksumValidation, is_supported};
use super::compression::MOST;
use crate::retry::{RetryConfig, RetryMode};

/// The variables of the region. `AWS_REGION`, which is that of most SDKs, counts where it is not empty.
pub(super) const REGION: [&str; 2] = ["AWS_REGION", "AWS_DEFAULT_REGION"];

impl ConfigBuilder {
    /// Why calls with this configuration cannot be what was meant.
    fn problem(&self) -> Option<String> {
        let missing = self.endpoint.profiles.missing();
        missing.or_else(|| self.found.problems.first().cloned())
    }

    /// Looks up what is not set.
    pub(super) fn fill_in(&mut self) {
        self.endpoint.forget();
        self.found.problems.clear();
        self.fill_in_region();
        if self.app_name.is_none() {
            self.app_name = self.text(&["AWS_SDK_UA_APP_ID"], "sdk_ua_app_id");
        }
        if self.endpoint.use_fips.is_none() {
            self.endpoint.use_fips =
                self.recorded_flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");
        }
        if self.endpoint.use_dual_stack.is_none() {
            self.endpoint.use_dual_stack =
                self.recorded_flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");
        }
        if self.endpoint.host_prefixes.is_none() {
            let disabled = self.recorded_flag(
                "AWS_DISABLE_HOST_PREFIX_INJECTION",
                "disable_host_prefix_injection",
            );
            self.endpoint.host_prefixes = disabled.map(|disabled| !disabled);
        }
        if self.retry.is_none() {
            let (retry, problems) = self.found_retry();
            self.retry = retry;
            self.found.problems.extend(problems);
        }
        self.fill_in_discovery();
        self.fill_in_auth();
        self.fill_in_checksums();
        self.fill_in_compression();
        self.endpoint.problem = self.problem();
    }

    fn fill_in_discovery(&mut self) {
        const VARIABLES: [&str; 2] = [
            "AWS_ENDPOINT_DISCOVERY_ENABLED",
            "AWS_ENABLE_ENDPOINT_DISCOVERY",
        ];
        if self.endpoint.discovery.is_some() {
            return;
        }
        let property = "endpoint_discovery_enabled";
        let Some(text) = self.endpoint.lookup(&VARIABLES, property) else {
            return;
        };
        let enabled = match text.trim().to_ascii_lowercase().as_str() {
            "true" => Some(true),
            "false" => Some(false),
            "auto" => None,
            _ => {
                let [variable, _] = VARIABLES;
                let problem =
                    format!("`{text}` is neither true, false nor auto ({variable}, `{property}`)");
                self.found.problems.push(problem);
                return;
            }
        };
        self.endpoint.discovery = enabled;
    }

    fn fill_in_auth(&mut self) {
        if self.auth_preference.schemes.is_empty() {
            let found = self.text(&["AWS_AUTH_SCHEME_PREFERENCE"], "auth_scheme_preference");
            self.auth_preference.set_found(found.as_deref());
        }
        if self.auth_preference.region_set.is_none() {
            let variables = &["AWS_SIGV4A_SIGNING_REGION_SET"];
            self.auth_preference.region_set = self.text(variables, "sigv4a_signing_region_set");
        }
    }

    fn fill_in_checksums(&mut self) {
        if self.request_checksums.is_none() {
            let (variable, property) = (
                "AWS_REQUEST_CHECKSUM_CALCULATION",
                "request_checksum_calculation",
            );
            self.request_checksums =
                self.checksums(variable, property)
                    .map(|is_supported| match is_supported {
                        true => RequestChecksumCalculation::WhenSupported,
                        false => RequestChecksumCalculation::WhenRequired,
                    });
        }
        if self.response_checksums.is_none() {
            let (variable, property) = (
                "AWS_RESPONSE_CHECKSUM_VALIDATION",
                "response_checksum_validation",
            );
            self.response_checksums =
                self.checksums(variable, property)
                    .map(|is_supported| match is_supported {
                        true => ResponseChecksumValidation::WhenSupported,
                        false => ResponseChecksumValidation::WhenRequired,
                    });
        }
    }

    /// Whether a setting says `when_supported`.
    fn checksums(&mut self, variable: &'static str, property: &'static str) -> Option<bool> {
        let text = self.endpoint.lookup(&[variable], property)?;
        let found = is_supported(text);
        if found.is_none() {
            let problem = format!(
                "`{text}` is neither when_supported nor when_required ({variable}, `{property}`)"
            );
            self.found.problems.push(problem);
        }
        found
    }

    fn fill_in_compression(&mut self) {
        if self.compression.is_disabled.is_none() {
            self.compression.is_disabled = self.endpoint.flag(
                "AWS_DISABLE_REQUEST_COMPRESSION",
                "disable_request_compression",
            );
        }
        if self.compression.minimum.is_none() {
            let (variable, property) = (
                "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES",
                "request_min_compression_size_bytes",
            );
            let Some(text) = self.endpoint.lookup(&[variable], property) else {
                return;
            };
            match text.trim().parse() {
                Ok(bytes) if bytes <= MOST => self.compression.minimum = Some(bytes),
                _ => {
                    let problem = format!(
                        "`{text}` is no number of bytes from 0 to {MOST} ({variable}, `{property}`)"
                    );
                    self.found.problems.push(problem);
                }
            }
        }
    }

    fn fill_in_region(&mut self) {
        if self.endpoint.region.is_none() {
            let [ours, theirs] = REGION;
            let variables = match self.endpoint.environment.get(ours) {
                Some(_) => &[ours, theirs][..],
                None => &[theirs],
            };
            self.endpoint.region = self.text(variables, "region");
        }
        // A pseudo region, as there once were: `fips-us-east-1`, `us-gov-west-1-fips`.
        if let Some(region) = &self.endpoint.region {
            let plain = region.replace("fips-", "").replace("-fips", "");
            if plain != *region {
                self.endpoint.region = Some(plain);
                self.endpoint.use_fips = Some(true);
                if let Some(origin) = self.found.origin("region") {
                    self.found.origins.insert("use_fips_endpoint", origin);
                }
            }
        }
    }

    /// A text that is not empty, with its origin kept.
    fn text(&mut self, variables: &[&'static str], property: &'static str) -> Option<String> {
        let (value, origin) = self.endpoint.find(variables, property)?;
        let value = (!value.is_empty()).then(|| value.to_owned())?;
        self.found.origins.insert(property, origin);
        Some(value)
    }

    fn recorded_flag(&mut self, variable: &'static str, property: &'static str) -> Option<bool> {
        let (_, origin) = self.endpoint.find(&[variable], property)?;
        self.found.origins.insert(property, origin);
        self.endpoint.flag(variable, property)
    }

    fn found_retry(&self) -> (Option<RetryConfig>, Vec<String>) {
        let mut problems = Vec::new();
        let mut retry = None;
        if let Some(mode) = self.endpoint.lookup(&["AWS_RETRY_MODE"], "retry_mode") {
            let known = match mode {
                "legacy" | "standard" => Some(RetryMode::Standard),
                "adaptive" => Some(RetryMode::Adaptive),
                _ => None,
            };
            match known {
                Some(mode) => retry = Some(RetryConfig::unset().with_mode(mode)),
                None => problems.push(format!(
                    "`{mode}` is not a retry mode (AWS_RETRY_MODE, `retry_mode`): standard and adaptive are"
                )),
            }
        }
        if let Some(attempts) = self.endpoint.lookup(&["AWS_MAX_ATTEMPTS"], "max_attempts") {
            match attempts.trim().parse() {
                Ok(attempts @ 1..) => {
                    let other = retry.unwrap_or_default();
                    retry = Some(other.with_max_attempts(attempts));
                }
                _ => problems.push(format!(
                    "`{attempts}` is not a number of attempts (AWS_MAX_ATTEMPTS, `max_attempts`)"
                )),
            }
        }
        (retry, problems)
    }
}
