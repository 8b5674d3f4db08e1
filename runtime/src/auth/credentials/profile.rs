//! The credentials of a profile.

use super::plan;
use super::provide::{CredentialContext, Credentials, CredentialsError, ProvideCredentials};

use crate::platform::BoxFuture;

/// Credentials of a profile in AWS's shared files: an access key, a role to assume with the credentials
/// of another profile, an SSO session, `aws login`, a web identity, a program to run.
#[derive(Clone, Debug, Default)]
pub struct ProfileCredentials {
    name: Option<String>,
}

impl ProfileCredentials {
    /// Uses the profile of this name instead of the selected one.
    #[must_use]
    pub fn of(name: impl Into<String>) -> Self {
        Self {
            name: Some(name.into()),
        }
    }
}

impl ProvideCredentials for ProfileCredentials {
    fn credentials<'a>(
        &'a self,
        context: CredentialContext<'a>,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async move {
            let profiles = context.profiles();
            let name = match &self.name {
                Some(name) if !profiles.contains(name) => {
                    let reason = format!("there is no profile `{name}`");
                    return Err(CredentialsError::failed(reason));
                }
                Some(name) => name,
                None => match profiles.missing() {
                    Some(reason) => return Err(CredentialsError::failed(reason)),
                    None => profiles.selected(),
                },
            };
            let source = plan::source_of_profile(context, name)?;
            source.credentials(context).await
        })
    }
}
