//! The session of a person who signed in by `aws sso login`: its token, which the AWS CLI keeps in a file.

use super::fetch::{self, CallFailure, ServiceError, service_uri};
use super::json::{self, Unexpected};
use super::moment::moment;
use super::provide::{CredentialContext, CredentialsError};
use super::token_file;

use crate::auth::Token;
use crate::operation::Service;
use crate::value::{Document, Timestamp};
use bytes::Bytes;
use http::{Method, Request};
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

static OIDC: Service = Service::new("sso-oidc", "SSO OIDC", "2019-06-10", "oidc", "sso-oauth");
pub(super) const WHAT: &str = "IAM Identity Center";

/// How long before its expiry a token is replaced.
pub(super) const EARLY: Duration = Duration::from_secs(15 * 60);
/// The end of the year 9999, after which no time can be written.
const LAST: i64 = 253_402_300_799;

/// The session of a person who signed in.
#[derive(Debug)]
pub(super) struct Session<'a> {
    pub(super) profile: &'a str,
    pub(super) region: &'a str,
    /// The session's name, or its start URL where a profile names no session: the key of its token.
    pub(super) name: &'a str,
    /// Whether the token of the session can be renewed; that of a mere start URL cannot.
    pub(super) is_renewable: bool,
}

impl Session<'_> {
    /// What mends a session that has ended.
    pub(super) fn advice(&self) -> String {
        format!("sign in with `aws sso login --profile {}`", self.profile)
    }

    fn sign_in(&self, reason: impl fmt::Display) -> CredentialsError {
        CredentialsError::failed(format!("{reason}: {}", self.advice()))
    }

    /// The token, renewed where it is about to expire.
    pub(super) async fn token(
        &self,
        context: CredentialContext<'_>,
    ) -> Result<Token, CredentialsError> {
        let path = self.token_file(context)?;
        let now = context.clock().now();
        let (cached, _) = self.read(&path)?;
        let expiry = cached.expires_at(self)?;
        if expiry > now + EARLY {
            return Ok(cached.until(expiry));
        }
        let _renewing = token_file::RENEWAL.lock().await;
        // Whoever renewed it meanwhile has left it there.
        let (cached, document) = self.read(&path)?;
        let expiry = cached.expires_at(self)?;
        if expiry > now + EARLY {
            return Ok(cached.until(expiry));
        }
        let is_good = expiry > now;
        let renewal = cached.renewal(now).filter(|_| self.is_renewable);
        let Some(renewal) = renewal else {
            return match is_good {
                true => Ok(cached.until(expiry)),
                false => Err(self.sign_in("the SSO session has ended")),
            };
        };
        match self.renew(context, &renewal).await {
            Ok(renewed) => {
                let expiry = now.checked_add(Duration::from_secs(renewed.expires_in));
                let token = Token::new(renewed.access_token.clone()).with_expiry(expiry);
                if let Err(error) = store(&path, document, renewed, now) {
                    token_file::not_kept(&path, &error);
                }
                Ok(token)
            }
            Err(_) if is_good => Ok(cached.until(expiry)),
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

    fn read(&self, path: &Path) -> Result<(Cached, Document), CredentialsError> {
        let text = std::fs::read(path)
            .map_err(|error| self.sign_in(format_args!("{}: {error}", path.display())))?;
        let unreadable = || self.sign_in(format_args!("{}: it holds no token", path.display()));
        let document = json::parse(&text).map_err(|_| unreadable())?;
        let token = Cached::of(&document).map_err(|Unexpected| unreadable())?;
        Ok((token, document))
    }

    /// Where the AWS CLI keeps the token of the session.
    fn token_file(&self, context: CredentialContext<'_>) -> Result<PathBuf, CredentialsError> {
        let home = context
            .environment()
            .home()
            .ok_or_else(|| CredentialsError::failed("there is no home folder with SSO tokens"))?;
        let key = sha1_smol::Sha1::from(self.name).digest();
        let folder = Path::new(home).join(".aws/sso/cache");
        Ok(folder.join(format!("{key}.json")))
    }

    async fn renew(
        &self,
        context: CredentialContext<'_>,
        renewal: &Renewal<'_>,
    ) -> Result<Renewed, CallFailure> {
        let body = json::object([
            ("clientId", renewal.client_id.into()),
            ("clientSecret", renewal.client_secret.into()),
            ("grantType", "refresh_token".into()),
            ("refreshToken", renewal.refresh_token.into()),
        ]);
        let body = Bytes::from(json::to_string(&body));
        let uri = service_uri(context, &OIDC, self.region, "/token").map_err(CallFailure::Other)?;
        let answer = fetch::call(context, "the SSO session cannot be renewed", |_| {
            Request::builder()
                .method(Method::POST)
                .uri(&uri)
                .header("content-type", "application/json")
                .body(body.clone())
                .map_err(CredentialsError::failed)
        });
        let body = answer.await?.body;
        let renewed = json::parse(&body)
            .ok()
            .and_then(|document| Renewed::of(&document).ok());
        renewed.ok_or_else(|| {
            CallFailure::Other(CredentialsError::failed(format!("{WHAT} sent no token")))
        })
    }
}

/// A token as the AWS CLI keeps it.
struct Cached {
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

impl Cached {
    fn of(document: &Document) -> Result<Self, Unexpected> {
        Ok(Self {
            access_token: json::required(document, "accessToken")?,
            expires_at: json::required(document, "expiresAt")?,
            client_id: json::text(document, "clientId")?,
            client_secret: json::text(document, "clientSecret")?,
            refresh_token: json::text(document, "refreshToken")?,
            registration_expires_at: json::text(document, "registrationExpiresAt")?,
        })
    }

    fn until(self, expiry: SystemTime) -> Token {
        Token::new(self.access_token).with_expiry(expiry)
    }

    fn expires_at(&self, session: &Session<'_>) -> Result<SystemTime, CredentialsError> {
        moment(&self.expires_at).map_err(|error| session.sign_in(error))
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

struct Renewed {
    access_token: String,
    expires_in: u64,
    refresh_token: Option<String>,
}

impl Renewed {
    fn of(document: &Document) -> Result<Self, Unexpected> {
        Ok(Self {
            access_token: json::required(document, "accessToken")?,
            expires_in: json::number(document, "expiresIn")?,
            refresh_token: json::text(document, "refreshToken")?,
        })
    }
}

/// A moment so many seconds from now, in whole seconds, as a file has it.
pub(super) fn seconds_from(now: SystemTime, seconds: u64) -> String {
    let expiry = now
        .checked_add(Duration::from_secs(seconds))
        .map(Timestamp::from);
    let seconds = expiry.map_or(LAST, Timestamp::seconds);
    Timestamp::from_unix(seconds, 0).map_or_else(String::new, |expiry| expiry.to_string())
}

/// Writes the token back for the AWS CLI and others, as the old one may no longer be good for a
/// renewal.
fn store(
    path: &Path,
    mut cached: Document,
    renewed: Renewed,
    now: SystemTime,
) -> std::io::Result<()> {
    let expiry = seconds_from(now, renewed.expires_in);
    json::set(
        &mut cached,
        [("accessToken", renewed.access_token), ("expiresAt", expiry)],
    );
    if let Some(token) = renewed.refresh_token {
        json::set(&mut cached, [("refreshToken", token)]);
    }
    token_file::replace(path, json::to_string(&cached).as_bytes())
}
