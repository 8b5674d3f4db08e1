//! Credentials of an EC2 instance: the instance metadata service, version 2, and version 1 where there
//! is no other.

use super::document::{self, Form};
use super::fetch::{Patience, fetch};
use super::json;
use super::provide::{CredentialContext, Credentials, CredentialsError, ProvideCredentials};

use crate::endpoint::EndpointSettings;
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::platform::{BoxFuture, random};
use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode, Uri};
use std::time::Duration;

/// Credentials of the role of the EC2 instance.
///
/// `AWS_EC2_METADATA_DISABLED` turns this source off. `AWS_EC2_METADATA_SERVICE_ENDPOINT` and
/// `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE` set the endpoint, `AWS_METADATA_SERVICE_TIMEOUT` the timeout in
/// seconds (1), `AWS_METADATA_SERVICE_NUM_ATTEMPTS` the number of attempts, and
/// `AWS_EC2_METADATA_V1_DISABLED` rules out version 1; the profile has properties for the same settings.
///
/// If credentials have expired and the service has no newer ones, they stay in use, as AWS accepts them then,
/// and are fetched again after some minutes.
#[derive(Clone, Copy, Debug, Default)]
pub struct InstanceCredentials;

const ROLES: &str = "latest/meta-data/iam/security-credentials/";
const WHAT: &str = "the instance metadata service";
/// How often it is asked again where it answers that it cannot now, and nobody says otherwise.
const ATTEMPTS: u32 = 3;

impl ProvideCredentials for InstanceCredentials {
    fn credentials<'a>(
        &'a self,
        context: CredentialContext<'a>,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async move {
            let service = Service::of(context)?;
            let token = service.token().await?;
            let roles = service.get(token.as_ref(), ROLES, |body| !body.is_empty());
            let roles = roles.await?;
            let role = String::from_utf8_lossy(&roles);
            let role = role.lines().next().unwrap_or_default().trim();
            let is_json = |body: &[u8]| json::parse(body).is_ok();
            let path = format!("{ROLES}{role}");
            let credentials = service.get(token.as_ref(), &path, is_json).await?;
            let credentials = document::parse(&credentials, Form::Endpoint)?;
            Ok(credentials.outlasting_their_expiry())
        })
    }
}

/// The service, as it is configured.
struct Service<'a> {
    context: CredentialContext<'a>,
    base: String,
    limit: Duration,
    /// `None` where nobody says how often.
    attempts: Option<u32>,
    needs_token: bool,
}

/// What asking again does not help.
enum Answer {
    Good(Bytes),
    Refused(StatusCode),
    Absent(String),
}

impl<'a> Service<'a> {
    fn of(context: CredentialContext<'a>) -> Result<Self, CredentialsError> {
        let settings = context.settings;
        let disabled = settings.environment.get("AWS_EC2_METADATA_DISABLED");
        if disabled.is_some_and(|value| value.eq_ignore_ascii_case("true")) {
            return Err(not_configured("it is disabled"));
        }
        let (timeout, attempts) = numbers(settings)?;
        Ok(Self {
            context,
            base: base(settings)?,
            limit: Duration::from_secs(timeout.unwrap_or(1).into()),
            attempts: attempts.map(|attempts| attempts.max(1)),
            needs_token: settings.flag("AWS_EC2_METADATA_V1_DISABLED", "ec2_metadata_v1_disabled")
                == Some(true),
        })
    }

    /// The token of version 2; `None` where only version 1 answers.
    async fn token(&self) -> Result<Option<HeaderValue>, CredentialsError> {
        let request = Request::builder()
            .method(Method::PUT)
            .uri(self.uri("latest/api/token")?)
            .header("x-aws-ec2-metadata-token-ttl-seconds", "21600")
            .body(Bytes::new())
            .map_err(CredentialsError::failed)?;
        let is_final = |status: StatusCode| matches!(status.as_u16(), 400 | 403 | 404 | 405);
        match self.ask(&request, |_| true, is_final).await {
            Answer::Good(body) => {
                let mut token = HeaderValue::from_maybe_shared(body).map_err(|_| {
                    CredentialsError::failed(format!("{WHAT}: its token is no header value"))
                })?;
                token.set_sensitive(true);
                Ok(Some(token))
            }
            Answer::Refused(StatusCode::BAD_REQUEST) => Err(not_configured("HTTP 400")),
            Answer::Absent(reason) if !reason.is_empty() => Err(not_configured(&reason)),
            _ if self.needs_token => Err(CredentialsError::failed(format!(
                "{WHAT} gave no token for version 2, and version 1 is disabled"
            ))),
            _ => Ok(None),
        }
    }

    async fn get(
        &self,
        token: Option<&HeaderValue>,
        path: &str,
        is_good: impl Fn(&[u8]) -> bool,
    ) -> Result<Bytes, CredentialsError> {
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = self.uri(path)?;
        if let Some(token) = token {
            let headers = request.headers_mut();
            headers.insert("x-aws-ec2-metadata-token", token.clone());
        }
        let is_final = |status| status == StatusCode::NOT_FOUND;
        match self.ask(&request, is_good, is_final).await {
            Answer::Good(body) => Ok(body),
            Answer::Refused(StatusCode::NOT_FOUND) => {
                Err(not_configured("the instance has no role"))
            }
            Answer::Refused(status) => Err(not_configured(&format!("HTTP {}", status.as_u16()))),
            Answer::Absent(reason) => Err(not_configured(&reason)),
        }
    }

    async fn ask(
        &self,
        request: &Request<Bytes>,
        is_good: impl Fn(&[u8]) -> bool,
        is_final: impl Fn(StatusCode) -> bool,
    ) -> Answer {
        let mut attempt = 1;
        loop {
            let patience = Patience::once(self.limit);
            let outcome = fetch(self.context, request.clone(), patience).await;
            let (answer, most) = self.judge(outcome, &is_good);
            let is_final = match &answer {
                Answer::Good(_) => true,
                Answer::Refused(status) => is_final(*status),
                Answer::Absent(_) => false,
            };
            if is_final || attempt >= most {
                return answer;
            }
            let pause = Duration::from_millis(100) * attempt;
            self.context.clock().sleep(pause).await;
            attempt += 1;
        }
    }

    /// An outcome, and how often to ask where it is like that. Whoever is not on EC2 should not wait long
    /// to learn it, so a service that cannot be reached is asked once.
    fn judge(
        &self,
        outcome: Result<Response<Bytes>, RequestError>,
        is_good: impl Fn(&[u8]) -> bool,
    ) -> (Answer, u32) {
        match outcome {
            Ok(response) if response.status() == StatusCode::OK && is_good(response.body()) => {
                (Answer::Good(response.into_body()), 1)
            }
            Ok(response) => (
                Answer::Refused(response.status()),
                self.attempts.unwrap_or(ATTEMPTS),
            ),
            // A hop limit swallows tokens on their way to a container; version 1 gets through.
            Err(error) if error.kind() == RequestErrorKind::Timeout => {
                (Answer::Absent(String::new()), self.attempts.unwrap_or(1))
            }
            Err(error) => (
                Answer::Absent(error.to_string()),
                self.attempts.unwrap_or(1),
            ),
        }
    }

    fn uri(&self, path: &str) -> Result<Uri, CredentialsError> {
        let url = format!("{}/{path}", self.base.trim_end_matches('/'));
        url.parse()
            .map_err(|error| CredentialsError::failed(format!("{WHAT}: `{url}`: {error}")))
    }
}

/// Whether the settings of the service can be read, which everybody who looks for credentials minds.
pub(super) fn check(settings: &EndpointSettings) -> Result<(), CredentialsError> {
    numbers(settings).and_then(|_| base(settings)).map(drop)
}

/// The timeout in seconds, and the number of attempts.
fn numbers(settings: &EndpointSettings) -> Result<(Option<u32>, Option<u32>), CredentialsError> {
    let timeout = number(
        settings,
        "AWS_METADATA_SERVICE_TIMEOUT",
        "metadata_service_timeout",
    )?;
    let attempts = number(
        settings,
        "AWS_METADATA_SERVICE_NUM_ATTEMPTS",
        "metadata_service_num_attempts",
    )?;
    Ok((timeout, attempts))
}

fn not_configured(reason: &str) -> CredentialsError {
    let reason = match reason {
        "" => "no response in time",
        reason => reason,
    };
    CredentialsError::NotConfigured(format!("{WHAT}: {reason}"))
}

fn number(
    settings: &EndpointSettings,
    variable: &'static str,
    property: &str,
) -> Result<Option<u32>, CredentialsError> {
    let Some(text) = settings.lookup(&[variable], property) else {
        return Ok(None);
    };
    text.trim().parse().map(Some).map_err(|_| {
        CredentialsError::failed(format!(
            "`{text}` of {variable} or `{property}` is no number"
        ))
    })
}

fn base(settings: &EndpointSettings) -> Result<String, CredentialsError> {
    let endpoint = settings.lookup(
        &["AWS_EC2_METADATA_SERVICE_ENDPOINT"],
        "ec2_metadata_service_endpoint",
    );
    if let Some(endpoint) = endpoint.filter(|endpoint| !endpoint.is_empty()) {
        return Ok(endpoint.to_owned());
    }
    let mode = settings.lookup(
        &["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"],
        "ec2_metadata_service_endpoint_mode",
    );
    let is_ipv6 = match mode.map(str::to_ascii_lowercase).as_deref() {
        Some("ipv6") => true,
        Some("ipv4") => false,
        Some(other) => {
            return Err(CredentialsError::failed(format!(
                "{WHAT}: `{other}` is not an endpoint mode: ipv4 and ipv6 are"
            )));
        }
        None => settings.flag("AWS_IMDS_USE_IPV6", "imds_use_ipv6") == Some(true),
    };
    Ok(match is_ipv6 {
        true => "http://[fd00:ec2::254]",
        false => "http://169.254.169.254",
    }
    .to_owned())
}

/// When credentials that should have expired are asked for again: in two to ten minutes more than it
/// takes to replace them, not all instances at once.
pub(super) fn next_try(context: CredentialContext<'_>) -> Duration {
    let jitter = random::fraction(context.random()).unwrap_or(1.0);
    Duration::from_secs(120) + Duration::from_secs(480).mul_f64(jitter.clamp(0.0, 1.0))
}
