//! The sources that the AWS CLI and SDKs look in, in their order.

use super::cache::CachedCredentials;
use super::plan;
use super::{Credentials, CredentialsError, ProvideCredentials};
use crate::config::Config;
use crate::platform::BoxFuture;

/// Credentials from the first of these that is set up: environment variables, the selected profile (a
/// role, a web identity, SSO, an access key, `aws login`, a program), a web identity in the environment,
/// the container, the EC2 instance. They are kept until shortly before they expire.
///
/// What is set up wrongly is an error, and not passed over. A profile that the code selects outvotes
/// the environment.
#[derive(Debug)]
pub struct DefaultCredentials {
    chain: CachedCredentials<Chain>,
}

impl Default for DefaultCredentials {
    fn default() -> Self {
        Self {
            chain: CachedCredentials::new(Chain),
        }
    }
}

impl ProvideCredentials for DefaultCredentials {
    fn credentials<'a>(
        &'a self,
        config: &'a Config,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        self.chain.credentials(config)
    }
}

#[derive(Debug)]
struct Chain;

impl ProvideCredentials for Chain {
    fn credentials<'a>(
        &'a self,
        config: &'a Config,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async {
            let plan = plan::default_source(config)?;
            match plan.source.credentials(config).await {
                Err(CredentialsError::NotConfigured(reason)) => {
                    let mut reasons = plan.passed_over;
                    reasons.push(reason);
                    Err(CredentialsError::NotConfigured(reasons.join("; ")))
                }
                outcome => outcome,
            }
        })
    }
}
