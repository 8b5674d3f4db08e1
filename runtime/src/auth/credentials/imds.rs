//! Credentials of an EC2 instance: the instance metadata service, version 2.

use super::document;
use super::fetch::{Patience, fetch, successful};
use super::provide::{CredentialContext, Credentials, CredentialsError, ProvideCredentials};
use crate::operation::error::CallErrorKind;
use crate::platform::{BoxFuture, Environment};
use bytes::Bytes;
use http::{HeaderValue, Method, Request};
use std::time::Duration;

/// Credentials of the role of the EC2 instance.
///
/// `AWS_EC2_METADATA_DISABLED` turns it off, `AWS_EC2_METADATA_SERVICE_ENDPOINT` says where to ask.
#[derive(Clone, Copy, Debug, Default)]
pub struct InstanceCredentials;

/// Whoever is not on EC2 should not wait long to learn it.
const FIRST: Patience = Patience {
    attempts: 1,
    limit: Duration::from_secs(1),
};
const ROLES: &str = "latest/meta-data/iam/security-credentials/";
const WHAT: &str = "the instance metadata service";

impl ProvideCredentials for InstanceCredentials {
    fn credentials<'a>(
        &'a self,
        context: CredentialContext<'a>,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async move {
            let token = token(context).await?;
            let roles = get(context, &token, ROLES).await?;
            let role = String::from_utf8_lossy(&roles);
            let role = role.lines().next().unwrap_or_default().trim();
            let credentials = get(context, &token, &format!("{ROLES}{role}")).await?;
            document::parse(&credentials)
        })
    }
}

async fn token(context: CredentialContext<'_>) -> Result<HeaderValue, CredentialsError> {
    let environment = context.environment();
    let disabled = environment.get("AWS_EC2_METADATA_DISABLED");
    if disabled.is_some_and(|value| value.eq_ignore_ascii_case("true")) {
        return Err(CredentialsError::NotConfigured(format!(
            "{WHAT} is disabled"
        )));
    }
    let request = Request::builder()
        .method(Method::PUT)
        .uri(url(environment, "latest/api/token"))
        .header("x-aws-ec2-metadata-token-ttl-seconds", "21600")
        .body(Bytes::new())
        .map_err(CredentialsError::failed)?;
    let answer = fetch(context, request, FIRST).await;
    if let Err(error) = &answer
        && matches!(
            error.kind(),
            CallErrorKind::Connect | CallErrorKind::Timeout | CallErrorKind::Io
        )
    {
        return Err(CredentialsError::NotConfigured(format!("{WHAT}: {error}")));
    }
    let body = successful(WHAT, answer)?;
    let mut token = HeaderValue::from_maybe_shared(body)
        .map_err(|_| CredentialsError::failed(format!("{WHAT}: its token is no header value")))?;
    token.set_sensitive(true);
    Ok(token)
}

async fn get(
    context: CredentialContext<'_>,
    token: &HeaderValue,
    path: &str,
) -> Result<Bytes, CredentialsError> {
    let request = Request::builder()
        .uri(url(context.environment(), path))
        .header("x-aws-ec2-metadata-token", token)
        .body(Bytes::new())
        .map_err(CredentialsError::failed)?;
    let answer = fetch(context, request, Patience::LOCAL).await;
    if let Ok(response) = &answer
        && response.status() == http::StatusCode::NOT_FOUND
    {
        return Err(CredentialsError::NotConfigured(
            "the instance has no role".to_owned(),
        ));
    }
    successful(WHAT, answer)
}

fn url(environment: &Environment, path: &str) -> String {
    let is_ipv6 = environment
        .get("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE")
        .is_some_and(|mode| mode.eq_ignore_ascii_case("ipv6"));
    let usual = if is_ipv6 {
        "http://[fd00:ec2::254]"
    } else {
        "http://169.254.169.254"
    };
    let base = environment
        .get("AWS_EC2_METADATA_SERVICE_ENDPOINT")
        .unwrap_or(usual);
    format!("{}/{path}", base.trim_end_matches('/'))
}
