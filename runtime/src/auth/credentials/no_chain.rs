//! A build without sources of credentials.

use super::provide::{ChosenSource, CredentialContext, CredentialsError, ProvideCredentials};
use crate::auth::ProvideToken;
use std::sync::Arc;

/// None: the configuration must name a source.
pub(crate) fn default_credentials() -> Option<Arc<dyn ProvideCredentials>> {
    None
}

/// Nothing.
pub(crate) fn chosen_source(
    _context: CredentialContext<'_>,
) -> Option<Result<ChosenSource, CredentialsError>> {
    None
}

/// None: the configuration must name a source.
pub(crate) fn default_tokens() -> Option<Arc<dyn ProvideToken>> {
    None
}
