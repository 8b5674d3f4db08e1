//! The JSON in which containers, instances and processes give credentials.

use super::moment::moment;
use super::provide::{Credentials, CredentialsError};

use serde_json::Value;

/// Who wrote a document.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Form {
    /// A container or an instance: the token is `Token`.
    Endpoint,
    /// A program: the token is `SessionToken`, and it says which version of the form it has.
    Process,
}

/// Credentials from such a document. Errors do not show what is in it, as that is secret.
pub(super) fn parse(json: &[u8], form: Form) -> Result<Credentials, CredentialsError> {
    let document: Value = serde_json::from_slice(json).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        CredentialsError::failed(format!(
            "the credentials are not in the expected JSON (line {line}, column {column})"
        ))
    })?;
    let text = |name: &str| match document.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.as_str())),
        Some(_) => Err(CredentialsError::failed(format!(
            "`{name}` of the credentials is not a text"
        ))),
    };
    if form == Form::Process {
        check_version(document.get("Version"))?;
    } else if let Some(code) = text("Code")?.filter(|code| *code != "Success") {
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
    let expiry = text("Expiration")?.map(moment).transpose()?;
    Ok(
        Credentials::new(required("AccessKeyId")?, required("SecretAccessKey")?)
            .with_session_token(non_empty(token))
            .with_expiry(expiry)
            .with_account_id(non_empty(text("AccountId")?)),
    )
}

fn check_version(version: Option<&Value>) -> Result<(), CredentialsError> {
    let found = match version {
        Some(Value::Number(number)) if number.as_f64() == Some(1.0) => return Ok(()),
        Some(Value::Bool(true)) => return Ok(()), // As Python has it: `True == 1`.
        Some(version) => format!("has version {version}"),
        None => "has no `Version`".to_owned(),
    };
    Err(CredentialsError::failed(format!(
        "its output {found}, where 1 is expected"
    )))
}

pub(super) fn non_empty(text: Option<&str>) -> Option<String> {
    text.filter(|text| !text.is_empty()).map(str::to_owned)
}
