//! The bearer token of IAM Identity Center.

use super::provide::{CredentialContext, CredentialsError};
use super::sso_session::{EARLY, Session};
use crate::auth::{ProvideToken, Token};
use crate::platform::BoxFuture;
use std::sync::{Arc, Mutex, PoisonError};

/// Where to look for a bearer token where the configuration does not say.
pub(crate) fn default_tokens() -> Option<Arc<dyn ProvideToken>> {
    Some(Arc::new(SsoTokenProvider::default()))
}

/// The token of the selected profile's `sso_session`, after `aws sso login`. It is renewed 15 minutes before
/// it expires, and written back to the AWS CLI's file.
#[derive(Debug, Default)]
pub struct SsoTokenProvider(Mutex<Option<Token>>);

impl SsoTokenProvider {
    async fn get(&self, context: CredentialContext<'_>) -> Result<Token, CredentialsError> {
        let fresh = context.clock().now() + EARLY;
        let known = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(token) = known.filter(|it| it.expires_at().is_some_and(|at| at > fresh)) {
            return Ok(token);
        }
        let token = session(context)?.token(context).await?;
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(token.clone());
        Ok(token)
    }
}

/// The session of the selected profile.
fn session(context: CredentialContext<'_>) -> Result<Session<'_>, CredentialsError> {
    let profiles = context.profiles();
    let profile = profiles.selected();
    let Some(name) = profiles.property(profile, "sso_session") else {
        return Err(CredentialsError::NotConfigured(format!(
            "no bearer token is configured: profile `{profile}` has no `sso_session`"
        )));
    };
    let session = profiles.sso_session(name).ok_or_else(|| {
        CredentialsError::failed(format!(
            "profile `{profile}` has `sso_session = {name}`, and there is no section `[sso-session {name}]`"
        ))
    })?;
    let get = |wanted: &str| {
        let found = session.iter().find(|(known, _)| *known == wanted);
        found.map(|(_, value)| *value).ok_or_else(|| {
            CredentialsError::failed(format!("`[sso-session {name}]` has no `{wanted}`"))
        })
    };
    get("sso_start_url")?;
    Ok(Session {
        profile,
        region: get("sso_region")?,
        name,
        is_renewable: true,
    })
}

impl ProvideToken for SsoTokenProvider {
    fn token<'a>(
        &'a self,
        context: CredentialContext<'a>,
    ) -> BoxFuture<'a, Result<Token, CredentialsError>> {
        Box::pin(self.get(context))
    }
}
