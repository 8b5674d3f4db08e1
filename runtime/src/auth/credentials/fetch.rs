//! Requests of the sources themselves, with the configuration's transport and clock.

use super::provide::{CredentialContext, CredentialsError};
use crate::endpoint;
use crate::operation::Service;
use crate::operation::error::{CallError, CallErrorKind};
use crate::transport::{Limits, within};
use bytes::Bytes;
use http::header::HOST;
use http::{HeaderValue, Request, Response, StatusCode, Uri};
use std::time::Duration;

/// How often and how long a source is asked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    pub(super) attempts: u32,
    pub(super) limit: Duration,
}

impl Patience {
    /// For services across the network.
    pub(super) const REMOTE: Self = Self {
        attempts: 3,
        limit: Duration::from_secs(10),
    };
    /// For services next to the process.
    pub(super) const LOCAL: Self = Self {
        attempts: 3,
        limit: Duration::from_secs(2),
    };
}

const PAUSE: Duration = Duration::from_millis(200);

/// The answer to a request; one that failed for a while is sent again.
pub(super) async fn fetch(
    context: CredentialContext<'_>,
    mut request: Request<Bytes>,
    patience: Patience,
) -> Result<Response<Bytes>, CallError> {
    let clock = context.clock();
    let transport = context
        .transport()
        .ok_or_else(|| CallError::new(CallErrorKind::Endpoint, "no transport is configured"))?;
    if let Some(authority) = request.uri().authority() {
        let host = HeaderValue::from_str(authority.as_str())
            .map_err(|error| CallError::new(CallErrorKind::Endpoint, error))?;
        request.headers_mut().insert(HOST, host);
    }
    let limits = Limits {
        connect: Some(patience.limit),
        attempt: Some(patience.limit),
        mode: context.mode(),
    };
    let mut attempt = 1;
    loop {
        let sending = transport.send(request.clone(), limits);
        let outcome = within(
            patience.limit,
            sending,
            clock.sleep_in(context.mode(), patience.limit),
        )
        .await;
        if attempt >= patience.attempts || !may_pass(&outcome) {
            return outcome;
        }
        clock.sleep_in(context.mode(), PAUSE * attempt).await;
        attempt += 1;
    }
}

fn may_pass(outcome: &Result<Response<Bytes>, CallError>) -> bool {
    match outcome {
        Ok(response) => {
            response.status().is_server_error()
                || response.status() == StatusCode::TOO_MANY_REQUESTS
        }
        Err(error) => matches!(
            error.kind(),
            CallErrorKind::Connect | CallErrorKind::Io | CallErrorKind::Timeout
        ),
    }
}

/// The body of a successful answer. `what` says in an error who was asked.
pub(super) fn successful(
    what: &str,
    response: Result<Response<Bytes>, CallError>,
) -> Result<Bytes, CredentialsError> {
    let response =
        response.map_err(|error| CredentialsError::failed(format!("{what}: {error}")))?;
    if response.status().is_success() {
        return Ok(response.into_body());
    }
    let status = response.status().as_u16();
    let code = error_code(response.body()).unwrap_or_default();
    let separator = if code.is_empty() { "" } else { " " };
    Err(CredentialsError::failed(format!(
        "{what}: HTTP {status}{separator}{code}"
    )))
}

/// The code of an error, in XML or JSON.
fn error_code(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?;
    if let Some(code) = xml_text(text, "Code") {
        return Some(code.to_owned());
    }
    let json: serde_json::Value = serde_json::from_str(text).ok()?;
    ["error", "__type", "code"]
        .iter()
        .find_map(|name| json.get(name)?.as_str())
        .map(str::to_owned)
}

/// The text of the first element of this name. It is returned as it is written, which is what it means
/// for keys, tokens and dates: none of them has characters that XML escapes.
pub(super) fn xml_text<'a>(xml: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = xml.split_once(&format!("<{name}>"))?;
    let (text, _) = rest.split_once(&format!("</{name}>"))?;
    Some(text)
}

/// The URI of a request to one of the services that give credentials, in a region.
pub(super) fn service_uri(
    context: CredentialContext<'_>,
    service: &Service,
    region: &str,
    path: &str,
) -> Result<Uri, CredentialsError> {
    let path = path.parse().map_err(CredentialsError::failed)?;
    endpoint::resolve_with(context.settings, service, None, Some(region))
        .and_then(|endpoint| endpoint.uri(&path, None))
        .map_err(CredentialsError::failed)
}
