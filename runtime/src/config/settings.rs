//! What nobody set in code: looked up in the environment, then in the selected profile, as the AWS CLI
//! does. A variable that is set to nothing hides the profile's property all the same.

use super::builder::ConfigBuilder;
use super::{RetryConfig, RetryMode};
use crate::platform::profile_file::File;
use std::collections::BTreeMap;

/// Where a setting is from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Origin {
    Variable(&'static str),
    Profile(File),
}

/// Where the settings are from that were found; the others were set in code, or not at all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    origins: BTreeMap<&'static str, Origin>,
    /// What is wrong with what was found.
    problems: Vec<String>,
}

impl Found {
    pub(crate) fn origin(&self, property: &str) -> Option<Origin> {
        self.origins.get(property).copied()
    }

    /// Somebody sets it in code.
    pub(super) fn forget(&mut self, property: &str) {
        self.origins.remove(property);
    }
}

/// The variables of the region. `AWS_REGION`, which is that of most SDKs, counts where it is not empty.
pub(super) const REGION: [&str; 2] = ["AWS_REGION", "AWS_DEFAULT_REGION"];

impl ConfigBuilder {
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

    /// A setting that is on or off.
    pub(crate) fn flag(&self, variable: &'static str, property: &str) -> Option<bool> {
        let value = self.lookup(&[variable], property)?;
        Some(value.eq_ignore_ascii_case("true"))
    }

    /// Why calls with this configuration cannot be what was meant.
    pub(crate) fn problem(&self) -> Option<String> {
        let missing = self.profiles.missing();
        missing.or_else(|| self.found.problems.first().cloned())
    }

    /// Looks up what is not set.
    pub(super) fn fill_in(&mut self) {
        self.found.problems.clear();
        self.fill_in_region();
        if self.app_name.is_none() {
            self.app_name = self.text(&["AWS_SDK_UA_APP_ID"], "sdk_ua_app_id");
        }
        if self.use_fips.is_none() {
            self.use_fips = self.recorded_flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");
        }
        if self.use_dual_stack.is_none() {
            self.use_dual_stack =
                self.recorded_flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");
        }
        if self.retry.is_none() {
            let (retry, problems) = self.found_retry();
            self.retry = retry;
            self.found.problems.extend(problems);
        }
    }

    fn fill_in_region(&mut self) {
        if self.region.is_none() {
            let [ours, theirs] = REGION;
            let variables = match self.environment.get(ours) {
                Some(_) => &[ours, theirs][..],
                None => &[theirs],
            };
            self.region = self.text(variables, "region");
        }
        // A pseudo region, as there once were: `fips-us-east-1`, `us-gov-west-1-fips`.
        if let Some(region) = &self.region {
            let plain = region.replace("fips-", "").replace("-fips", "");
            if plain != *region {
                self.region = Some(plain);
                self.use_fips = Some(true);
                if let Some(origin) = self.found.origin("region") {
                    self.found.origins.insert("use_fips_endpoint", origin);
                }
            }
        }
    }

    /// A text that is not empty, with its origin kept.
    fn text(&mut self, variables: &[&'static str], property: &'static str) -> Option<String> {
        let (value, origin) = self.find(variables, property)?;
        let value = (!value.is_empty()).then(|| value.to_owned())?;
        self.found.origins.insert(property, origin);
        Some(value)
    }

    fn recorded_flag(&mut self, variable: &'static str, property: &'static str) -> Option<bool> {
        let (_, origin) = self.find(&[variable], property)?;
        self.found.origins.insert(property, origin);
        self.flag(variable, property)
    }

    fn found_retry(&self) -> (Option<RetryConfig>, Vec<String>) {
        let mut problems = Vec::new();
        let mut retry = None;
        if let Some(mode) = self.lookup(&["AWS_RETRY_MODE"], "retry_mode") {
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
        if let Some(attempts) = self.lookup(&["AWS_MAX_ATTEMPTS"], "max_attempts") {
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
