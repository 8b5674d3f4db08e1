//! The JSON with the credentials of containers, instances and processes.

use super::json;
use super::moment::moment;
use super::provide::{Credentials, CredentialsError};

use crate::value::Document;

/// Who wrote a document.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Form {
    /// A container or an instance: the token is `Token`.
    Endpoint,
    /// A program: the token is `SessionToken`, and it says which version of the form it has.
    Process,
}

/// Credentials from such a document. Errors do not show what is in it, as that is secret.
pub(super) fn parse(text: &[u8], form: Form) -> Result<Credentials, CredentialsError> {
    let document = json::parse(text).map_err(|(line, column)| {
        CredentialsError::failed(format!(
            "the credentials are not in the expected JSON (line {line}, column {column})"
        ))
    })?;
    let text = |name: &str| {
        json::text(&document, name).map_err(|_| {
            CredentialsError::failed(format!("`{name}` of the credentials is not a text"))
        })
    };
    if form == Form::Process {
        check_version(document.get("Version"))?;
    } else if let Some(code) = text("Code")?.filter(|code| code != "Success") {
        let message = text("Message")?.unwrap_or_default();
        return Err(CredentialsError::failed(format!("{code}: {message}")));
    }
    let required = |name: &str| {
        text(name)?
            .filter(|text| !text.is_empty())
            .ok_or_else(|| CredentialsError::failed(format!("the credentials lack `{name}`")))
    };
    let token = match form {
        Form::Endpoint => text("Token")?,
        Form::Process => text("SessionToken")?,
    };
    let expiry = text("Expiration")?.as_deref().map(moment).transpose()?;
    Ok(
        Credentials::new(required("AccessKeyId")?, required("SecretAccessKey")?)
            .with_session_token(non_empty(token.as_deref()))
            .with_expiry(expiry)
            .with_account_id(non_empty(text("AccountId")?.as_deref())),
    )
}

fn check_version(version: Option<&Document>) -> Result<(), CredentialsError> {
    let found = match version {
        Some(Document::Integer(1)) => return Ok(()),
        Some(Document::Double(number)) if number.total_cmp(&1.0).is_eq() => return Ok(()),
        Some(Document::Bool(true)) => return Ok(()), // As Python has it: `True == 1`.
        Some(version) => format!("has version {}", json::to_string(version)),
        None => "has no `Version`".to_owned(),
    };
    Err(CredentialsError::failed(format!(
        "its output {found}, where 1 is expected"
    )))
}

pub(super) fn non_empty(text: Option<&str>) -> Option<String> {
    text.filter(|text| !text.is_empty()).map(str::to_owned)
}
