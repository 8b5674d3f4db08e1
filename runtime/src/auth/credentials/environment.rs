//! Credentials in environment variables.

use super::document::non_empty;
use super::moment::moment;
use super::provide::{CredentialContext, Credentials, CredentialsError, ProvideCredentials};

use crate::platform::{BoxFuture, Environment};

/// Credentials from `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`,
/// `AWS_CREDENTIAL_EXPIRATION` and `AWS_ACCOUNT_ID`.
#[derive(Clone, Copy, Debug, Default)]
pub struct EnvironmentCredentials;

impl ProvideCredentials for EnvironmentCredentials {
    fn credentials<'a>(
        &'a self,
        context: CredentialContext<'a>,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async move { read(context.environment()) })
    }
}

pub(super) const NO_KEY: &str = "the environment has no AWS_ACCESS_KEY_ID";

pub(super) fn read(environment: &Environment) -> Result<Credentials, CredentialsError> {
    let get = |name| environment.get(name);
    let key = get("AWS_ACCESS_KEY_ID")
        .ok_or_else(|| CredentialsError::NotConfigured(NO_KEY.to_owned()))?;
    let secret = get("AWS_SECRET_ACCESS_KEY").ok_or_else(|| {
        CredentialsError::failed(
            "of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, the environment has only one",
        )
    })?;
    let token = get("AWS_SECURITY_TOKEN").or_else(|| get("AWS_SESSION_TOKEN"));
    let expiry = get("AWS_CREDENTIAL_EXPIRATION").map(moment).transpose()?;
    Ok(Credentials::new(key, secret)
        .with_session_token(non_empty(token))
        .with_expiry(expiry)
        .with_account_id(non_empty(get("AWS_ACCOUNT_ID"))))
}
