//! Credentials of IAM Identity Center: what `aws sso login` signed a person in for.

use super::fetch::{self, CallFailure, service_uri};
use super::json::{self, Unexpected};
use super::provide::{CredentialContext, Credentials, CredentialsError};
use super::sso_session::{Session, WHAT};

use crate::operation::Service;
use crate::platform::Profiles;
use crate::protocol::percent_encoded;
use crate::value::Document;
use bytes::Bytes;
use http::Request;
use std::fmt;
use std::time::{Duration, SystemTime};

static PORTAL: Service = Service::new("sso", "SSO", "2019-06-10", "portal.sso", "awsssoportal");

/// A role in an account, and the session of the person who may take it.
#[derive(Debug)]
pub(crate) struct Account<'a> {
    id: &'a str,
    role: &'a str,
    session: Session<'a>,
}

impl<'a> Account<'a> {
    /// What a profile says; `None` where it does not use SSO.
    pub(super) fn of(
        profiles: &'a Profiles,
        profile: &'a str,
    ) -> Result<Option<Self>, CredentialsError> {
        let own = |name: &str| profiles.property(profile, name);
        let failed = |what: String| Err(CredentialsError::failed(what));
        if own("sso_account_id").is_none() && own("sso_role_name").is_none() {
            return Ok(None);
        }
        let session = match own("sso_session") {
            Some(name) => match profiles.sso_session(name) {
                Some(session) => session,
                None => {
                    return failed(format!(
                        "profile `{profile}` has `sso_session = {name}`, and there is no section \
                         `[sso-session {name}]`"
                    ));
                }
            },
            None => Vec::new(),
        };
        for (name, theirs) in &session {
            if own(name).is_some_and(|ours| ours != *theirs) {
                return failed(format!(
                    "`{name}` of profile `{profile}` is not that of its SSO session"
                ));
            }
        }
        let get = |name: &str| {
            let shared = session.iter().find(|(known, _)| *known == name);
            shared.map(|(_, value)| *value).or_else(|| own(name))
        };
        let required = |name: &str| {
            get(name).ok_or_else(|| {
                CredentialsError::failed(format!(
                    "profile `{profile}` uses SSO and has no `{name}`"
                ))
            })
        };
        let start_url = required("sso_start_url")?;
        Ok(Some(Self {
            id: required("sso_account_id")?,
            role: required("sso_role_name")?,
            session: Session {
                profile,
                region: required("sso_region")?,
                name: own("sso_session").unwrap_or(start_url),
                is_renewable: own("sso_session").is_some(),
            },
        }))
    }

    pub(super) async fn credentials(
        &self,
        context: CredentialContext<'_>,
    ) -> Result<Credentials, CredentialsError> {
        let token = self.session.token(context).await?;
        let path = format!(
            "/federation/credentials?role_name={}&account_id={}",
            percent_encoded(self.role),
            percent_encoded(self.id)
        );
        let uri = service_uri(context, &PORTAL, self.session.region, &path)?;
        let mut token = http::HeaderValue::try_from(token.token())
            .map_err(|_| CredentialsError::failed("the SSO token is not the value of a header"))?;
        token.set_sensitive(true);
        let answer = fetch::call(context, WHAT, |_| {
            let mut request = Request::new(Bytes::new());
            *request.uri_mut() = uri.clone();
            let headers = request.headers_mut();
            headers.insert("x-amz-sso_bearer_token", token.clone());
            Ok(request)
        });
        let answer = answer.await.map_err(|failure| match failure {
            CallFailure::Service(error) if error.is_unauthorized() => {
                CredentialsError::failed(error.with_advice(self.session.advice()))
            }
            other => other.into(),
        })?;
        Ok(parse(&answer.body)?.with_account_id(self.id.to_owned()))
    }
}

impl fmt::Display for Account<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "the SSO session `{}` of profile `{}`, role {} in account {}",
            self.session.name, self.session.profile, self.role, self.id
        )
    }
}

/// Credentials as IAM Identity Center writes them.
fn parse(text: &[u8]) -> Result<Credentials, CredentialsError> {
    let document = json::parse(text).ok();
    let role = document.as_ref().and_then(|d| d.get("roleCredentials"));
    role.and_then(|role| of_role(role).ok())
        .ok_or_else(|| CredentialsError::failed(format!("{WHAT} sent no credentials")))
}

fn of_role(role: &Document) -> Result<Credentials, Unexpected> {
    let milliseconds = json::number(role, "expiration")?; // since 1970
    let expiry = SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(milliseconds));
    let key = json::required(role, "accessKeyId")?;
    Ok(
        Credentials::new(key, json::required(role, "secretAccessKey")?)
            .with_session_token(json::required(role, "sessionToken")?)
            .with_expiry(expiry),
    )
}
