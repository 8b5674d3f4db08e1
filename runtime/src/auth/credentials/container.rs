//! Credentials of a container: ECS, EKS Pod Identity, Greengrass.

use super::document;
use super::fetch::{Patience, fetch, successful};
use super::provide::{CredentialContext, Credentials, CredentialsError, ProvideCredentials};
use crate::platform::{BoxFuture, Environment};
use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::uri::Scheme;
use http::{HeaderValue, Request, Uri};
use std::net::IpAddr;

/// Credentials from the endpoint that `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` or
/// `AWS_CONTAINER_CREDENTIALS_FULL_URI` names.
#[derive(Clone, Copy, Debug, Default)]
pub struct ContainerCredentials;

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
            if let Some(mut token) = authorization(environment)? {
                token.set_sensitive(true);
                request.headers_mut().insert(AUTHORIZATION, token);
            }
            let answer = fetch(context, request, Patience::LOCAL).await;
            document::parse(&successful("the container's credentials", answer)?)
        })
    }
}

fn uri(environment: &Environment) -> Result<Uri, CredentialsError> {
    let parse = |text: &str| text.parse::<Uri>().map_err(CredentialsError::failed);
    if let Some(path) = environment.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
        return parse(&format!("http://169.254.170.2{path}"));
    }
    let Some(url) = environment.get("AWS_CONTAINER_CREDENTIALS_FULL_URI") else {
        return Err(CredentialsError::NotConfigured(
            "the environment names no credentials of a container".to_owned(),
        ));
    };
    let uri = parse(url)?;
    if uri.scheme() == Some(&Scheme::HTTPS) || uri.host().is_some_and(is_local) {
        return Ok(uri);
    }
    Err(CredentialsError::failed(format!(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI: `{url}` is neither HTTPS nor the host of a container"
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

    #[test]
    fn only_trusted_hosts_are_asked() {
        let allowed = |url: &str| {
            let variable = ("AWS_CONTAINER_CREDENTIALS_FULL_URI", url);
            uri(&[variable].into_iter().collect()).is_ok()
        };
        assert!(allowed("http://127.0.0.1:8080/x"));
        assert!(allowed("http://localhost/x"));
        assert!(allowed("http://169.254.170.23/x"));
        assert!(allowed("http://[fd00:ec2::23]/x"));
        assert!(allowed("https://example.com/x"));
        assert!(!allowed("http://example.com/x"));
        assert!(!allowed("http://169.254.169.254/x"));
    }
}
