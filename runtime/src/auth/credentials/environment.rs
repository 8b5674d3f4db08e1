//! Credentials in environment variables.

use super::document;
use super::provide::{CredentialContext, Credentials, CredentialsError, ProvideCredentials};
use crate::platform::BoxFuture;

/// Credentials from `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.
#[derive(Clone, Copy, Debug, Default)]
pub struct EnvironmentCredentials;

impl ProvideCredentials for EnvironmentCredentials {
    fn credentials<'a>(
        &'a self,
        context: CredentialContext<'a>,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async move { read(context) })
    }
}

fn read(context: CredentialContext<'_>) -> Result<Credentials, CredentialsError> {
    let environment = context.environment();
    let key = environment.get("AWS_ACCESS_KEY_ID");
    let secret = environment.get("AWS_SECRET_ACCESS_KEY");
    match (key, secret) {
        (Some(key), Some(secret)) => {
            let expiry = environment
                .get("AWS_CREDENTIAL_EXPIRATION")
                .map(document::expiry)
                .transpose()?;
            Ok(Credentials::new(key, secret)
                .with_session_token(environment.get("AWS_SESSION_TOKEN").map(str::to_owned))
                .with_expiry(expiry))
        }
        (None, None) => Err(CredentialsError::NotConfigured(
            "the environment has no AWS_ACCESS_KEY_ID".to_owned(),
        )),
        _ => Err(CredentialsError::failed(
            "of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, the environment has only one",
        )),
    }
}
