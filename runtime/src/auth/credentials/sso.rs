//! Credentials of IAM Identity Center: what `aws sso login` signed a person in for.

use super::document;
use super::fetch::{Patience, fetch, service_uri, successful};
use super::provide::{CredentialContext, Credentials, CredentialsError};
use crate::format::Deserialize;
use crate::operation::Service;
use crate::platform::Profiles;
use crate::platform::profile_file::home;
use crate::protocol::percent_encoded;
use crate::value::Timestamp;
use bytes::Bytes;
use http::{Method, Request};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

static PORTAL: Service = Service::new("sso", "SSO", "2019-06-10", "portal.sso", "awsssoportal");
static OIDC: Service = Service::new("sso-oidc", "SSO OIDC", "2019-06-10", "oidc", "sso-oauth");

/// How long before its expiry a token is replaced.
const EARLY: Duration = Duration::from_secs(60);

/// A role in an account, and the session of the person who may take it.
pub(super) struct Account<'a> {
    id: &'a str,
    role: &'a str,
    region: &'a str,
    /// The session's name, or its start URL where a profile names no session: the key of its token.
    session: &'a str,
}

impl<'a> Account<'a> {
    /// What a profile says; `None` where it does not use SSO.
    pub(super) fn of(
        profiles: &'a Profiles,
        profile: &'a str,
    ) -> Result<Option<Self>, CredentialsError> {
        let get = |name| profiles.property(profile, name);
        let (Some(id), Some(role)) = (get("sso_account_id"), get("sso_role_name")) else {
            return Ok(None);
        };
        let lacks = |what: &str| {
            CredentialsError::failed(format!("profile `{profile}` uses SSO and has no `{what}`"))
        };
        let (session, region) = match get("sso_session") {
            Some(session) => (session, profiles.sso_session(session, "sso_region")),
            None => (
                get("sso_start_url").ok_or_else(|| lacks("sso_start_url"))?,
                get("sso_region"),
            ),
        };
        Ok(Some(Self {
            id,
            role,
            region: region.ok_or_else(|| lacks("sso_region"))?,
            session,
        }))
    }

    pub(super) async fn credentials(
        &self,
        context: CredentialContext<'_>,
    ) -> Result<Credentials, CredentialsError> {
        let token = self.token(context).await?;
        let path = format!(
            "/federation/credentials?role_name={}&account_id={}",
            percent_encoded(self.role),
            percent_encoded(self.id)
        );
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = service_uri(context, &PORTAL, self.region, &path)?;
        let mut token = http::HeaderValue::try_from(token)
            .map_err(|_| CredentialsError::failed("the SSO token is not the value of a header"))?;
        token.set_sensitive(true);
        request
            .headers_mut()
            .insert("x-amz-sso_bearer_token", token);
        let answer = fetch(context, request, Patience::REMOTE).await;
        parse(&successful("IAM Identity Center", answer)?)
    }

    async fn token(&self, context: CredentialContext<'_>) -> Result<String, CredentialsError> {
        let path = self.token_file(context)?;
        let sign_in = |reason: String| {
            CredentialsError::failed(format!("{reason}: sign in with `aws sso login`"))
        };
        let text = std::fs::read(&path)
            .map_err(|error| sign_in(format!("{}: {error}", path.display())))?;
        let unreadable = |_| sign_in(format!("{}: it holds no token", path.display()));
        let cached: Value = serde_json::from_slice(&text).map_err(unreadable)?;
        let token: Token = Deserialize::deserialize(&cached).map_err(unreadable)?;
        let now = context.clock().now();
        if document::expiry(&token.expires_at)? > now + EARLY {
            return Ok(token.access_token);
        }
        let renewal = token
            .renewal()
            .ok_or_else(|| sign_in("the SSO session has ended".to_owned()))?;
        let renewed = self.renew(context, &renewal).await?;
        let token = renewed.access_token.clone();
        store(&path, cached, renewed, now)?;
        Ok(token)
    }

    /// Where the AWS CLI keeps the token of the session.
    fn token_file(&self, context: CredentialContext<'_>) -> Result<PathBuf, CredentialsError> {
        let home = home(context.environment())
            .ok_or_else(|| CredentialsError::failed("there is no home folder with SSO tokens"))?;
        let key = sha1_smol::Sha1::from(self.session).digest();
        Ok(home.join(".aws/sso/cache").join(format!("{key}.json")))
    }

    async fn renew(
        &self,
        context: CredentialContext<'_>,
        renewal: &Renewal<'_>,
    ) -> Result<Renewed, CredentialsError> {
        let body = json!({
            "clientId": renewal.client_id,
            "clientSecret": renewal.client_secret,
            "grantType": "refresh_token",
            "refreshToken": renewal.refresh_token,
        });
        let request = Request::builder()
            .method(Method::POST)
            .uri(service_uri(context, &OIDC, self.region, "/token")?)
            .header("content-type", "application/json")
            .body(Bytes::from(body.to_string()))
            .map_err(CredentialsError::failed)?;
        let answer = fetch(context, request, Patience::REMOTE).await;
        let body = successful("the SSO session cannot be renewed", answer)?;
        serde_json::from_slice(&body)
            .map_err(|_| CredentialsError::failed("IAM Identity Center sent no token"))
    }
}

/// A token as the AWS CLI keeps it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Token {
    access_token: String,
    expires_at: String,
    client_id: Option<String>,
    client_secret: Option<String>,
    refresh_token: Option<String>,
}

/// What renews a token.
struct Renewal<'a> {
    client_id: &'a str,
    client_secret: &'a str,
    refresh_token: &'a str,
}

impl Token {
    fn renewal(&self) -> Option<Renewal<'_>> {
        Some(Renewal {
            client_id: self.client_id.as_deref()?,
            client_secret: self.client_secret.as_deref()?,
            refresh_token: self.refresh_token.as_deref()?,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Renewed {
    access_token: String,
    expires_in: u64,
    refresh_token: Option<String>,
}

/// Writes the token back for the AWS CLI and others, as the old one may no longer be good for a
/// renewal. Nobody ever sees half a file.
fn store(
    path: &Path,
    mut cached: Value,
    renewed: Renewed,
    now: SystemTime,
) -> Result<(), CredentialsError> {
    let expiry = now + Duration::from_secs(renewed.expires_in);
    let expiry = Timestamp::try_from(expiry).map_err(CredentialsError::failed)?;
    let expiry = Timestamp::from_unix(expiry.seconds(), 0).unwrap_or(expiry);
    if let Some(members) = cached.as_object_mut() {
        members.insert("accessToken".to_owned(), renewed.access_token.into());
        members.insert("expiresAt".to_owned(), expiry.to_string().into());
        if let Some(token) = renewed.refresh_token {
            members.insert("refreshToken".to_owned(), token.into());
        }
    }
    write_private(path, cached.to_string().as_bytes())
        .map_err(|error| CredentialsError::failed(format!("{}: {error}", path.display())))
}

fn write_private(path: &Path, content: &[u8]) -> std::io::Result<()> {
    use std::io::Write;

    let temporary = path.with_extension(format!("{}.tmp", std::process::id()));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&temporary)?.write_all(content)?;
    std::fs::rename(temporary, path)
}

/// Credentials as IAM Identity Center writes them.
fn parse(json: &[u8]) -> Result<Credentials, CredentialsError> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Answer {
        role_credentials: RoleCredentials,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct RoleCredentials {
        access_key_id: String,
        secret_access_key: String,
        session_token: String,
        /// Milliseconds since 1970.
        expiration: u64,
    }

    let answer: Answer = serde_json::from_slice(json)
        .map_err(|_| CredentialsError::failed("IAM Identity Center sent no credentials"))?;
    let role = answer.role_credentials;
    let expiry = SystemTime::UNIX_EPOCH + Duration::from_millis(role.expiration);
    Ok(Credentials::new(role.access_key_id, role.secret_access_key)
        .with_session_token(role.session_token)
        .with_expiry(expiry))
}
