//! Credentials of a container: ECS, EKS Pod Identity, Greengrass.

use super::document::{self, Form};
use super::fetch::{Patience, fetch, successful};
use super::provide::{CredentialContext, Credentials, CredentialsError, ProvideCredentials};

use crate::platform::{BoxFuture, Environment};
use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION};
use http::uri::Scheme;
use http::{HeaderValue, Request, Uri};
use std::net::IpAddr;

/// Credentials from the endpoint that `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` or
/// `AWS_CONTAINER_CREDENTIALS_FULL_URI` names.
#[derive(Clone, Copy, Debug, Default)]
pub struct ContainerCredentials;

const RELATIVE: &str = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
const FULL: &str = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
pub(super) const NOT_NAMED: &str = "the environment names no credentials of a container";

impl ProvideCredentials for ContainerCredentials {
    fn credentials<'a>(
        &'a self,
        context: CredentialContext<'a>,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async move {
            let environment = context.environment();
            let uri = uri(environment)?;
            let mut request = Request::new(Bytes::new());
            *request.uri_mut() = uri;
            let headers = request.headers_mut();
            headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
            if let Some(mut token) = authorization(environment)? {
                token.set_sensitive(true);
                headers.insert(AUTHORIZATION, token);
            }
            let answer = fetch(context, request, Patience::LOCAL).await;
            document::parse(
                &successful("the container's credentials", answer)?,
                Form::Endpoint,
            )
        })
    }
}

/// Whether there is a container to ask.
pub(super) fn is_named(environment: &Environment) -> bool {
    [RELATIVE, FULL]
        .iter()
        .any(|name| environment.raw(name).is_some())
}

fn uri(environment: &Environment) -> Result<Uri, CredentialsError> {
    let parse = |name: &str, text: &str| {
        text.parse::<Uri>()
            .map_err(|error| CredentialsError::failed(format!("{name}: {error}")))
    };
    if let Some(path) = environment.raw(RELATIVE) {
        // Without a slash the text would continue the host: `http://169.254.170.2.example.com`.
        if !path.starts_with('/') {
            return Err(CredentialsError::failed(format!(
                "{RELATIVE} begins with no `/`"
            )));
        }
        return parse(RELATIVE, &format!("http://169.254.170.2{path}"));
    }
    let Some(url) = environment.raw(FULL) else {
        return Err(CredentialsError::NotConfigured(NOT_NAMED.to_owned()));
    };
    let uri = parse(FULL, url)?;
    let is_trusted = uri.scheme() == Some(&Scheme::HTTPS)
        || (uri.scheme() == Some(&Scheme::HTTP) && uri.host().is_some_and(is_local));
    if is_trusted {
        return Ok(uri);
    }
    Err(CredentialsError::failed(format!(
        "{FULL}: `{url}` is neither HTTPS nor the host of a container"
    )))
}

/// Whether the host is this machine, or one of the addresses that ECS and EKS answer at.
fn is_local(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']);
    let Ok(address) = host.parse::<IpAddr>() else {
        return host == "localhost";
    };
    address.is_loopback()
        || ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"]
            .iter()
            .any(|known| known.parse() == Ok(address))
}

fn authorization(environment: &Environment) -> Result<Option<HeaderValue>, CredentialsError> {
    let token = match environment.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
        Some(path) => std::fs::read_to_string(path)
            .map_err(|error| CredentialsError::failed(format!("{path}: {error}")))?,
        None => match environment.get("AWS_CONTAINER_AUTHORIZATION_TOKEN") {
            Some(token) => token.to_owned(),
            None => return Ok(None),
        },
    };
    HeaderValue::from_str(token.trim())
        .map(Some)
        .map_err(|_| CredentialsError::failed("the container's token is not the value of a header"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_allowed(name: &str, value: &str) -> bool {
        uri(&[(name, value)].into_iter().collect()).is_ok()
    }

    #[test]
    fn only_trusted_hosts_are_asked() {
        let allowed = |url| is_allowed(FULL, url);
        assert!(allowed("http://127.0.0.1:8080/x"));
        assert!(allowed("http://localhost/x"));
        assert!(allowed("http://169.254.170.23/x"));
        assert!(allowed("http://[fd00:ec2::23]/x"));
        assert!(allowed("https://example.com/x"));
        assert!(!allowed("http://example.com/x"));
        assert!(!allowed("http://169.254.169.254/x"));
        assert!(!allowed("ftp://localhost/x"));
        assert!(!allowed(""));
    }

    #[test]
    fn a_relative_uri_begins_with_a_slash() {
        assert!(is_allowed(RELATIVE, "/v2/credentials/x"));
        for path in ["", "v2", ".example.com/", "@example.com/", ":80/"] {
            assert!(!is_allowed(RELATIVE, path), "{path}");
        }
    }
}
