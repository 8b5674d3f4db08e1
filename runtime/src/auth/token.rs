//! Bearer tokens.

use super::{CredentialContext, CredentialsError};
use crate::platform::BoxFuture;
use std::fmt;
use std::time::SystemTime;
use zeroize::Zeroizing;

/// A bearer token, which may expire. `Debug` does not show it, and it is zeroed in memory when it is dropped.
#[derive(Clone)]
pub struct Token {
    text: Zeroizing<String>,
    expires_at: Option<SystemTime>,
}

impl Token {
    /// A token that does not expire.
    #[must_use]
    pub fn new(token: impl Into<String>) -> Self {
        Self {
            text: Zeroizing::new(token.into()),
            expires_at: None,
        }
    }

    /// Sets when it expires.
    #[must_use]
    pub fn with_expiry(mut self, expires_at: impl Into<Option<SystemTime>>) -> Self {
        self.expires_at = expires_at.into();
        self
    }

    /// The token.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.text
    }

    /// When it expires.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Token")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// A source of bearer tokens.
pub trait ProvideToken: fmt::Debug + Send + Sync + 'static {
    /// Returns the token for the next request.
    ///
    /// # Errors
    /// There is no token.
    fn token<'a>(
        &'a self,
        context: CredentialContext<'a>,
    ) -> BoxFuture<'a, Result<Token, CredentialsError>>;
}

impl ProvideToken for Token {
    fn token<'a>(
        &'a self,
        _context: CredentialContext<'a>,
    ) -> BoxFuture<'a, Result<Token, CredentialsError>> {
        Box::pin(async move { Ok(self.clone()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_token() {
        let shown = format!(
            "{:?}",
            Token::new("SECRET").with_expiry(SystemTime::UNIX_EPOCH)
        );
        assert!(
            shown.starts_with("Token {") && !shown.contains("SECRET"),
            "{shown}"
        );
    }
}
