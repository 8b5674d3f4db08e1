//! The JSON in which containers, instances and processes give credentials.

use super::provide::{Credentials, CredentialsError};
use crate::format::Deserialize;
use crate::value::Timestamp;
use std::time::SystemTime;

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Document {
    access_key_id: Option<String>,
    secret_access_key: Option<String>,
    token: Option<String>,
    session_token: Option<String>,
    expiration: Option<String>,
    code: Option<String>,
    message: Option<String>,
}

/// Credentials from such a document. Errors do not show what is in it, as that is secret.
pub(super) fn parse(json: &[u8]) -> Result<Credentials, CredentialsError> {
    let document: Document = serde_json::from_slice(json).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        CredentialsError::failed(format!(
            "the credentials are not in the expected JSON (line {line}, column {column})"
        ))
    })?;
    if let Some(code) = document.code.filter(|code| code != "Success") {
        let message = document.message.unwrap_or_default();
        return Err(CredentialsError::failed(format!("{code}: {message}")));
    }
    let lacks = |member: &str| CredentialsError::failed(format!("the credentials lack `{member}`"));
    let key = document.access_key_id.ok_or_else(|| lacks("AccessKeyId"))?;
    let secret = document
        .secret_access_key
        .ok_or_else(|| lacks("SecretAccessKey"))?;
    let expiry = document.expiration.as_deref().map(expiry).transpose()?;
    Ok(Credentials::new(key, secret)
        .with_session_token(document.token.or(document.session_token))
        .with_expiry(expiry))
}

/// A moment in the form of RFC 3339.
pub(super) fn expiry(text: &str) -> Result<SystemTime, CredentialsError> {
    let moment: Timestamp = text.parse().map_err(CredentialsError::failed)?;
    Ok(moment.into())
}
