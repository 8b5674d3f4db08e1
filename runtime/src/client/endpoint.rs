//! Where requests go.

use super::config::ConfigBuilder;
use crate::error::{CallError, CallErrorKind};
use crate::operation::{HostPrefix, Service};
use http::Uri;
use http::uri::{Authority, PathAndQuery, Scheme};

/// Where the requests of a call go.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Endpoint {
    scheme: Scheme,
    authority: Authority,
    /// What the paths of requests begin with; empty or `/...` without a slash at the end.
    base_path: String,
}

/// The endpoint of a service under a configuration.
pub(super) fn resolve(config: &ConfigBuilder, service: &Service) -> Result<Endpoint, CallError> {
    if let Some(url) = &config.endpoint_url {
        return Endpoint::from_url(url);
    }
    if let Some(host) = service.global_endpoint {
        return Endpoint::https(host);
    }
    let region = config.region.as_deref().ok_or_else(|| {
        failure("no region is set: set one in the configuration or in AWS_REGION")
    })?;
    Endpoint::https(&format!(
        "{}.{region}.amazonaws.com",
        service.endpoint_prefix
    ))
}

impl Endpoint {
    fn https(host: &str) -> Result<Self, CallError> {
        Ok(Self {
            scheme: Scheme::HTTPS,
            authority: authority(host)?,
            base_path: String::new(),
        })
    }

    fn from_url(url: &str) -> Result<Self, CallError> {
        let uri: Uri = url
            .parse()
            .map_err(|error| failure(format!("endpoint URL `{url}`: {error}")))?;
        let parts = uri.into_parts();
        match (parts.scheme, parts.authority) {
            (Some(scheme), Some(authority)) => Ok(Self {
                scheme,
                authority,
                base_path: parts.path_and_query.map_or_else(String::new, |path| {
                    path.path().trim_end_matches('/').to_owned()
                }),
            }),
            _ => Err(failure(format!(
                "endpoint URL `{url}`: it needs a scheme and a host, as in `http://127.0.0.1:8080`"
            ))),
        }
    }

    /// The absolute URI of a request that is written as path and query.
    pub(super) fn uri(
        &self,
        relative: &Uri,
        prefix: Option<&HostPrefix>,
    ) -> Result<Uri, CallError> {
        let authority = match prefix {
            Some(HostPrefix(prefix)) => authority(&format!("{prefix}{}", self.authority))?,
            None => self.authority.clone(),
        };
        let relative = relative.path_and_query().map_or("/", PathAndQuery::as_str);
        Uri::builder()
            .scheme(self.scheme.clone())
            .authority(authority)
            .path_and_query(format!("{}{relative}", self.base_path))
            .build()
            .map_err(failure)
    }
}

fn authority(host: &str) -> Result<Authority, CallError> {
    host.parse()
        .map_err(|error| failure(format!("host name `{host}`: {error}")))
}

fn failure(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> CallError {
    CallError::new(CallErrorKind::Endpoint, cause)
}
