//! Credentials of a role: AssumeRole and AssumeRoleWithWebIdentity of the Security Token Service.

use super::fetch::{self, service_uri, xml_text};
use super::moment::moment;
use super::provide::{CredentialContext, Credentials, CredentialsError, ProvideCredentials};

use crate::auth::sigv4::{Payload, Scope, sign};
use crate::operation::Service;
use crate::platform::BoxFuture;
use crate::protocol::percent_encoded;
use crate::value::Timestamp;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST};
use http::{Method, Request};
use std::time::SystemTime;

static STS: Service = Service::new("sts", "STS", "2011-06-15", "sts", "sts");
const SESSION_NAME: &str = "shapewright";
const WHAT: &str = "the Security Token Service";

/// Credentials of the role `AWS_ROLE_ARN`, assumed with the web identity in the file
/// `AWS_WEB_IDENTITY_TOKEN_FILE`, as in a pod of EKS.
#[derive(Clone, Copy, Debug, Default)]
pub struct WebIdentityCredentials;

impl ProvideCredentials for WebIdentityCredentials {
    fn credentials<'a>(
        &'a self,
        context: CredentialContext<'a>,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async move {
            let environment = context.environment();
            let get = |name| environment.get(name);
            match (get("AWS_ROLE_ARN"), get("AWS_WEB_IDENTITY_TOKEN_FILE")) {
                (Some(role_arn), Some(token_file)) => {
                    let identity = WebIdentity {
                        role_arn,
                        token_file,
                        session_name: get("AWS_ROLE_SESSION_NAME"),
                    };
                    identity.credentials(context).await
                }
                (None, Some(_)) => Err(CredentialsError::failed(
                    "AWS_WEB_IDENTITY_TOKEN_FILE is set, and AWS_ROLE_ARN is not",
                )),
                (_, None) => Err(CredentialsError::NotConfigured(
                    "the environment names no web identity".to_owned(),
                )),
            }
        })
    }
}

/// A role, and the file with a token that is good for it.
#[derive(Debug)]
pub(crate) struct WebIdentity<'a> {
    pub(super) role_arn: &'a str,
    pub(super) token_file: &'a str,
    pub(super) session_name: Option<&'a str>,
}

impl WebIdentity<'_> {
    pub(super) async fn credentials(
        &self,
        context: CredentialContext<'_>,
    ) -> Result<Credentials, CredentialsError> {
        let token = std::fs::read_to_string(self.token_file)
            .map_err(|error| CredentialsError::failed(format!("{}: {error}", self.token_file)))?;
        let parameters = [
            ("Action", "AssumeRoleWithWebIdentity"),
            ("RoleArn", self.role_arn),
            ("RoleSessionName", session_name(self.session_name)),
            ("WebIdentityToken", token.trim()),
        ];
        call(context, |_| request(context, &parameters)).await
    }
}

fn session_name(name: Option<&str>) -> &str {
    name.filter(|name| !name.is_empty()).unwrap_or(SESSION_NAME)
}

/// A role to assume.
#[derive(Debug)]
pub(crate) struct Role<'a> {
    pub(super) arn: &'a str,
    pub(super) session_name: Option<&'a str>,
    pub(super) external_id: Option<&'a str>,
    pub(super) duration_seconds: Option<&'a str>,
}

/// The credentials of a role that these credentials may assume.
pub(super) async fn assume_role(
    context: CredentialContext<'_>,
    credentials: &Credentials,
    role: &Role<'_>,
) -> Result<Credentials, CredentialsError> {
    let mut parameters = vec![
        ("Action", "AssumeRole"),
        ("RoleArn", role.arn),
        ("RoleSessionName", session_name(role.session_name)),
    ];
    parameters.extend(role.external_id.map(|id| ("ExternalId", id)));
    let duration = role.duration_seconds;
    parameters.extend(duration.map(|seconds| ("DurationSeconds", seconds)));
    call(context, |now| {
        let mut request = request(context, &parameters)?;
        sign_at(&mut request, context, credentials, now)?;
        Ok(request)
    })
    .await
}

fn sign_at(
    request: &mut Request<Bytes>,
    context: CredentialContext<'_>,
    credentials: &Credentials,
    now: SystemTime,
) -> Result<(), CredentialsError> {
    let scope = Scope {
        region: region(context),
        service: STS.signing_name,
        time: Timestamp::from(now),
    };
    sign(request, credentials, &scope, Payload::Signed).map_err(CredentialsError::failed)
}

/// The caller's identity, as the Security Token Service reports it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct CallerIdentity {
    /// The account: twelve digits.
    pub account: String,
    /// The ARN of the user, or of the role's session.
    pub arn: String,
    /// The unique identifier of the caller.
    pub user_id: String,
}

/// Asks the Security Token Service who calls with the credentials of a source.
pub(crate) async fn caller_identity(
    context: CredentialContext<'_>,
    source: &dyn ProvideCredentials,
) -> Result<CallerIdentity, CredentialsError> {
    let credentials = source.credentials(context).await?;
    let answer = fetch::call(context, WHAT, |now| {
        let mut request = request(context, &[("Action", "GetCallerIdentity")])?;
        sign_at(&mut request, context, &credentials, now)?;
        Ok(request)
    })
    .await?;
    let xml = String::from_utf8_lossy(&answer.body);
    let element = |name| element(&xml, name).map(str::to_owned);
    Ok(CallerIdentity {
        account: element("Account")?,
        arn: element("Arn")?,
        user_id: element("UserId")?,
    })
}

fn region<'a>(context: CredentialContext<'a>) -> &'a str {
    context.region().unwrap_or("us-east-1")
}

fn request(
    context: CredentialContext<'_>,
    parameters: &[(&str, &str)],
) -> Result<Request<Bytes>, CredentialsError> {
    let uri = service_uri(context, &STS, region(context), "/")?;
    let mut form = format!("Version={}", STS.api_version);
    for (name, value) in parameters {
        form.push_str(&format!("&{name}={}", percent_encoded(value)));
    }
    let host = uri.authority().map_or("", |authority| authority.as_str());
    Request::builder()
        .method(Method::POST)
        .header(HOST, host)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .uri(&uri)
        .body(Bytes::from(form))
        .map_err(CredentialsError::failed)
}

async fn call(
    context: CredentialContext<'_>,
    request: impl Fn(SystemTime) -> Result<Request<Bytes>, CredentialsError> + Send + Sync,
) -> Result<Credentials, CredentialsError> {
    let answer = fetch::call(context, WHAT, request).await?;
    let xml = String::from_utf8_lossy(&answer.body);
    let element = |name| element(&xml, name);
    let expiry = answer.by_our_clock(moment(element("Expiration")?)?);
    let keys = Credentials::new(element("AccessKeyId")?, element("SecretAccessKey")?);
    Ok(keys
        .with_session_token(element("SessionToken")?.to_owned())
        .with_expiry(expiry)
        .with_account_id(xml_text(&xml, "Arn").and_then(account)))
}

fn element<'a>(xml: &'a str, name: &str) -> Result<&'a str, CredentialsError> {
    xml_text(xml, name).ok_or_else(|| CredentialsError::failed(format!("{WHAT} sent no `{name}`")))
}

/// The account in an ARN.
fn account(arn: &str) -> Option<String> {
    let account = arn.split(':').nth(4)?;
    (!account.is_empty()).then(|| account.to_owned())
}
