//! Credentials of `aws login`: a person's session in the console, as the AWS CLI keeps it.

use super::fetch::{self, CallFailure, ServiceError, service_uri};
use super::json::{self, Unexpected};
use super::moment::moment;
use super::proof::proof;
use super::provide::{CredentialContext, Credentials, CredentialsError};
use super::sso_session::seconds_from;
use super::token_file;

use crate::auth::sha256;
use crate::operation::{HostRule, Service};
use crate::platform::{Profiles, shell};
use crate::value::{Document, hex};
use bytes::Bytes;
use http::{Method, Request};
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Hosts by partition: <https://docs.aws.amazon.com/signin/latest/userguide/command-line-sign-in.html>.
static SIGN_IN: Service = Service::new("signin", "Signin", "2023-01-01", "signin", "signin")
    .with_hosts(&[
        in_partition("aws", Some("{region}.signin.aws.amazon.com")),
        in_partition("aws-cn", Some("{region}.signin.amazonaws.cn")),
        in_partition("aws-us-gov", Some("{region}.signin.amazonaws-us-gov.com")),
    ]);
const WHAT: &str = "the session of `aws login` cannot be renewed";

const fn in_partition(partition: &'static str, host: Option<&'static str>) -> HostRule {
    HostRule {
        partition: Some(partition),
        region: None,
        fips: None,
        dual_stack: None,
        host,
        signing_region: None,
    }
}

/// How long before their expiry credentials are replaced.
const EARLY: Duration = Duration::from_secs(5 * 60);

/// A session, as a profile names it.
#[derive(Debug)]
pub(crate) struct Session<'a> {
    profile: &'a str,
    name: &'a str,
}

impl<'a> Session<'a> {
    /// What a profile says; `None` where it names no session.
    pub(super) fn of(profiles: &'a Profiles, profile: &'a str) -> Option<Self> {
        let name = profiles.property(profile, "login_session")?;
        Some(Self { profile, name })
    }

    pub(super) async fn credentials(
        &self,
        context: CredentialContext<'_>,
    ) -> Result<Credentials, CredentialsError> {
        let path = self.file(context)?;
        let now = context.clock().now();
        let (kept, _) = self.read(&path)?;
        if kept.expiry(self)? > now + EARLY {
            return kept.credentials(self);
        }
        let _renewing = token_file::RENEWAL.lock().await;
        let (kept, document) = self.read(&path)?;
        let expiry = kept.expiry(self)?;
        if expiry > now + EARLY {
            return kept.credentials(self);
        }
        match self.renew(context, &kept).await {
            Ok(renewed) => {
                let credentials = renewed.credentials(&kept, now)?;
                if let Err(error) = store(&path, document, &renewed, now) {
                    token_file::not_kept(&path, &error);
                }
                Ok(credentials)
            }
            Err(_) if expiry > now => kept.credentials(self),
            Err(CallFailure::Service(error)) => Err(CredentialsError::failed(self.advise(error))),
            Err(CallFailure::Other(error)) => Err(error),
        }
    }

    fn advise(&self, error: ServiceError) -> ServiceError {
        match (error.status(), error.code()) {
            (_, Some("INSUFFICIENT_PERMISSIONS")) => {
                error.with_advice("the permission `signin:CreateOAuth2Token` may be missing")
            }
            (Some(400..=428), _) => error.with_advice(self.advice()),
            _ => error,
        }
    }

    fn advice(&self) -> String {
        format!("sign in with `aws login --profile {}`", self.profile)
    }

    fn sign_in(&self, reason: impl fmt::Display) -> CredentialsError {
        CredentialsError::failed(format!("{reason}: {}", self.advice()))
    }

    /// Where the AWS CLI keeps the session.
    fn file(&self, context: CredentialContext<'_>) -> Result<PathBuf, CredentialsError> {
        let environment = context.environment();
        let folder = match environment.raw("AWS_LOGIN_CACHE_DIRECTORY") {
            Some(folder) => PathBuf::from(shell::expand(folder, environment)),
            None => Path::new(environment.home().ok_or_else(|| {
                CredentialsError::failed("there is no home folder with sessions of `aws login`")
            })?)
            .join(".aws/login/cache"),
        };
        let key = hex(&sha256::hash(self.name.as_bytes()));
        Ok(folder.join(format!("{key}.json")))
    }

    fn read(&self, path: &Path) -> Result<(Kept, Document), CredentialsError> {
        let text = std::fs::read(path)
            .map_err(|_| self.sign_in(format_args!("there is no login session `{}`", self.name)))?;
        let unreadable = || self.sign_in(format_args!("{}: it holds no session", path.display()));
        let document = json::parse(&text).map_err(|_| unreadable())?;
        let kept = Kept::of(&document).map_err(|Unexpected| unreadable())?;
        Ok((kept, document))
    }

    async fn renew(
        &self,
        context: CredentialContext<'_>,
        kept: &Kept,
    ) -> Result<Renewed, CallFailure> {
        let region = kept.sign_in_region.as_deref().or(context.region());
        let uri = service_uri(
            context,
            &SIGN_IN,
            region.unwrap_or("us-east-1"),
            "/v1/token",
        )
        .map_err(CallFailure::Other)?;
        let body = json::object([
            ("clientId", kept.client_id.as_str().into()),
            ("refreshToken", kept.refresh_token.as_str().into()),
            ("grantType", "refresh_token".into()),
        ]);
        let body = Bytes::from(json::to_string(&body));
        let answer = fetch::call(context, WHAT, |now| {
            let proof = proof(context, &kept.dpop_key, &uri.to_string(), now)
                .map_err(|reason| self.sign_in(reason))?;
            Request::builder()
                .method(Method::POST)
                .uri(&uri)
                .header("content-type", "application/json")
                .header("dpop", proof)
                .body(body.clone())
                .map_err(CredentialsError::failed)
        });
        let body = answer.await?.body;
        let renewed = json::parse(&body)
            .ok()
            .and_then(|document| Renewed::of(&document).ok());
        renewed.ok_or_else(|| {
            CallFailure::Other(self.sign_in("the sign-in service sent no credentials"))
        })
    }
}

impl fmt::Display for Session<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "the login session `{}` of profile `{}`",
            self.name, self.profile
        )
    }
}

/// A session as the AWS CLI keeps it.
struct Kept {
    access_token: AccessToken,
    client_id: String,
    refresh_token: String,
    dpop_key: String,
    sign_in_region: Option<String>,
}

struct AccessToken {
    access_key_id: String,
    secret_access_key: String,
    session_token: String,
    account_id: Option<String>,
    expires_at: Option<String>,
}

impl AccessToken {
    fn of(document: &Document) -> Result<Self, Unexpected> {
        let token = document.get("accessToken").ok_or(Unexpected)?;
        Ok(Self {
            access_key_id: json::required(token, "accessKeyId")?,
            secret_access_key: json::required(token, "secretAccessKey")?,
            session_token: json::required(token, "sessionToken")?,
            account_id: json::text(token, "accountId")?,
            expires_at: json::text(token, "expiresAt")?,
        })
    }

    fn credentials(&self, account: Option<&str>, expiry: SystemTime) -> Credentials {
        Credentials::new(&self.access_key_id, &self.secret_access_key)
            .with_session_token(self.session_token.clone())
            .with_account_id(account.map(str::to_owned))
            .with_expiry(expiry)
    }
}

impl Kept {
    fn of(document: &Document) -> Result<Self, Unexpected> {
        Ok(Self {
            access_token: AccessToken::of(document)?,
            client_id: json::required(document, "clientId")?,
            refresh_token: json::required(document, "refreshToken")?,
            dpop_key: json::required(document, "dpopKey")?,
            sign_in_region: json::text(document, "signInRegion")?,
        })
    }

    fn expiry(&self, session: &Session<'_>) -> Result<SystemTime, CredentialsError> {
        let text = self.access_token.expires_at.as_deref().unwrap_or_default();
        moment(text).map_err(|error| session.sign_in(error))
    }

    fn credentials(&self, session: &Session<'_>) -> Result<Credentials, CredentialsError> {
        let token = &self.access_token;
        Ok(token.credentials(token.account_id.as_deref(), self.expiry(session)?))
    }
}

struct Renewed {
    access_token: AccessToken,
    expires_in: u64,
    refresh_token: String,
}

impl Renewed {
    fn of(document: &Document) -> Result<Self, Unexpected> {
        Ok(Self {
            access_token: AccessToken::of(document)?,
            expires_in: json::number(document, "expiresIn")?,
            refresh_token: json::required(document, "refreshToken")?,
        })
    }

    fn credentials(&self, kept: &Kept, now: SystemTime) -> Result<Credentials, CredentialsError> {
        let expiry = moment(&seconds_from(now, self.expires_in))?;
        let account = kept.access_token.account_id.as_deref();
        Ok(self.access_token.credentials(account, expiry))
    }
}

fn store(
    path: &Path,
    mut document: Document,
    renewed: &Renewed,
    now: SystemTime,
) -> std::io::Result<()> {
    let token = &renewed.access_token;
    if let Document::Object(members) = &mut document
        && let Some(kept) = members.get_mut("accessToken")
    {
        json::set(
            kept,
            [
                ("accessKeyId", token.access_key_id.clone()),
                ("secretAccessKey", token.secret_access_key.clone()),
                ("sessionToken", token.session_token.clone()),
                ("expiresAt", seconds_from(now, renewed.expires_in)),
            ],
        );
    }
    json::set(
        &mut document,
        [("refreshToken", renewed.refresh_token.clone())],
    );
    token_file::replace(path, json::to_string(&document).as_bytes())
}
