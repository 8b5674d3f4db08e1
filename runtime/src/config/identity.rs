//! The caller's identity.

use super::builder::Config;
use crate::auth::{self, CallerIdentity, CredentialsError};

/// Asks the Security Token Service for the identity of a configuration's credentials (`GetCallerIdentity`).
///
/// # Errors
/// There are no credentials, or the service cannot be reached or rejects them.
pub async fn caller_identity(config: &Config) -> Result<CallerIdentity, CredentialsError> {
    let source = config.parts().credentials.as_ref().ok_or_else(|| {
        CredentialsError::NotConfigured("no credentials are configured".to_owned())
    })?;
    auth::caller_identity(config.credential_context(), &**source).await
}
