//! Whose credentials a configuration has.

use super::builder::Config;
use crate::auth::{self, CallerIdentity, CredentialsError};

/// Asks the Security Token Service who calls with the credentials of a configuration.
///
/// # Errors
/// There are no credentials, or the service cannot be reached or refuses them.
pub async fn caller_identity(config: &Config) -> Result<CallerIdentity, CredentialsError> {
    let source = config.parts().credentials.as_ref().ok_or_else(|| {
        CredentialsError::NotConfigured("no credentials are configured".to_owned())
    })?;
    auth::caller_identity(config.credential_context(), &**source).await
}
