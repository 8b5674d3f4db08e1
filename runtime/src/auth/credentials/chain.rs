//! The sources that the AWS CLI and SDKs look in, in their order.

use super::cache::CachedCredentials;
use super::container::ContainerCredentials;
use super::environment::EnvironmentCredentials;
use super::imds::InstanceCredentials;
use super::profile::ProfileCredentials;
use super::provide::{CredentialContext, Credentials, CredentialsError, ProvideCredentials};
use super::sts::WebIdentityCredentials;
use crate::platform::BoxFuture;
use std::sync::Arc;

/// Where to look for credentials where the configuration does not say.
pub(crate) fn default_credentials() -> Option<Arc<dyn ProvideCredentials>> {
    Some(Arc::new(DefaultCredentials::default()))
}

/// Credentials from the first of these that is set up: environment variables, the selected profile, a
/// web identity, the container, the EC2 instance. They are kept until shortly before they expire.
#[derive(Debug)]
pub struct DefaultCredentials {
    chain: CachedCredentials<Chain>,
}

impl Default for DefaultCredentials {
    fn default() -> Self {
        Self {
            chain: CachedCredentials::new(Chain {
                sources: vec![
                    Box::new(EnvironmentCredentials),
                    Box::new(ProfileCredentials::default()),
                    Box::new(WebIdentityCredentials),
                    Box::new(ContainerCredentials),
                    Box::new(InstanceCredentials),
                ],
            }),
        }
    }
}

impl ProvideCredentials for DefaultCredentials {
    fn credentials<'a>(
        &'a self,
        context: CredentialContext<'a>,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        self.chain.credentials(context)
    }
}

#[derive(Debug)]
struct Chain {
    sources: Vec<Box<dyn ProvideCredentials>>,
}

impl ProvideCredentials for Chain {
    fn credentials<'a>(
        &'a self,
        context: CredentialContext<'a>,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async move {
            let mut reasons = Vec::new();
            for source in &self.sources {
                match source.credentials(context).await {
                    Err(CredentialsError::NotConfigured(reason)) => reasons.push(reason),
                    outcome => return outcome,
                }
            }
            Err(CredentialsError::NotConfigured(reasons.join("; ")))
        })
    }
}
