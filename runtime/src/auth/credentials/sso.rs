//! Credentials of IAM Identity Center: what `aws sso login` signed a person in for.

use super::fetch::{self, CallFailure, ServiceError, service_uri};
use super::moment::moment;
use super::provide::{CredentialContext, Credentials, CredentialsError};
use super::token_file;

use crate::format::Deserialize;
use crate::operation::Service;
use crate::platform::Profiles;
use crate::protocol::percent_encoded;
use crate::value::Timestamp;
use bytes::Bytes;
use http::{Method, Request};
use serde_json::{Value, json};
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

static PORTAL: Service = Service::new("sso", "SSO", "2019-06-10", "portal.sso", "awsssoportal");
static OIDC: Service = Service::new("sso-oidc", "SSO OIDC", "2019-06-10", "oidc", "sso-oauth");
const WHAT: &str = "IAM Identity Center";

/// How long before its expiry a token is replaced.
const EARLY: Duration = Duration::from_secs(15 * 60);
/// The end of the year 9999, after which no time can be written.
const LAST: i64 = 253_402_300_799;

/// A role in an account, and the session of the person who may take it.
#[derive(Debug)]
pub(crate) struct Account<'a> {
    profile: &'a str,
    id: &'a str,
    role: &'a str,
    region: &'a str,
    /// The session's name, or its start URL where a profile names no session: the key of its token.
    session: &'a str,
    /// Whether the token of the session can be renewed; that of a mere start URL cannot.
    is_renewable: bool,
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
            profile,
            id: required("sso_account_id")?,
            role: required("sso_role_name")?,
            region: required("sso_region")?,
            session: own("sso_session").unwrap_or(start_url),
            is_renewable: own("sso_session").is_some(),
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
        let uri = service_uri(context, &PORTAL, self.region, &path)?;
        let mut token = http::HeaderValue::try_from(token)
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
                CredentialsError::failed(error.with_advice(self.advice()))
            }
            other => other.into(),
        })?;
        Ok(parse(&answer.body)?.with_account_id(self.id.to_owned()))
    }

    /// What mends a session that has ended.
    fn advice(&self) -> String {
        format!("sign in with `aws sso login --profile {}`", self.profile)
    }

    fn sign_in(&self, reason: impl fmt::Display) -> CredentialsError {
        CredentialsError::failed(format!("{reason}: {}", self.advice()))
    }

    async fn token(&self, context: CredentialContext<'_>) -> Result<String, CredentialsError> {
        let path = self.token_file(context)?;
        let now = context.clock().now();
        let (cached, _) = self.read(&path)?;
        if cached.expires_at(self)? > now + EARLY {
            return Ok(cached.access_token);
        }
        let _renewing = token_file::RENEWAL.lock().await;
        // Whoever renewed it meanwhile has left it there.
        let (cached, document) = self.read(&path)?;
        let expiry = cached.expires_at(self)?;
        if expiry > now + EARLY {
            return Ok(cached.access_token);
        }
        let is_good = expiry > now;
        let renewal = cached.renewal(now).filter(|_| self.is_renewable);
        let Some(renewal) = renewal else {
            return match is_good {
                true => Ok(cached.access_token),
                false => Err(self.sign_in("the SSO session has ended")),
            };
        };
        match self.renew(context, &renewal).await {
            Ok(renewed) => {
                let token = renewed.access_token.clone();
                if let Err(error) = store(&path, document, renewed, now) {
                    token_file::not_kept(&path, &error);
                }
                Ok(token)
            }
            Err(_) if is_good => Ok(cached.access_token),
            Err(CallFailure::Service(error)) => Err(CredentialsError::failed(self.advise(error))),
            Err(CallFailure::Other(error)) => Err(error),
        }
    }

    /// A refusal is mended by signing in; a service that is busy is not.
    fn advise(&self, error: ServiceError) -> ServiceError {
        match error.status() {
            Some(400..=428) => error.with_advice(self.advice()),
            _ => error,
        }
    }

    fn read(&self, path: &Path) -> Result<(Token, Value), CredentialsError> {
        let text = std::fs::read(path)
            .map_err(|error| self.sign_in(format_args!("{}: {error}", path.display())))?;
        let unreadable = |_| self.sign_in(format_args!("{}: it holds no token", path.display()));
        let document: Value = serde_json::from_slice(&text).map_err(unreadable)?;
        let token = Deserialize::deserialize(&document).map_err(unreadable)?;
        Ok((token, document))
    }

    /// Where the AWS CLI keeps the token of the session.
    fn token_file(&self, context: CredentialContext<'_>) -> Result<PathBuf, CredentialsError> {
        let home = context
            .environment()
            .home()
            .ok_or_else(|| CredentialsError::failed("there is no home folder with SSO tokens"))?;
        let key = sha1_smol::Sha1::from(self.session).digest();
        let folder = Path::new(home).join(".aws/sso/cache");
        Ok(folder.join(format!("{key}.json")))
    }

    async fn renew(
        &self,
        context: CredentialContext<'_>,
        renewal: &Renewal<'_>,
    ) -> Result<Renewed, CallFailure> {
        let body = json!({
            "clientId": renewal.client_id,
            "clientSecret": renewal.client_secret,
            "grantType": "refresh_token",
            "refreshToken": renewal.refresh_token,
        });
        let body = Bytes::from(body.to_string());
        let uri = service_uri(context, &OIDC, self.region, "/token").map_err(CallFailure::Other)?;
        let answer = fetch::call(context, "the SSO session cannot be renewed", |_| {
            Request::builder()
                .method(Method::POST)
                .uri(&uri)
                .header("content-type", "application/json")
                .body(body.clone())
                .map_err(CredentialsError::failed)
        });
        serde_json::from_slice(&answer.await?.body).map_err(|_| {
            CallFailure::Other(CredentialsError::failed(format!("{WHAT} sent no token")))
        })
    }
}

impl fmt::Display for Account<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "the SSO session `{}` of profile `{}`, role {} in account {}",
            self.session, self.profile, self.role, self.id
        )
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
    registration_expires_at: Option<String>,
}

/// What renews a token.
struct Renewal<'a> {
    client_id: &'a str,
    client_secret: &'a str,
    refresh_token: &'a str,
}

impl Token {
    fn expires_at(&self, account: &Account<'_>) -> Result<SystemTime, CredentialsError> {
        moment(&self.expires_at).map_err(|error| account.sign_in(error))
    }

    /// `None` where the token cannot be renewed, or the registration that it needs for that has ended.
    fn renewal(&self, now: SystemTime) -> Option<Renewal<'_>> {
        let registered = match self.registration_expires_at.as_deref() {
            Some(expiry) => moment(expiry).ok()? > now,
            None => true,
        };
        registered.then_some(())?;
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

/// A moment so many seconds from now, in whole seconds, as a file has it.
pub(super) fn seconds_from(now: SystemTime, seconds: u64) -> String {
    let expiry = now
        .checked_add(Duration::from_secs(seconds))
        .and_then(|expiry| Timestamp::try_from(expiry).ok());
    let seconds = expiry.map_or(LAST, Timestamp::seconds);
    Timestamp::from_unix(seconds, 0).map_or_else(String::new, |expiry| expiry.to_string())
}

/// Writes the token back for the AWS CLI and others, as the old one may no longer be good for a
/// renewal.
fn store(path: &Path, mut cached: Value, renewed: Renewed, now: SystemTime) -> std::io::Result<()> {
    if let Some(members) = cached.as_object_mut() {
        members.insert("accessToken".to_owned(), renewed.access_token.into());
        let expiry = seconds_from(now, renewed.expires_in);
        members.insert("expiresAt".to_owned(), expiry.into());
        if let Some(token) = renewed.refresh_token {
            members.insert("refreshToken".to_owned(), token.into());
        }
    }
    token_file::replace(path, cached.to_string().as_bytes())
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
        .map_err(|_| CredentialsError::failed(format!("{WHAT} sent no credentials")))?;
    let role = answer.role_credentials;
    let expiry = SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(role.expiration));
    Ok(Credentials::new(role.access_key_id, role.secret_access_key)
        .with_session_token(role.session_token)
        .with_expiry(expiry))
}
