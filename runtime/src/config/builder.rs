//! The configuration of clients.

use super::auth_preference::AuthPreference;
use super::checksums::{RequestChecksumCalculation, ResponseChecksumValidation};
use super::compression::{self, Compression};
use super::found::Found;
use super::timeouts::TimeoutConfig;
use crate::auth::{
    CredentialContext, ProvideCredentials, ProvideToken, default_credentials, default_tokens,
};
use crate::endpoint::EndpointSettings;
use crate::operation::EndpointValue;
use crate::platform::random::OsRandom;
use crate::platform::{Clock, Environment, Mode, ProfileError, Profiles, Random, SystemClock};
use crate::retry::RetryConfig;
use crate::transport::{ResponseLimits, Transport, default_transport};
use std::sync::Arc;
use std::time::Duration;

/// The configuration of clients. Cheap to clone; clients of many services can share one.
#[derive(Clone, Debug)]
pub struct Config {
    parts: Arc<ConfigBuilder>,
}

/// Builds a [`Config`].
#[derive(Clone, Debug)]
pub struct ConfigBuilder {
    pub(crate) endpoint: EndpointSettings,
    pub(crate) app_name: Option<String>,
    pub(crate) credentials: Option<Arc<dyn ProvideCredentials>>,
    pub(crate) transport: Option<Arc<dyn Transport>>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) retry: Option<RetryConfig>,
    pub(crate) timeouts: TimeoutConfig,
    pub(crate) response_limits: ResponseLimits,
    pub(crate) request_checksums: Option<RequestChecksumCalculation>,
    pub(crate) response_checksums: Option<ResponseChecksumValidation>,
    pub(crate) tokens: Option<Arc<dyn ProvideToken>>,
    pub(crate) auth_preference: AuthPreference,
    pub(crate) compression: Compression,
    pub(crate) found: Found,
    /// Whether the credentials are those of [`Config::load`].
    pub(crate) default_credentials: bool,
}

impl Config {
    /// Returns an empty builder. [`load`](Self::load) starts with the settings that the AWS CLI would use.
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
            timeouts: TimeoutConfig::default(),
            response_limits: ResponseLimits::default(),
            request_checksums: None,
            response_checksums: None,
            tokens: None,
            auth_preference: AuthPreference::default(),
            compression: Compression::default(),
            found: Found::default(),
            default_credentials: false,
        }
    }

    /// Loads the configuration that the AWS CLI would use: from environment variables, and from the profile
    /// in AWS's shared files that `AWS_DEFAULT_PROFILE` or `AWS_PROFILE` selects.
    ///
    /// Region (`AWS_REGION`, `AWS_DEFAULT_REGION`), endpoints (`AWS_ENDPOINT_URL`,
    /// `AWS_ENDPOINT_URL_IMAGEBUILDER` and the like, `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS`,
    /// `AWS_USE_FIPS_ENDPOINT`, `AWS_USE_DUALSTACK_ENDPOINT`, `AWS_ENDPOINT_DISCOVERY_ENABLED`),
    /// `AWS_RETRY_MODE`, `AWS_MAX_ATTEMPTS`, `AWS_SDK_UA_APP_ID`, `AWS_CA_BUNDLE`,
    /// `AWS_REQUEST_CHECKSUM_CALCULATION`, `AWS_RESPONSE_CHECKSUM_VALIDATION`,
    /// `AWS_DISABLE_REQUEST_COMPRESSION`, `AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES`, and the same settings of
    /// the profile; and `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`. Settings of the builder take precedence.
    /// With the feature `credentials`, the credentials are `DefaultCredentials`. [`explain`](Self::explain)
    /// shows where each setting comes from.
    ///
    /// # Errors
    /// A shared file cannot be read: see [`Profiles::read`].
    pub fn load() -> Result<ConfigBuilder, ProfileError> {
        Self::load_from(Environment::of_process())
    }

    /// Like [`load`](Self::load), but with these environment variables.
    ///
    /// # Errors
    /// Those of [`load`](Self::load).
    pub fn load_from(environment: Environment) -> Result<ConfigBuilder, ProfileError> {
        let profiles = Profiles::read(&environment)?;
        let mut builder = Self::builder().environment(environment).profiles(profiles);
        builder.credentials = default_credentials();
        builder.tokens = default_tokens();
        builder.default_credentials = builder.credentials.is_some();
        Ok(builder)
    }

    /// The region.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.parts.endpoint.region.as_deref()
    }

    /// Returns a builder with these settings.
    #[must_use]
    pub fn to_builder(&self) -> ConfigBuilder {
        ConfigBuilder::clone(&self.parts)
    }

    /// The context for calling a credentials provider outside of a call.
    #[must_use]
    pub fn credential_context(&self) -> CredentialContext<'_> {
        self.parts.credential_context(Mode::Async, None)
    }

    pub(crate) fn parts(&self) -> &ConfigBuilder {
        &self.parts
    }
}

impl ConfigBuilder {
    /// Sets the region, such as `eu-west-1`.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.endpoint.region = Some(region.into());
        self.found.forget("region");
        self
    }

    /// Sets whether requests go to FIPS 140 endpoints.
    #[must_use]
    pub fn use_fips(mut self, use_fips: bool) -> Self {
        self.endpoint.use_fips = Some(use_fips);
        self.found.forget("use_fips_endpoint");
        self
    }

    /// Sets whether requests go to dual-stack endpoints, which support IPv6 too.
    #[must_use]
    pub fn use_dual_stack(mut self, use_dual_stack: bool) -> Self {
        self.endpoint.use_dual_stack = Some(use_dual_stack);
        self.found.forget("use_dualstack_endpoint");
        self
    }

    /// Sets the environment variables, which supply what the builder does not set.
    #[must_use]
    pub fn environment(mut self, environment: Environment) -> Self {
        self.endpoint.environment = environment;
        self
    }

    /// Sets the profiles, which supply what neither builder nor environment set.
    #[must_use]
    pub fn profiles(mut self, profiles: Profiles) -> Self {
        self.endpoint.profiles = profiles;
        self
    }

    /// Selects a profile by name. It takes precedence over `AWS_PROFILE` and over access keys in the
    /// environment. If there is no such profile, calls fail.
    #[must_use]
    pub fn profile_name(mut self, name: impl Into<String>) -> Self {
        self.endpoint.profiles.select(name);
        self
    }

    /// Sets the endpoint of all requests, instead of the region's: scheme, host, and optionally a port and a
    /// path prefix, such as `http://127.0.0.1:4566`.
    #[must_use]
    pub fn endpoint_url(mut self, url: impl Into<String>) -> Self {
        self.endpoint.url = Some(url.into());
        self
    }

    /// Sets a parameter of the service's endpoint rules, as boto3's `client_context_params` does: S3 has
    /// `UseArnRegion`, `ForcePathStyle` and others. Rules without such a parameter ignore it.
    #[must_use]
    pub fn endpoint_parameter(
        mut self,
        name: impl Into<String>,
        value: impl Into<EndpointValue>,
    ) -> Self {
        let (name, value) = (name.into(), value.into());
        let parameters = &mut self.endpoint.parameters;
        parameters.retain(|(known, _)| *known != name);
        parameters.push((name, value));
        self
    }

    /// Sets whether operations may prefix the host, as some do with an account id or `data-`. The default is
    /// `true`, unless `AWS_DISABLE_HOST_PREFIX_INJECTION` or the profile disables it. A custom endpoint
    /// without such subdomains needs `false`.
    #[must_use]
    pub fn inject_host_prefix(mut self, inject: bool) -> Self {
        self.endpoint.host_prefixes = Some(inject);
        self
    }

    /// Sets whether endpoint discovery is used: `true` for all operations that support it, `false` for none,
    /// so that those that require it fail. By default, it is used for operations that require it. Also
    /// `AWS_ENDPOINT_DISCOVERY_ENABLED`, and `endpoint_discovery_enabled` in a profile. With a custom
    /// endpoint, there is no discovery.
    #[must_use]
    pub fn endpoint_discovery_enabled(mut self, enabled: bool) -> Self {
        self.endpoint.discovery = Some(enabled);
        self
    }

    /// Sets the credentials: [`Credentials`](crate::auth::Credentials) or any provider.
    #[must_use]
    pub fn credentials_provider(mut self, credentials: impl ProvideCredentials) -> Self {
        self.credentials = Some(Arc::new(credentials));
        self.default_credentials = false;
        self
    }

    /// Sets the application's name in the user agent, such as `image-report`.
    #[must_use]
    pub fn app_name(mut self, name: impl Into<String>) -> Self {
        self.app_name = Some(name.into());
        self
    }

    /// Sets the HTTP transport. The default is `HyperTransport` or `UreqTransport`, whichever feature is
    /// enabled; with both, the latter for blocking calls.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sets how failed attempts are retried.
    #[must_use]
    pub fn retry_config(mut self, retry: RetryConfig) -> Self {
        self.retry = Some(retry);
        self
    }

    /// Sets the timeouts.
    #[must_use]
    pub fn timeout_config(mut self, timeouts: TimeoutConfig) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Sets the limits on the size of responses.
    #[must_use]
    pub fn response_limits(mut self, limits: ResponseLimits) -> Self {
        self.response_limits = limits;
        self
    }

    /// Sets when the client adds a checksum to a request.
    #[must_use]
    pub fn request_checksum_calculation(mut self, when: RequestChecksumCalculation) -> Self {
        self.request_checksums = Some(when);
        self
    }

    /// Sets when the client requests and validates the checksum of a response's body.
    #[must_use]
    pub fn response_checksum_validation(mut self, when: ResponseChecksumValidation) -> Self {
        self.response_checksums = Some(when);
        self
    }

    /// Sets whether request compression is disabled. By default, operations that support it compress large
    /// bodies with gzip, which needs the feature `gzip`. Also `AWS_DISABLE_REQUEST_COMPRESSION`, and
    /// `disable_request_compression` in a profile.
    #[must_use]
    pub fn disable_request_compression(mut self, disabled: bool) -> Self {
        self.compression.is_disabled = Some(disabled);
        self
    }

    /// Sets the minimum size of a body that is compressed, in bytes: 10240 by default, at most 1048576. Also
    /// `AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES`, and `request_min_compression_size_bytes` in a profile.
    #[must_use]
    pub fn request_min_compression_size_bytes(mut self, bytes: u32) -> Self {
        self.compression.minimum = Some(bytes.min(compression::MOST));
        self
    }

    /// Sets the clock, which also sleeps between attempts.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Sets the source of randomness, for idempotency tokens and jitter.
    #[must_use]
    pub fn random(mut self, random: impl Random) -> Self {
        self.random = Arc::new(random);
        self
    }

    /// Builds the configuration.
    #[must_use]
    pub fn build(mut self) -> Config {
        self.fill_in();
        if self.transport.is_none() {
            let mut environment = self.endpoint.environment.clone();
            if let Some(path) = self.endpoint.lookup(&["AWS_CA_BUNDLE"], "ca_bundle") {
                environment.set("AWS_CA_BUNDLE", path.to_owned());
            }
            self.transport = default_transport(environment);
        }
        Config {
            parts: Arc::new(self),
        }
    }

    /// What a source of credentials may use for a call that has so much time left.
    pub(crate) fn credential_context(
        &self,
        mode: Mode,
        left: Option<Duration>,
    ) -> CredentialContext<'_> {
        CredentialContext {
            settings: &self.endpoint,
            transport: self.transport.as_deref(),
            clock: &*self.clock,
            random: &*self.random,
            retry: self.resolved_retry(),
            mode,
            deadline: left.and_then(|left| self.clock.monotonic().checked_add(left)),
        }
    }

    /// How failed attempts are retried.
    pub(crate) fn resolved_retry(&self) -> RetryConfig {
        self.retry.unwrap_or_else(RetryConfig::unset)
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
        assert_eq!(region(builder.clone().profile_name("dev")), None);
        let builder = builder.environment(environment);
        assert_eq!(region(builder.clone()).as_deref(), Some("e"));
        assert_eq!(region(builder.clone().region("b")).as_deref(), Some("b"));
        assert_eq!(builder.build().parts().resolved_retry().max_attempts, 5);
    }
}
