//! Credentials of a role: AssumeRole and AssumeRoleWithWebIdentity of the Security Token Service.

use super::document;
use super::fetch::{Patience, fetch, service_uri, successful, xml_text};
use super::provide::{CredentialContext, Credentials, CredentialsError, ProvideCredentials};
use crate::auth::sigv4::{Payload, Scope, sign};
use crate::operation::Service;
use crate::platform::BoxFuture;
use crate::protocol::percent_encoded;
use crate::value::Timestamp;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST};
use http::{Method, Request};

static STS: Service = Service::new("sts", "STS", "2011-06-15", "sts", "sts");
const SESSION_NAME: &str = "shapewright";

/// Credentials of the role `AWS_ROLE_ARN` for the identity in the file `AWS_WEB_IDENTITY_TOKEN_FILE`,
/// as in a pod of EKS.
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
                _ => Err(CredentialsError::NotConfigured(
                    "the environment names no web identity".to_owned(),
                )),
            }
        })
    }
}

/// A role, and the file with a token that is good for it.
pub(super) struct WebIdentity<'a> {
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
            ("RoleSessionName", self.session_name.unwrap_or(SESSION_NAME)),
            ("WebIdentityToken", token.trim()),
        ];
        call(context, request(context, &parameters)?).await
    }
}

/// A role to assume.
pub(super) struct Role<'a> {
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
        ("RoleSessionName", role.session_name.unwrap_or(SESSION_NAME)),
    ];
    parameters.extend(role.external_id.map(|id| ("ExternalId", id)));
    let duration = role.duration_seconds;
    parameters.extend(duration.map(|seconds| ("DurationSeconds", seconds)));
    let mut request = request(context, &parameters)?;
    let now = context.clock().now();
    let scope = Scope {
        region: region(context),
        service: STS.signing_name,
        time: Timestamp::try_from(now).map_err(CredentialsError::failed)?,
    };
    sign(&mut request, credentials, &scope, Payload::Signed).map_err(CredentialsError::failed)?;
    call(context, request).await
}

fn region(context: CredentialContext<'_>) -> &str {
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
    request: Request<Bytes>,
) -> Result<Credentials, CredentialsError> {
    let answer = fetch(context, request, Patience::REMOTE).await;
    let body = successful("the Security Token Service", answer)?;
    let xml = String::from_utf8_lossy(&body);
    let element = |name: &str| {
        xml_text(&xml, name).ok_or_else(|| {
            CredentialsError::failed(format!("the Security Token Service sent no `{name}`"))
        })
    };
    let expiry = document::expiry(element("Expiration")?)?;
    Ok(
        Credentials::new(element("AccessKeyId")?, element("SecretAccessKey")?)
            .with_session_token(element("SessionToken")?.to_owned())
            .with_expiry(expiry),
    )
}
