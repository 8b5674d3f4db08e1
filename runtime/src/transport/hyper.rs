//! The async transport: hyper on tokio, with rustls.

use super::certificates::certificates;
use crate::operation::error::{CallError, CallErrorKind};
use crate::platform::{BoxFuture, Environment, Mode, timer, tokio_runtime};
use crate::transport::network::{self, Network};
use crate::transport::{Limits, Transport};
use bytes::Bytes;
use http::uri::Scheme;
use http::{Request, Response, Uri};
use http_body_util::{BodyExt, Full};
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::legacy::connect::{CaptureConnection, HttpConnector, capture_connection};
use hyper_util::client::legacy::{Client, Error as ClientError};
use hyper_util::client::proxy::matcher::Matcher;
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::{ClientConfig, RootCertStore};
use std::error::Error;
use std::fmt;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tower_service::Service;

type BoxError = Box<dyn Error + Send + Sync>;

/// Sends with hyper, over HTTP/1.1 and TLS by rustls, and keeps connections for later requests.
///
/// It runs on tokio. Certificates are checked against Mozilla's roots where no others are given. Clones
/// share their connections.
#[derive(Clone)]
pub struct HyperTransport {
    client: Client<Connector, Full<Bytes>>,
}

impl fmt::Debug for HyperTransport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("HyperTransport")
    }
}

impl Default for HyperTransport {
    fn default() -> Self {
        Self::new()
    }
}

impl HyperTransport {
    /// A transport without connections and without a proxy.
    #[must_use]
    pub fn new() -> Self {
        Self::from_parts(mozilla_roots(), Matcher::builder().build())
    }

    /// A transport that trusts the certificates of a PEM text instead of Mozilla's, as the file is that
    /// `AWS_CA_BUNDLE` names.
    ///
    /// # Errors
    /// The text holds no certificate, or one that cannot be read.
    pub fn with_roots(pem: &[u8]) -> Result<Self, CallError> {
        Self::from_network(&Network {
            roots: Some(pem.to_vec()),
            ..Network::default()
        })
    }

    /// A transport with the proxy and the certificates that `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY` and
    /// `AWS_CA_BUNDLE` name. The proxy is for HTTPS alone.
    ///
    /// # Errors
    /// Those of [`with_roots`](Self::with_roots), or the file cannot be read.
    pub fn from_environment(environment: &Environment) -> Result<Self, CallError> {
        Self::from_network(&Network::from_environment(environment)?)
    }

    fn from_network(network: &Network) -> Result<Self, CallError> {
        let roots = match &network.roots {
            Some(pem) => parse_roots(pem)?,
            None => mozilla_roots(),
        };
        let proxies = Matcher::builder()
            .https(network.proxy.as_deref().unwrap_or_default())
            .no(network.no_proxy.as_deref().unwrap_or_default())
            .build();
        Ok(Self::from_parts(roots, proxies))
    }

    fn from_parts(roots: RootCertStore, proxies: Matcher) -> Self {
        let mut http = HttpConnector::new();
        http.enforce_http(false);
        http.set_nodelay(true);
        let connector = Connector {
            http,
            tls: client_config(roots).map_err(|error| error.to_string()),
            proxies: Arc::new(proxies),
        };
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(PoolTimer)
            .build(connector);
        Self { client }
    }
}

fn mozilla_roots() -> RootCertStore {
    RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned())
}

fn parse_roots(pem: &[u8]) -> Result<RootCertStore, CallError> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(pem)? {
        roots
            .add(certificate)
            .map_err(|error| CallError::new(CallErrorKind::Endpoint, error))?;
    }
    Ok(roots)
}

fn client_config(roots: RootCertStore) -> Result<Arc<ClientConfig>, CallError> {
    let config = ClientConfig::builder_with_provider(network::crypto_provider()?)
        .with_safe_default_protocol_versions()
        .map_err(|error| CallError::new(CallErrorKind::Endpoint, error))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

impl Transport for HyperTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, CallError>> {
        Box::pin(async move {
            if limits.mode == Mode::Blocking || !tokio_runtime::is_here() {
                return Err(CallError::new(
                    CallErrorKind::Endpoint,
                    "this transport runs on tokio, and the call was made outside of a runtime or in a blocking way",
                ));
            }
            let mut request = request.map(Full::new);
            let connection = capture_connection(&mut request);
            let sending = self.client.request(request);
            let response = match limits.connect {
                Some(limit) => connected_within(limit, connection, sending).await?,
                None => sending.await.map_err(failure)?,
            };
            let (parts, body) = response.into_parts();
            let body = body
                .collect()
                .await
                .map_err(|error| CallError::new(CallErrorKind::Io, WithCauses(error)))?;
            Ok(Response::from_parts(parts, body.to_bytes()))
        })
    }
}

/// The response, unless there is no connection for it in time.
async fn connected_within<B>(
    limit: Duration,
    connection: CaptureConnection,
    sending: impl Future<Output = Result<Response<B>, ClientError>>,
) -> Result<Response<B>, CallError> {
    let mut sending = std::pin::pin!(sending);
    let mut timer = std::pin::pin!(timer::sleep(limit));
    let mut is_connected = false;
    std::future::poll_fn(|context| {
        if let Poll::Ready(response) = sending.as_mut().poll(context) {
            return Poll::Ready(response.map_err(failure));
        }
        if !is_connected && timer.as_mut().poll(context).is_ready() {
            is_connected = connection.connection_metadata().is_some();
            if !is_connected {
                return Poll::Ready(Err(CallError::new(
                    CallErrorKind::Timeout,
                    format!("no connection within {limit:?}"),
                )));
            }
        }
        Poll::Pending
    })
    .await
}

fn failure(error: ClientError) -> CallError {
    let kind = if error.is_connect() {
        CallErrorKind::Connect
    } else {
        CallErrorKind::Io
    };
    CallError::new(kind, WithCauses(error))
}

/// An error of hyper's, whose own text leaves out what caused it.
#[derive(Debug)]
struct WithCauses<E>(E);

impl<E: Error> fmt::Display for WithCauses<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(formatter, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

impl<E: Error> Error for WithCauses<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}

/// Connects to the host, with TLS for HTTPS, through the proxy where there is one.
#[derive(Clone)]
struct Connector {
    http: HttpConnector,
    /// Or why there is no TLS, which only HTTPS minds.
    tls: Result<Arc<ClientConfig>, String>,
    proxies: Arc<Matcher>,
}

type Connection = MaybeHttpsStream<TokioIo<TcpStream>>;

impl Connector {
    async fn connect(self, uri: Uri) -> Result<Connection, BoxError> {
        let mut http = self.http;
        if uri.scheme() != Some(&Scheme::HTTPS) {
            return Ok(MaybeHttpsStream::Http(http.call(uri).await?));
        }
        let tls = self.tls?;
        match self.proxies.intercept(&uri) {
            None => HttpsConnector::from((http, tls)).call(uri).await,
            Some(proxy) => {
                let mut tunnel = Tunnel::new(proxy.uri().clone(), http);
                if let Some(authorization) = proxy.basic_auth() {
                    tunnel = tunnel.with_auth(authorization.clone());
                }
                HttpsConnector::from((tunnel, tls)).call(uri).await
            }
        }
    }
}

impl Service<Uri> for Connector {
    type Response = Connection;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Connection, BoxError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        Box::pin(Guarded(Box::pin(self.clone().connect(uri))))
    }
}

/// The timer that ends idle connections.
#[derive(Clone, Debug)]
struct PoolTimer;

impl hyper::rt::Timer for PoolTimer {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn hyper::rt::Sleep>> {
        Box::pin(timer::sleep(duration))
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn hyper::rt::Sleep>> {
        self.sleep(deadline.saturating_duration_since(Instant::now()))
    }
}

impl hyper::rt::Sleep for timer::Sleep {}

/// Connecting, where a runtime that lacks what that needs is an error instead of a panic.
struct Guarded(Connecting);

type Connecting = Pin<Box<dyn Future<Output = Result<Connection, BoxError>> + Send>>;

impl Future for Guarded {
    type Output = Result<Connection, BoxError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let connecting = self.0.as_mut();
        let polled = catch_unwind(AssertUnwindSafe(|| connecting.poll(context)));
        polled.unwrap_or_else(|_| {
            Poll::Ready(Err(
                "this tokio runtime cannot connect: build it with `enable_all`".into(),
            ))
        })
    }
}
