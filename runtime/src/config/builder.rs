//! What a client is made with.

use super::retry::RetryConfig;
use super::timeouts::Timeouts;
use crate::auth::{CredentialContext, ProvideCredentials, default_credentials};
use crate::endpoint::EndpointSettings;
use crate::platform::random::OsRandom;
use crate::platform::{Clock, Environment, Mode, ProfileError, Profiles, Random, SystemClock};
use crate::transport::{Transport, default_transport};
use std::sync::Arc;

/// What a client is made with. Cheap to clone; one configuration serves clients of many services.
#[derive(Clone, Debug)]
pub struct Config {
    parts: Arc<ConfigBuilder>,
}

/// Collects a [`Config`].
#[derive(Clone, Debug)]
pub struct ConfigBuilder {
    pub(crate) endpoint: EndpointSettings,
    pub(crate) app_name: Option<String>,
    pub(crate) credentials: Option<Arc<dyn ProvideCredentials>>,
    pub(crate) transport: Option<Arc<dyn Transport>>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) retry: Option<RetryConfig>,
    pub(crate) timeouts: Timeouts,
}

impl Config {
    /// A configuration to fill in.
    #[must_use]
    pub fn builder() -> ConfigBuilder {
        ConfigBuilder {
            endpoint: EndpointSettings::default(),
            app_name: None,
            credentials: None,
            transport: None,
            clock: Arc::new(SystemClock::default()),
            random: Arc::new(OsRandom),
            retry: None,
            timeouts: Timeouts::default(),
        }
    }

    /// A configuration as the AWS CLI would have it: from the environment variables of the process and
    /// the profile in AWS's shared files that `AWS_PROFILE` selects.
    ///
    /// Region (`AWS_REGION`, `AWS_DEFAULT_REGION`), endpoints (`AWS_ENDPOINT_URL`,
    /// `AWS_ENDPOINT_URL_IMAGEBUILDER` and the like, `AWS_USE_FIPS_ENDPOINT`,
    /// `AWS_USE_DUALSTACK_ENDPOINT`), `AWS_MAX_ATTEMPTS`, `AWS_SDK_UA_APP_ID`, `AWS_CA_BUNDLE`, and what
    /// a profile says of the same; and `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`. What is set on the builder goes before it. With the feature `credentials`, the
    /// credentials are `DefaultCredentials`.
    ///
    /// # Errors
    /// A shared file cannot be read.
    pub fn load() -> Result<ConfigBuilder, ProfileError> {
        Self::load_from(Environment::of_process())
    }

    /// As [`load`](Self::load), with these environment variables.
    ///
    /// # Errors
    /// A shared file cannot be read.
    pub fn load_from(environment: Environment) -> Result<ConfigBuilder, ProfileError> {
        let profiles = Profiles::read(&environment)?;
        let mut builder = Self::builder().environment(environment).profiles(profiles);
        builder.credentials = default_credentials();
        Ok(builder)
    }

    /// The region.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.parts.endpoint.region.as_deref()
    }

    /// A builder that begins with these settings.
    #[must_use]
    pub fn to_builder(&self) -> ConfigBuilder {
        ConfigBuilder::clone(&self.parts)
    }

    /// What a source of credentials may use, to ask one outside of a call.
    #[must_use]
    pub fn credential_context(&self) -> CredentialContext<'_> {
        self.parts.credential_context(Mode::Async)
    }

    pub(crate) fn parts(&self) -> &ConfigBuilder {
        &self.parts
    }
}

impl ConfigBuilder {
    /// The region, such as `eu-west-1`.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.endpoint.region = Some(region.into());
        self
    }

    /// Whether requests go to endpoints that comply with FIPS 140.
    #[must_use]
    pub fn use_fips(mut self, use_fips: bool) -> Self {
        self.endpoint.use_fips = Some(use_fips);
        self
    }

    /// Whether requests go to endpoints that can be reached by IPv6 too.
    #[must_use]
    pub fn use_dual_stack(mut self, use_dual_stack: bool) -> Self {
        self.endpoint.use_dual_stack = Some(use_dual_stack);
        self
    }

    /// The environment variables in which what the builder does not set is looked up.
    #[must_use]
    pub fn environment(mut self, environment: Environment) -> Self {
        self.endpoint.environment = environment;
        self
    }

    /// The profiles in which what neither the builder nor the environment sets is looked up.
    #[must_use]
    pub fn profiles(mut self, profiles: Profiles) -> Self {
        self.endpoint.profiles = profiles;
        self
    }

    /// Selects a profile by its name, whatever `AWS_PROFILE` says.
    #[must_use]
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.endpoint.profiles.select(name);
        self
    }

    /// Where every request goes instead of the region's endpoint: scheme, host, port and a path to
    /// begin with, such as `http://127.0.0.1:4566`.
    #[must_use]
    pub fn endpoint_url(mut self, url: impl Into<String>) -> Self {
        self.endpoint.url = Some(url.into());
        self
    }

    /// Who calls: [`Credentials`](crate::auth::Credentials) or where to get them.
    #[must_use]
    pub fn credentials(mut self, credentials: impl ProvideCredentials) -> Self {
        self.credentials = Some(Arc::new(credentials));
        self
    }

    /// What the application is called in the user agent, such as `image-report`.
    #[must_use]
    pub fn app_name(mut self, name: impl Into<String>) -> Self {
        self.app_name = Some(name.into());
        self
    }

    /// How requests travel. Without one: by `HyperTransport` or `UreqTransport`, whichever feature is
    /// enabled; with both, by the latter in blocking calls.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// How failed attempts are repeated.
    #[must_use]
    pub fn retry(mut self, retry: RetryConfig) -> Self {
        self.retry = Some(retry);
        self
    }

    /// How long things may take.
    #[must_use]
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// The clock, which also waits between attempts.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Where idempotency tokens and jitter come from.
    #[must_use]
    pub fn random(mut self, random: impl Random) -> Self {
        self.random = Arc::new(random);
        self
    }

    /// The configuration.
    #[must_use]
    pub fn build(mut self) -> Config {
        self.endpoint.region = self
            .endpoint
            .region
            .take()
            .or_else(|| self.setting(&["AWS_REGION", "AWS_DEFAULT_REGION"], "region"));
        self.app_name = self
            .app_name
            .take()
            .or_else(|| self.setting(&["AWS_SDK_UA_APP_ID"], "sdk_ua_app_id"));
        self.endpoint.use_fips = self
            .endpoint
            .use_fips
            .or_else(|| self.flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint"));
        self.endpoint.use_dual_stack = self
            .endpoint
            .use_dual_stack
            .or_else(|| self.flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint"));
        self.retry = self.retry.or_else(|| {
            let attempts = self.setting(&["AWS_MAX_ATTEMPTS"], "max_attempts")?;
            Some(RetryConfig::default().with_max_attempts(attempts.parse().ok()?))
        });
        if self.transport.is_none() {
            let mut environment = self.endpoint.environment.clone();
            if let Some(path) = self.setting(&["AWS_CA_BUNDLE"], "ca_bundle") {
                environment.set("AWS_CA_BUNDLE", path);
            }
            self.transport = default_transport(environment);
        }
        Config {
            parts: Arc::new(self),
        }
    }

    /// What the environment or the selected profile sets.
    fn setting(&self, variables: &[&str], property: &str) -> Option<String> {
        let mut variables = variables.iter();
        variables
            .find_map(|name| self.endpoint.environment.get(name))
            .or_else(|| self.endpoint.profiles.get(property))
            .map(str::to_owned)
    }

    fn flag(&self, variable: &str, property: &str) -> Option<bool> {
        let value = self.setting(&[variable], property)?;
        Some(value.eq_ignore_ascii_case("true"))
    }

    pub(crate) fn credential_context(&self, mode: Mode) -> CredentialContext<'_> {
        CredentialContext {
            settings: &self.endpoint,
            transport: self.transport.as_deref(),
            clock: &*self.clock,
            mode,
        }
    }

    /// How failed attempts are repeated.
    pub(crate) fn retry_config(&self) -> RetryConfig {
        self.retry.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::profile_file::tests::config;

    #[test]
    fn the_builder_goes_before_the_environment_and_that_before_the_profile() {
        let profiles = config("[default]\nregion = p\nmax_attempts = 5\n[profile dev]\n");
        let environment: Environment = [("AWS_REGION", "e")].into_iter().collect();
        let builder = Config::builder().profiles(profiles);
        let region = |builder: ConfigBuilder| builder.build().region().map(str::to_owned);
        assert_eq!(region(builder.clone()).as_deref(), Some("p"));
        assert_eq!(region(builder.clone().profile("dev")), None);
        let builder = builder.environment(environment);
        assert_eq!(region(builder.clone()).as_deref(), Some("e"));
        assert_eq!(region(builder.clone().region("b")).as_deref(), Some("b"));
        assert_eq!(builder.build().parts().retry_config().max_attempts, 5);
    }
}
