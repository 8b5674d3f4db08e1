//! What a client is made with.

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
    /// An empty configuration, to fill in. [`load`](Self::load) begins with what the AWS CLI would use.
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

    /// A configuration as the AWS CLI would have it: from the environment variables of the process and
    /// the profile in AWS's shared files that `AWS_DEFAULT_PROFILE` or `AWS_PROFILE` selects.
    ///
    /// Region (`AWS_REGION`, `AWS_DEFAULT_REGION`), endpoints (`AWS_ENDPOINT_URL`,
    /// `AWS_ENDPOINT_URL_IMAGEBUILDER` and the like, `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS`,
    /// `AWS_USE_FIPS_ENDPOINT`, `AWS_USE_DUALSTACK_ENDPOINT`, `AWS_ENDPOINT_DISCOVERY_ENABLED`), `AWS_RETRY_MODE`, `AWS_MAX_ATTEMPTS`,
    /// `AWS_SDK_UA_APP_ID`, `AWS_CA_BUNDLE`, `AWS_REQUEST_CHECKSUM_CALCULATION`,
    /// `AWS_RESPONSE_CHECKSUM_VALIDATION`, `AWS_DISABLE_REQUEST_COMPRESSION`,
    /// `AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES`, and what a profile says of the same; and `HTTPS_PROXY`,
    /// `ALL_PROXY` and `NO_PROXY`. What is set on the builder goes before it. With the feature
    /// `credentials`, the credentials are `DefaultCredentials`. [`explain`](Self::explain) tells what
    /// came from where.
    ///
    /// # Errors
    /// A shared file cannot be read: see [`Profiles::read`].
    pub fn load() -> Result<ConfigBuilder, ProfileError> {
        Self::load_from(Environment::of_process())
    }

    /// As [`load`](Self::load), with these environment variables.
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

    /// A builder that begins with these settings.
    #[must_use]
    pub fn to_builder(&self) -> ConfigBuilder {
        ConfigBuilder::clone(&self.parts)
    }

    /// What a source of credentials may use, to ask one outside of a call.
    #[must_use]
    pub fn credential_context(&self) -> CredentialContext<'_> {
        self.parts.credential_context(Mode::Async, None)
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
        self.found.forget("region");
        self
    }

    /// Whether requests go to endpoints that comply with FIPS 140.
    #[must_use]
    pub fn use_fips(mut self, use_fips: bool) -> Self {
        self.endpoint.use_fips = Some(use_fips);
        self.found.forget("use_fips_endpoint");
        self
    }

    /// Whether requests go to endpoints that can be reached by IPv6 too.
    #[must_use]
    pub fn use_dual_stack(mut self, use_dual_stack: bool) -> Self {
        self.endpoint.use_dual_stack = Some(use_dual_stack);
        self.found.forget("use_dualstack_endpoint");
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

    /// Selects a profile by its name, whatever the environment says: neither `AWS_PROFILE` nor an access
    /// key there counts any more. Where there is no such profile, calls fail.
    #[must_use]
    pub fn profile_name(mut self, name: impl Into<String>) -> Self {
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

    /// What the client says of itself to a service's endpoint rules, by the name of their parameter, as
    /// boto3's `client_context_params`: `UseArnRegion`, `ForcePathStyle` and the like of S3. Rules without
    /// such a parameter take no notice.
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

    /// Whether operations may prefix the host, as some do with an account or `data-`; `true` where neither
    /// this nor `AWS_DISABLE_HOST_PREFIX_INJECTION` nor the profile says otherwise. A custom endpoint
    /// that has no names below its own needs `false`.
    #[must_use]
    pub fn inject_host_prefix(mut self, inject: bool) -> Self {
        self.endpoint.host_prefixes = Some(inject);
        self
    }

    /// Whether services are asked for endpoints that they tell by an operation of their own: `true` for all
    /// operations that can have such an endpoint, `false` for none, so that those fail that have no other.
    /// Without this the latter alone are asked for. `AWS_ENDPOINT_DISCOVERY_ENABLED` and a profile's
    /// `endpoint_discovery_enabled` say the same. Under an endpoint of the caller's nothing is asked.
    #[must_use]
    pub fn endpoint_discovery_enabled(mut self, enabled: bool) -> Self {
        self.endpoint.discovery = Some(enabled);
        self
    }

    /// Who calls: [`Credentials`](crate::auth::Credentials) or where to get them.
    #[must_use]
    pub fn credentials_provider(mut self, credentials: impl ProvideCredentials) -> Self {
        self.credentials = Some(Arc::new(credentials));
        self.default_credentials = false;
        self
    }

    /// What the application is called in the user agent, such as `image-report`.
    #[must_use]
    pub fn app_name(mut self, name: impl Into<String>) -> Self {
        self.app_name = Some(name.into());
        self
    }

    /// The HTTP transport. Without one: by `HyperTransport` or `UreqTransport`, whichever feature is
    /// enabled; with both, by the latter in blocking calls.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// How failed attempts are repeated.
    #[must_use]
    pub fn retry_config(mut self, retry: RetryConfig) -> Self {
        self.retry = Some(retry);
        self
    }

    /// How long things may take.
    #[must_use]
    pub fn timeout_config(mut self, timeouts: TimeoutConfig) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// How large responses may be.
    #[must_use]
    pub fn response_limits(mut self, limits: ResponseLimits) -> Self {
        self.response_limits = limits;
        self
    }

    /// When a request has a checksum that the caller did not give.
    #[must_use]
    pub fn request_checksum_calculation(mut self, when: RequestChecksumCalculation) -> Self {
        self.request_checksums = Some(when);
        self
    }

    /// When the checksum of a response's body is asked for and checked.
    #[must_use]
    pub fn response_checksum_validation(mut self, when: ResponseChecksumValidation) -> Self {
        self.response_checksums = Some(when);
        self
    }

    /// Whether bodies are sent as they are, where an operation could compress them with gzip; that
    /// needs the feature `gzip`. In the environment `AWS_DISABLE_REQUEST_COMPRESSION`, in profiles
    /// `disable_request_compression`.
    #[must_use]
    pub fn disable_request_compression(mut self, disabled: bool) -> Self {
        self.compression.is_disabled = Some(disabled);
        self
    }

    /// The bytes from which on a body is compressed: 10240 if nothing is said, 1048576 at most. In the
    /// environment `AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES`, in profiles
    /// `request_min_compression_size_bytes`.
    #[must_use]
    pub fn request_min_compression_size_bytes(mut self, bytes: u32) -> Self {
        self.compression.minimum = Some(bytes.min(compression::MOST));
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

    /// How failed attempts are repeated.
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
