//! Configuration and credentials from the crate `aws-config`.

use super::builder::{Config, ConfigBuilder};
use super::timeouts::TimeoutConfig;
use crate::auth::{
    CachedCredentials, CredentialContext, Credentials, CredentialsError, ProvideCredentials,
};
use crate::platform::BoxFuture;
use crate::retry::RetryConfig;
use aws_credential_types::provider::ProvideCredentials as AwsProvideCredentials;
use aws_credential_types::provider::error::CredentialsError as AwsError;
use aws_types::SdkConfig;

/// A credentials provider of the AWS SDK for Rust.
///
/// It calls the provider for each request; wrap it in [`CachedCredentials`] to call it only when credentials
/// expire.
#[derive(Clone, Debug)]
pub struct AwsCredentials<P>(pub P);

impl<P: AwsProvideCredentials + 'static> ProvideCredentials for AwsCredentials<P> {
    fn credentials<'a>(
        &'a self,
        _context: CredentialContext<'a>,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async {
            let credentials = self.0.provide_credentials().await.map_err(translate)?;
            let keys =
                Credentials::new(credentials.access_key_id(), credentials.secret_access_key());
            Ok(keys
                .with_session_token(credentials.session_token().map(str::to_owned))
                .with_expiry(credentials.expiry()))
        })
    }
}

fn translate(error: AwsError) -> CredentialsError {
    match error {
        AwsError::CredentialsNotLoaded(_) => CredentialsError::NotConfigured(error.to_string()),
        other => CredentialsError::failed(other),
    }
}

impl From<&SdkConfig> for ConfigBuilder {
    /// Takes over region, endpoint, credentials, application name, retries and timeouts. The SDK's HTTP
    /// client and all other settings are ignored.
    fn from(sdk: &SdkConfig) -> Self {
        let mut builder = Config::builder();
        builder.endpoint.region = sdk.region().map(|region| region.as_ref().to_owned());
        builder.endpoint.url = sdk.endpoint_url().map(str::to_owned);
        builder.app_name = sdk.app_name().map(ToString::to_string);
        builder.endpoint.use_fips = sdk.use_fips();
        builder.endpoint.use_dual_stack = sdk.use_dual_stack();
        builder.retry = sdk
            .retry_config()
            .map(|retry| RetryConfig::default().with_max_attempts(retry.max_attempts()));
        if let Some(timeouts) = sdk.timeout_config() {
            let default = TimeoutConfig::default();
            builder.timeouts = default
                .with_connect(timeouts.connect_timeout().or(default.connect))
                .with_attempt(timeouts.operation_attempt_timeout())
                .with_operation(timeouts.operation_timeout());
        }
        match sdk.credentials_provider() {
            Some(provider) => {
                builder.credentials_provider(CachedCredentials::new(AwsCredentials(provider)))
            }
            None => builder,
        }
    }
}

impl From<&SdkConfig> for Config {
    /// Like the conversion into a [`ConfigBuilder`], built.
    fn from(sdk: &SdkConfig) -> Self {
        ConfigBuilder::from(sdk).build()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::block_on;
    use aws_credential_types::Credentials as AwsKeys;
    use aws_credential_types::provider::SharedCredentialsProvider;
    use aws_types::region::Region;
    use std::time::{Duration, SystemTime};

    #[test]
    fn a_configuration_of_the_sdk_is_taken_over() {
        let expiry = SystemTime::UNIX_EPOCH + Duration::from_secs(4_000_000_000);
        let keys = AwsKeys::new("AKID", "S", Some("T".to_owned()), Some(expiry), "test");
        let sdk = SdkConfig::builder()
            .region(Region::new("eu-west-1"))
            .endpoint_url("http://localhost:1")
            .use_fips(true)
            .credentials_provider(SharedCredentialsProvider::new(keys))
            .build();
        let config = Config::from(&sdk);
        let parts = config.parts();
        assert_eq!(config.region(), Some("eu-west-1"));
        assert_eq!(parts.endpoint.url.as_deref(), Some("http://localhost:1"));
        assert_eq!(
            (parts.endpoint.use_fips, parts.endpoint.use_dual_stack),
            (Some(true), None)
        );
        let credentials = parts
            .credentials
            .as_ref()
            .and_then(|source| block_on(source.credentials(config.credential_context())).ok());
        let expected = Credentials::new("AKID", "S").with_session_token("T".to_owned());
        assert_eq!(credentials, Some(expected.with_expiry(expiry)));
    }

    #[test]
    fn nothing_is_made_up() {
        let config = ConfigBuilder::from(&SdkConfig::builder().build()).build();
        assert!(config.region().is_none() && config.parts().credentials.is_none());
    }
}
