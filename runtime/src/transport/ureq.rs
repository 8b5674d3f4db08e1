//! The blocking transport: ureq, which needs no async runtime.

use super::certificates::certificates;
use crate::operation::error::{CallError, CallErrorKind};
use crate::platform::{BoxFuture, Environment};
use crate::transport::network::{self, Network};
use crate::transport::{Limits, Transport};
use bytes::Bytes;
use http::uri::Scheme;
use http::{Request, Response};
use std::io::ErrorKind;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Proxy};

/// Sends with ureq and blocks the thread, over HTTP/1.1 and TLS by rustls, and keeps connections for
/// later requests.
///
/// Certificates are checked against Mozilla's roots where no others are given. Clones share their
/// connections.
#[derive(Clone, Debug)]
pub struct UreqTransport {
    agent: Agent,
    /// Why there is no TLS, which only HTTPS minds.
    no_tls: Option<String>,
}

impl Default for UreqTransport {
    fn default() -> Self {
        Self::new()
    }
}

impl UreqTransport {
    /// A transport without connections and without a proxy.
    #[must_use]
    pub fn new() -> Self {
        Self::from_parts(RootCerts::WebPki, None)
    }

    /// A transport that trusts the certificates of a PEM text instead of Mozilla's, as the file is that
    /// `AWS_CA_BUNDLE` names.
    ///
    /// # Errors
    /// The text holds no certificate, or one that cannot be read.
    pub fn with_roots(pem: &[u8]) -> Result<Self, CallError> {
        Ok(Self::from_parts(parse_roots(pem)?, None))
    }

    /// A transport with the proxy and the certificates that `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY` and
    /// `AWS_CA_BUNDLE` name. The proxy is for HTTPS alone.
    ///
    /// # Errors
    /// Those of [`with_roots`](Self::with_roots), the file cannot be read, or the proxy is no URL.
    pub fn from_environment(environment: &Environment) -> Result<Self, CallError> {
        let network = Network::from_environment(environment)?;
        let roots = match &network.roots {
            Some(pem) => parse_roots(pem)?,
            None => RootCerts::WebPki,
        };
        let proxy = network
            .proxy
            .as_deref()
            .map(|url| parse_proxy(url, network.no_proxy.as_deref().unwrap_or_default()))
            .transpose()
            .map_err(|error| CallError::new(CallErrorKind::Endpoint, error))?;
        Ok(Self::from_parts(roots, proxy))
    }

    fn from_parts(roots: RootCerts, proxy: Option<Proxy>) -> Self {
        let mut tls = TlsConfig::builder().root_certs(roots);
        let mut no_tls = None;
        match network::crypto_provider() {
            Ok(provider) => tls = tls.unversioned_rustls_crypto_provider(provider),
            Err(error) => no_tls = Some(error.to_string()),
        }
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .accept("")
            .accept_encoding("")
            .user_agent("")
            .allow_non_standard_methods(true)
            .proxy(proxy)
            .tls_config(tls.build());
        Self {
            agent: config.build().new_agent(),
            no_tls,
        }
    }

    fn send_blocking(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> Result<Response<Bytes>, CallError> {
        let is_https = request.uri().scheme() == Some(&Scheme::HTTPS);
        if let Some(reason) = &self.no_tls
            && is_https
        {
            return Err(CallError::new(CallErrorKind::Endpoint, reason.clone()));
        }
        let (parts, body) = request.into_parts();
        let request = Request::from_parts(parts, body.as_ref());
        let mut request = self
            .agent
            .configure_request(request)
            .timeout_connect(limits.connect)
            .timeout_global(limits.attempt);
        if !is_https {
            request = request.proxy(None);
        }
        let response = self.agent.run(request.build()).map_err(failure)?;
        let (parts, mut body) = response.into_parts();
        let body = body
            .with_config()
            .limit(u64::MAX)
            .read_to_vec()
            .map_err(failure)?;
        Ok(Response::from_parts(parts, Bytes::from(body)))
    }
}

fn parse_roots(pem: &[u8]) -> Result<RootCerts, CallError> {
    let roots = certificates(pem)?;
    let roots = roots
        .iter()
        .map(|own| Certificate::from_der(own).to_owned());
    Ok(RootCerts::from(roots.collect::<Vec<_>>()))
}

/// The proxy of a URL, for all hosts but those of a list.
fn parse_proxy(url: &str, no_proxy: &str) -> Result<Proxy, ureq::Error> {
    let parsed = Proxy::new(url)?;
    let mut proxy = Proxy::builder(parsed.protocol())
        .host(parsed.host())
        .port(parsed.port());
    if let Some(name) = parsed.username() {
        proxy = proxy.username(name);
    }
    if let Some(password) = parsed.password() {
        proxy = proxy.password(password);
    }
    let hosts = no_proxy.split(',').map(str::trim);
    for host in hosts.filter(|host| !host.is_empty()) {
        proxy = proxy.no_proxy(host);
    }
    proxy.build()
}

fn failure(error: ureq::Error) -> CallError {
    let kind = match &error {
        ureq::Error::Timeout(_) => CallErrorKind::Timeout,
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => CallErrorKind::Connect,
        ureq::Error::Io(cause) if cause.kind() == ErrorKind::ConnectionRefused => {
            CallErrorKind::Connect
        }
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) | ureq::Error::InvalidProxyUrl => {
            CallErrorKind::Endpoint
        }
        _ => CallErrorKind::Io,
    };
    CallError::new(kind, error)
}

impl Transport for UreqTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, CallError>> {
        Box::pin(async move { self.send_blocking(request, limits) })
    }
}
