//! Credentials of a role that the application names.

use super::cache::CachedCredentials;
use super::chain::DefaultCredentials;
use super::provide::{CredentialContext, Credentials, CredentialsError, ProvideCredentials};
use super::sts::{self, Role};
use crate::platform::BoxFuture;
use std::time::Duration;

/// The credentials of a role, as those of the AWS SDK for Rust's `AssumeRoleProvider`. They are cached until
/// shortly before they expire.
///
/// The role is assumed with the [default credentials](DefaultCredentials), or with those of another
/// [`source`](Self::source). A profile with `role_arn` needs no code: see
/// [`ProfileCredentials`](super::ProfileCredentials).
///
/// ```no_run
/// use shapewright_runtime::auth::AssumeRoleCredentials;
/// use shapewright_runtime::config::Config;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let role = AssumeRoleCredentials::new("arn:aws:iam::123456789012:role/reader").session_name("report");
/// let config = Config::load()?.credentials_provider(role).build();
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct AssumeRoleCredentials {
    cache: CachedCredentials<AssumedRole>,
}

#[derive(Debug)]
struct AssumedRole {
    arn: String,
    session_name: Option<String>,
    external_id: Option<String>,
    duration_seconds: Option<String>,
    source: Box<dyn ProvideCredentials>,
}

impl AssumeRoleCredentials {
    /// The credentials of the role with this ARN.
    #[must_use]
    pub fn new(role_arn: impl Into<String>) -> Self {
        Self {
            cache: CachedCredentials::new(AssumedRole {
                arn: role_arn.into(),
                session_name: None,
                external_id: None,
                duration_seconds: None,
                source: Box::new(DefaultCredentials::default()),
            }),
        }
    }

    /// Sets the name of the session, which AWS's logs show; `shapewright` by default.
    #[must_use]
    pub fn session_name(mut self, name: impl Into<String>) -> Self {
        self.cache.source_mut().session_name = Some(name.into());
        self
    }

    /// Sets the external id that the role's trust policy requires.
    #[must_use]
    pub fn external_id(mut self, id: impl Into<String>) -> Self {
        self.cache.source_mut().external_id = Some(id.into());
        self
    }

    /// Sets how long the credentials are valid, in whole seconds; an hour by default.
    #[must_use]
    pub fn session_length(mut self, length: Duration) -> Self {
        self.cache.source_mut().duration_seconds = Some(length.as_secs().to_string());
        self
    }

    /// Sets whose credentials assume the role, in place of the default ones.
    #[must_use]
    pub fn source(mut self, source: impl ProvideCredentials) -> Self {
        self.cache.source_mut().source = Box::new(source);
        self
    }
}

impl ProvideCredentials for AssumeRoleCredentials {
    fn credentials<'a>(
        &'a self,
        context: CredentialContext<'a>,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        self.cache.credentials(context)
    }
}

impl ProvideCredentials for AssumedRole {
    fn credentials<'a>(
        &'a self,
        context: CredentialContext<'a>,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async move {
            let base = self.source.credentials(context).await?;
            let role = Role {
                arn: &self.arn,
                session_name: self.session_name.as_deref(),
                external_id: self.external_id.as_deref(),
                duration_seconds: self.duration_seconds.as_deref(),
            };
            sts::assume_role(context, &base, &role).await
        })
    }
}
