//! The blocking transport: ureq, which needs no async runtime.

use super::certificates::certificates;
use super::exchange;
use super::proxy::{self, Proxies};
use super::stretch::Stretch;
use super::ureq_gaps::{self, Gaps};
use super::ureq_head::{self, Heads};
use crate::body::ByteStream;
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::platform::{BoxFuture, Environment};
use crate::transport::network::{self, Network};
use crate::transport::{Limits, Transport};
use bytes::Bytes;
use http::uri::Scheme;
use http::{Request, Response};
use std::io::{self, ErrorKind, Read};
use std::sync::Arc;
use std::time::{Duration, Instant};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::{Connector, DefaultConnector};
use ureq::{Agent, AsSendBody, Body, BodyReader, Proxy, ProxyProtocol, SendBody};

/// The blocking transport: ureq with HTTP/1.1, rustls and a connection pool.
///
/// Certificates are verified against Mozilla's roots unless others are set. Clones share their connections.
#[derive(Clone, Debug)]
pub struct UreqTransport {
    agent: Agent,
    proxies: Arc<Proxies>,
    /// Why there is no TLS, which only HTTPS minds.
    no_tls: Option<String>,
}

impl Default for UreqTransport {
    fn default() -> Self {
        Self::new()
    }
}

impl UreqTransport {
    /// Creates a transport without a proxy.
    #[must_use]
    pub fn new() -> Self {
        Self::from_parts(RootCerts::WebPki, Proxies::default())
    }

    /// Creates a transport that trusts the certificates in this PEM instead of Mozilla's, as with
    /// `AWS_CA_BUNDLE`.
    ///
    /// # Errors
    /// The PEM contains no certificate, or an invalid one.
    pub fn with_roots(pem: &[u8]) -> Result<Self, RequestError> {
        Ok(Self::from_parts(parse_roots(pem)?, Proxies::default()))
    }

    /// Creates a transport with the proxy and the certificates of `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY` and
    /// `AWS_CA_BUNDLE`. The proxy is used for HTTPS only.
    ///
    /// # Errors
    /// Those of [`with_roots`](Self::with_roots), the file cannot be read, or the proxy cannot be used.
    pub fn from_environment(environment: &Environment) -> Result<Self, RequestError> {
        let network = Network::from_environment(environment)?;
        network.proxies.proxy()?;
        Self::from_network(&network)
    }

    /// As [`from_environment`](Self::from_environment); a proxy that cannot be used is told when a
    /// request needs it.
    pub(super) fn from_network(network: &Network) -> Result<Self, RequestError> {
        let roots = match &network.roots {
            Some(pem) => parse_roots(pem)?,
            None => RootCerts::WebPki,
        };
        Ok(Self::from_parts(roots, network.proxies.clone()))
    }

    fn from_parts(roots: RootCerts, proxies: Proxies) -> Self {
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
            .proxy(None)
            .tls_config(tls.build());
        let connector = DefaultConnector::new().chain(Gaps).chain(Heads);
        Self {
            agent: Agent::with_parts(config.build(), connector, DefaultResolver::default()),
            proxies: Arc::new(proxies),
            no_tls,
        }
    }

    fn send_blocking(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> Result<Response<Bytes>, RequestError> {
        let most = limits.body.unwrap_or(usize::MAX);
        let (parts, body) = request.into_parts();
        let request = Request::from_parts(parts, body.as_ref());
        let global = limits.attempt;
        let _gaps = ureq_gaps::limited(limits.between_bytes.map(bounded));
        let response = self.begin(request, &limits, limits.first_byte, global)?;
        let (parts, mut body) = response.into_parts();
        // The limit is of what may be there, not of what must not be reached.
        let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
        let body = body
            .with_config()
            .limit(limit)
            .read_to_vec()
            .map_err(|error| failure(error, most))?;
        if body.len() > most {
            return Err(exchange::too_large(most));
        }
        Ok(Response::from_parts(parts, Bytes::from(body)))
    }

    /// As [`send_blocking`](Self::send_blocking), but for the bodies.
    fn stream_blocking(
        &self,
        request: Request<ByteStream>,
        limits: Limits,
    ) -> Result<Response<ByteStream>, RequestError> {
        // A global limit would hold for the body too.
        let first_byte = limits.first_byte.into_iter().chain(limits.attempt).min();
        let _gaps = ureq_gaps::limited(limits.between_bytes.map(bounded));
        let (parts, body) = request.into_parts();
        let response = match body.content_length() {
            Some(0) => {
                let request = Request::from_parts(parts, &[][..]);
                self.begin(request, &limits, first_byte, None)?
            }
            _ => {
                let body = SendBody::from_owned_reader(body.into_read());
                let request = Request::from_parts(parts, body);
                self.begin(request, &limits, first_byte, None)?
            }
        };
        Ok(response.map(|body| ByteStream::from_read(Download::new(body, &limits))))
    }

    /// Sends the request; the response when its head is there.
    fn begin(
        &self,
        request: Request<impl AsSendBody>,
        limits: &Limits,
        first_byte: Option<Duration>,
        global: Option<Duration>,
    ) -> Result<Response<Body>, RequestError> {
        let is_https = request.uri().scheme() == Some(&Scheme::HTTPS);
        if let Some(reason) = &self.no_tls
            && is_https
        {
            return Err(RequestError::new(
                RequestErrorKind::Endpoint,
                reason.clone(),
            ));
        }
        let proxy = self.proxies.of(request.uri())?.map(proxy_of).transpose()?;
        let request = self
            .agent
            .configure_request(request)
            .timeout_connect(limits.connect.map(bounded))
            .timeout_recv_response(first_byte.map(bounded))
            .timeout_global(global.map(bounded))
            .proxy(proxy);
        let most = limits.body.unwrap_or(usize::MAX);
        let mut response = self
            .agent
            .run(request.build())
            .map_err(|error| failure(error, most))?;
        ureq_head::reveal(response.headers_mut());
        Ok(response)
    }
}

/// The body of a response that streams, and how long it may stall.
struct Download {
    body: BodyReader<'static>,
    stretch: Stretch,
}

impl Download {
    fn new(body: Body, limits: &Limits) -> Self {
        Self {
            body: body.into_with_config().limit(u64::MAX).reader(),
            stretch: Stretch::new(limits),
        }
    }
}

impl Read for Download {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let limit = self.stretch.limit().map(bounded);
            let _gaps = ureq_gaps::limited(limit);
            let begin = Instant::now();
            let read = self.body.read(buffer);
            let waited = begin.elapsed();
            let error = match read {
                Ok(length) => {
                    let counted = self.stretch.ended(waited, length);
                    return counted.map(|()| length).map_err(io::Error::other);
                }
                Err(error) => failure(ureq::Error::from(error), usize::MAX),
            };
            if error.kind() != RequestErrorKind::Timeout || limit.is_none() {
                return Err(io::Error::other(error));
            }
            // The system may round. What is no stall yet is waited for again.
            let waited = waited.max(limit.unwrap_or_default());
            self.stretch.goes_on(waited).map_err(io::Error::other)?;
        }
    }
}

/// A limit that can be added to any moment.
fn bounded(limit: Duration) -> Duration {
    const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
    limit.min(CENTURY)
}

fn parse_roots(pem: &[u8]) -> Result<RootCerts, RequestError> {
    let roots = certificates(pem)?;
    let roots = roots
        .iter()
        .map(|own| Certificate::from_der(own).to_owned());
    Ok(RootCerts::from(roots.collect::<Vec<_>>()))
}

/// The proxy as ureq has it.
fn proxy_of(proxy: &proxy::Proxy) -> Result<Proxy, RequestError> {
    let protocol = match proxy.is_tls {
        true => ProxyProtocol::Https,
        false => ProxyProtocol::Http,
    };
    let mut builder = Proxy::builder(protocol).host(&proxy.host).port(proxy.port);
    if let Some(user) = &proxy.user {
        builder = builder.username(&user.name).password(&user.password);
    }
    builder
        .build()
        .map_err(|error| RequestError::new(RequestErrorKind::Endpoint, error))
}

fn failure(error: ureq::Error, most: usize) -> RequestError {
    if matches!(error, ureq::Error::BodyExceedsLimit(_)) {
        return exchange::too_large(most);
    }
    let kind = match &error {
        ureq::Error::Timeout(_) => RequestErrorKind::Timeout,
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => RequestErrorKind::Connect,
        ureq::Error::Io(cause) if cause.kind() == ErrorKind::ConnectionRefused => {
            RequestErrorKind::Connect
        }
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) | ureq::Error::InvalidProxyUrl => {
            RequestErrorKind::Endpoint
        }
        _ => RequestErrorKind::Io,
    };
    if let ureq::Error::Io(cause) = &error
        && let Some(ours) = cause
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<RequestError>())
    {
        let problem = ours
            .cause()
            .map_or_else(|| ours.to_string(), ToString::to_string);
        return RequestError::new(ours.kind(), problem);
    }
    RequestError::new(kind, error)
}

impl Transport for UreqTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, RequestError>> {
        Box::pin(async move { self.send_blocking(request, limits) })
    }

    fn send_streaming(
        &self,
        request: Request<ByteStream>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<ByteStream>, RequestError>> {
        Box::pin(async move {
            exchange::refuse_bidirectional(request.extensions())?;
            self.stream_blocking(request, limits)
        })
    }
}
