//! The sources that the AWS CLI and SDKs look in, in their order.

use super::cache::CachedCredentials;
use super::plan;
use super::provide::{
    ChosenSource, CredentialContext, Credentials, CredentialsError, ProvideCredentials,
};

use crate::platform::BoxFuture;
use std::sync::Arc;

/// Where to look for credentials where the configuration does not say.
pub(crate) fn default_credentials() -> Option<Arc<dyn ProvideCredentials>> {
    Some(Arc::new(DefaultCredentials::default()))
}

/// What [`DefaultCredentials`] would ask.
pub(crate) fn chosen_source(
    context: CredentialContext<'_>,
) -> Option<Result<ChosenSource, CredentialsError>> {
    let chosen = plan::default_source(context).map(|plan| ChosenSource {
        key: plan.key(context.environment()).map(str::to_owned),
        source: plan.source.to_string(),
        passed_over: plan.passed_over,
    });
    Some(chosen)
}

/// The default credential chain: the first of these sources that is configured. Environment variables, the
/// selected profile (a role, a web identity, SSO, an access key, `aws login`, a program), a web identity in
/// the environment, the container, the EC2 instance. Credentials are cached until shortly before they expire.
///
/// A source that is misconfigured is an error; the next one is not tried. A profile that the code selects
/// takes precedence over the environment.
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
        context: CredentialContext<'a>,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        self.chain.credentials(context)
    }
}

#[derive(Debug)]
struct Chain;

impl ProvideCredentials for Chain {
    fn credentials<'a>(
        &'a self,
        context: CredentialContext<'a>,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async move {
            let plan = plan::default_source(context)?;
            match plan.source.credentials(context).await {
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
