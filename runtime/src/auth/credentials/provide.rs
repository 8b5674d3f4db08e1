//! Credentials, and their providers.

use crate::endpoint::EndpointSettings;
use crate::platform::{BoxFuture, Clock, Environment, Mode, Profiles, Random};
use crate::retry::RetryConfig;
use crate::transport::Transport;
use crate::value::escape::Escaped;
use std::fmt;
use std::time::{Duration, SystemTime};
use zeroize::Zeroizing;

/// What an error says where a configuration has none: most who see it have left out a feature.
pub(crate) const NO_CREDENTIALS: &str = "none are configured: use `Config::load()` with the feature `aws`, or set `credentials_provider`";

/// An access key, temporary or not. `Debug` shows neither secret nor token, and both are zeroed in memory
/// when they are dropped.
#[derive(Clone)]
pub struct Credentials {
    account_id: Option<String>,
    /// Whether AWS accepts them after their expiry while there are no newer ones.
    outlasts_expiry: bool,
    access_key_id: String,
    secret_access_key: Zeroizing<String>,
    session_token: Option<Zeroizing<String>>,
    expires_at: Option<SystemTime>,
}

impl Credentials {
    /// An access key that does not expire.
    #[must_use]
    pub fn new(access_key_id: impl Into<String>, secret_access_key: impl Into<String>) -> Self {
        Self {
            access_key_id: access_key_id.into(),
            secret_access_key: Zeroizing::new(secret_access_key.into()),
            session_token: None,
            expires_at: None,
            account_id: None,
            outlasts_expiry: false,
        }
    }

    /// Sets the session token, which temporary access keys have.
    #[must_use]
    pub fn with_session_token(mut self, token: impl Into<Option<String>>) -> Self {
        self.session_token = token.into().map(Zeroizing::new);
        self
    }

    /// Sets when they expire.
    #[must_use]
    pub fn with_expiry(mut self, expires_at: impl Into<Option<SystemTime>>) -> Self {
        self.expires_at = expires_at.into();
        self
    }

    /// Sets the account that they belong to.
    #[must_use]
    pub fn with_account_id(mut self, account_id: impl Into<Option<String>>) -> Self {
        self.account_id = account_id.into();
        self
    }

    /// The account that they belong to, if the source reports it.
    #[must_use]
    pub fn account_id(&self) -> Option<&str> {
        self.account_id.as_deref()
    }

    pub(super) fn outlasting_their_expiry(mut self) -> Self {
        self.outlasts_expiry = true;
        self
    }

    pub(super) fn outlasts_its_expiry(&self) -> bool {
        self.outlasts_expiry
    }

    /// The access key id, which is not secret.
    #[must_use]
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// The secret access key.
    #[must_use]
    pub fn secret_access_key(&self) -> &str {
        &self.secret_access_key
    }

    /// The session token of a temporary access key.
    #[must_use]
    pub fn session_token(&self) -> Option<&str> {
        self.session_token.as_ref().map(|token| token.as_str())
    }

    /// When they expire.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }
}

/// The account is that of the key, whether it is known or not, and so no part of the comparison.
impl PartialEq for Credentials {
    fn eq(&self, other: &Self) -> bool {
        self.access_key_id == other.access_key_id
            && self.secret_access_key == other.secret_access_key
            && self.session_token == other.session_token
            && self.expires_at == other.expires_at
    }
}

impl Eq for Credentials {}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Credentials")
            .field("access_key_id", &self.access_key_id)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// Why there are no credentials.
#[derive(Debug)]
#[non_exhaustive]
pub enum CredentialsError {
    /// The source is not configured, so a chain tries the next one.
    NotConfigured(String),
    /// The source is configured and does not work, so a chain stops.
    Failed(Box<dyn std::error::Error + Send + Sync>),
}

impl CredentialsError {
    /// A failure with its cause.
    pub fn failed(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Failed(cause.into())
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotConfigured(what) => formatter.write_str(what),
            Self::Failed(cause) => Escaped(cause).fmt(formatter),
        }
    }
}

impl std::error::Error for CredentialsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotConfigured(_) => None,
            Self::Failed(cause) => cause.source(),
        }
    }
}

/// A source of credentials.
pub trait ProvideCredentials: fmt::Debug + Send + Sync + 'static {
    /// Returns the credentials to sign the next request with. A source that fetches them over HTTP uses the
    /// context's transport and clock.
    ///
    /// # Errors
    /// There are no credentials.
    fn credentials<'a>(
        &'a self,
        context: CredentialContext<'a>,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>>;
}

impl ProvideCredentials for Credentials {
    fn credentials<'a>(
        &'a self,
        _context: CredentialContext<'a>,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async move { Ok(self.clone()) })
    }
}

/// What a source of credentials may use: the parts of the client's configuration.
#[derive(Clone, Copy, Debug)]
pub struct CredentialContext<'a> {
    pub(crate) settings: &'a EndpointSettings,
    pub(crate) transport: Option<&'a dyn Transport>,
    pub(crate) clock: &'a dyn Clock,
    pub(crate) random: &'a dyn Random,
    pub(crate) retry: RetryConfig,
    pub(crate) mode: Mode,
    /// When the call ends that needs the credentials, by the clock's monotonic time.
    pub(crate) deadline: Option<Duration>,
}

impl<'a> CredentialContext<'a> {
    /// The region of the client.
    #[must_use]
    pub fn region(&self) -> Option<&'a str> {
        self.settings.region.as_deref()
    }

    /// The environment variables.
    #[must_use]
    pub fn environment(&self) -> &'a Environment {
        &self.settings.environment
    }

    /// AWS's shared files.
    #[must_use]
    pub fn profiles(&self) -> &'a Profiles {
        &self.settings.profiles
    }

    /// The HTTP transport; `None` if the configuration has none.
    #[must_use]
    pub fn transport(&self) -> Option<&'a dyn Transport> {
        self.transport
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &'a dyn Clock {
        self.clock
    }

    /// The source of randomness.
    #[must_use]
    pub fn random(&self) -> &'a dyn Random {
        self.random
    }

    /// How failed attempts are retried.
    #[must_use]
    pub fn retry(&self) -> RetryConfig {
        self.retry
    }

    /// The time left for the call that needs the credentials; `None` is no limit.
    #[must_use]
    pub fn time_left(&self) -> Option<Duration> {
        let deadline = self.deadline?;
        Some(deadline.saturating_sub(self.clock.monotonic()))
    }

    /// Whether the call that needs the credentials runs on an async runtime, or blocks its thread.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.mode
    }
}

/// The source of credentials that is set up, where nobody has asked it yet.
#[derive(Debug)]
pub(crate) struct ChosenSource {
    /// The access key id, where it is known before anybody is asked.
    pub(crate) key: Option<String>,
    /// What it is called.
    pub(crate) source: String,
    /// Why those before it were passed over.
    pub(crate) passed_over: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_secret() {
        let credentials = Credentials::new("AKID", "SECRET").with_session_token("TOKEN".to_owned());
        let shown = format!("{credentials:?}");
        assert!(shown.contains("AKID"));
        assert!(
            !shown.contains("SECRET") && !shown.contains("TOKEN"),
            "{shown}"
        );
    }
}
