//! The access key in a profile, and the file that has it.

use super::document::non_empty;
use super::provide::{Credentials, CredentialsError};

use crate::platform::Profiles;
use crate::platform::profile_file::File;

/// The access key that a profile has in one of the files; `None` where it has none there. Keys of one
/// file are never joined with a secret or a token of the other.
pub(super) fn keys(
    profiles: &Profiles,
    file: File,
    profile: &str,
) -> Result<Option<Credentials>, CredentialsError> {
    let get = |name| profiles.in_file(file, profile, name);
    let Some(key) = get("aws_access_key_id") else {
        return Ok(None);
    };
    let secret = get("aws_secret_access_key").unwrap_or_default();
    if key.is_empty() || secret.is_empty() {
        let lacks = match key.is_empty() {
            true => "aws_access_key_id",
            false => "aws_secret_access_key",
        };
        return Err(CredentialsError::failed(format!(
            "profile `{profile}` has half an access key in the {file} file: `{lacks}` is missing"
        )));
    }
    let token = get("aws_security_token").or_else(|| get("aws_session_token"));
    Ok(Some(
        Credentials::new(key, secret)
            .with_session_token(non_empty(token))
            .with_account_id(non_empty(get("aws_account_id"))),
    ))
}
