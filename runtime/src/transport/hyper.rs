//! The async transport: hyper on tokio, with rustls.

use super::certificates::certificates;
use super::connector::{BoxConnection, BoxConnector, BoxError, Connecting};
use super::download::{Download, WithCauses};
use super::exchange;
use super::http2;
use super::proxy::{Proxies, Proxy};
use crate::body::ByteStream;
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::platform::{BoxFuture, Environment, Mode, timer, tokio_runtime};
use crate::transport::network::{self, Network};
use crate::transport::{Limits, Transport};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::{Bytes, BytesMut};
use http::uri::Scheme;
use http::{HeaderValue, Request, Response, Uri};
use http_body_util::BodyExt;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::legacy::connect::{CaptureConnection, HttpConnector, capture_connection};
use hyper_util::client::legacy::{Builder, Client, Error as ClientError};
use hyper_util::rt::TokioExecutor;
use rustls::{ClientConfig, RootCertStore};
use std::error::Error;
use std::fmt;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tower_service::Service;
use zeroize::Zeroizing;

/// The async transport: hyper with HTTP/1.1, rustls and a connection pool. With the feature `http2`,
/// bidirectional event streams use HTTP/2.
///
/// It runs on tokio. Certificates are verified against Mozilla's roots unless others are set. Clones share
/// their connections.
#[derive(Clone)]
pub struct HyperTransport {
    client: Client<Connector, Upload>,
    /// Where there is HTTP/2.
    bidirectional: Option<Client<Connector, Upload>>,
    proxies: Arc<Proxies>,
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
    /// Creates a transport without a proxy.
    #[must_use]
    pub fn new() -> Self {
        Self::from_parts(mozilla_roots(), Proxies::default())
    }

    /// Creates a transport that trusts the certificates in this PEM instead of Mozilla's, as with
    /// `AWS_CA_BUNDLE`.
    ///
    /// # Errors
    /// The PEM contains no certificate, or an invalid one.
    pub fn with_roots(pem: &[u8]) -> Result<Self, RequestError> {
        Self::from_network(&Network {
            roots: Some(pem.to_vec()),
            ..Network::default()
        })
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
            None => mozilla_roots(),
        };
        Ok(Self::from_parts(roots, network.proxies.clone()))
    }

    fn from_parts(roots: RootCertStore, proxies: Proxies) -> Self {
        let mut http = HttpConnector::new();
        http.enforce_http(false);
        http.set_nodelay(true);
        let proxies = Arc::new(proxies);
        let connector = Connector {
            http,
            tls: client_config(roots).map_err(|error| error.to_string()),
            proxies: Arc::clone(&proxies),
        };
        let mut builder = Client::builder(TokioExecutor::new());
        builder.pool_timer(PoolTimer);
        Self {
            client: builder.build(connector.clone()),
            bidirectional: connector.over_http2(builder),
            proxies,
        }
    }
}

fn mozilla_roots() -> RootCertStore {
    RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned())
}

fn parse_roots(pem: &[u8]) -> Result<RootCertStore, RequestError> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(pem)? {
        roots
            .add(certificate)
            .map_err(|error| RequestError::new(RequestErrorKind::Endpoint, error))?;
    }
    Ok(roots)
}

fn client_config(roots: RootCertStore) -> Result<Arc<ClientConfig>, RequestError> {
    let config = ClientConfig::builder_with_provider(network::crypto_provider()?)
        .with_safe_default_protocol_versions()
        .map_err(|error| RequestError::new(RequestErrorKind::Endpoint, error))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

impl HyperTransport {
    /// Sends the request; the response when its head is there.
    async fn begin(
        &self,
        request: Request<ByteStream>,
        limits: &Limits,
    ) -> Result<Response<Incoming>, RequestError> {
        if limits.mode == Mode::Blocking || !tokio_runtime::is_here() {
            return Err(RequestError::new(
                RequestErrorKind::Endpoint,
                "this transport runs on tokio, and the call was made outside of a runtime or is a blocking one",
            ));
        }
        self.proxies.of(request.uri())?;
        let progress = Arc::<Progress>::default();
        let mut request = request.map(|body| Upload {
            body,
            progress: Arc::clone(&progress),
        });
        let connection = capture_connection(&mut request);
        let client = match exchange::is_bidirectional(request.extensions()) {
            true => self.bidirectional.as_ref().ok_or_else(|| {
                RequestError::new(
                    RequestErrorKind::Endpoint,
                    "events go both ways at once, which needs HTTP/2: enable the feature `http2`",
                )
            })?,
            false => &self.client,
        };
        let sending = client.request(request);
        begun(limits, connection, &progress, sending).await
    }
}

impl Transport for HyperTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, RequestError>> {
        Box::pin(async move {
            let response = self.begin(request.map(ByteStream::from), &limits).await?;
            let (parts, body) = response.into_parts();
            let body = download(&limits, body).await?;
            Ok(Response::from_parts(parts, body))
        })
    }

    fn send_streaming(
        &self,
        request: Request<ByteStream>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<ByteStream>, RequestError>> {
        Box::pin(async move {
            let response = self.begin(request, &limits).await?;
            Ok(response.map(|body| ByteStream::from_any(Download::new(body, &limits))))
        })
    }
}

/// How an upload goes.
#[derive(Debug, Default)]
struct Progress {
    /// How many pieces were taken.
    pieces: AtomicUsize,
    /// Whether the next piece is not there yet, so that nobody else is slow.
    is_waiting: AtomicBool,
}

/// A request's body. It is handed out in pieces, so that it is seen whether an upload goes on.
struct Upload {
    body: ByteStream,
    progress: Arc<Progress>,
}

impl Body for Upload {
    type Data = Bytes;
    type Error = RequestError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, RequestError>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        let progress = &self.progress;
        if frame.is_ready() {
            progress.pieces.fetch_add(1, Ordering::Relaxed);
        }
        progress
            .is_waiting
            .store(frame.is_pending(), Ordering::Relaxed);
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The response, unless there is no connection or no first byte in time.
async fn begun<B>(
    limits: &Limits,
    mut connection: CaptureConnection,
    progress: &Progress,
    sending: impl Future<Output = Result<Response<B>, ClientError>>,
) -> Result<Response<B>, RequestError> {
    let timer_of = |limit: Option<Duration>| limit.map(|limit| Box::pin(timer::sleep(limit)));
    let mut sending = std::pin::pin!(sending);
    let mut connected = std::pin::pin!(async move {
        drop(connection.wait_for_connection_metadata().await);
    });
    let mut connecting = timer_of(limits.connect);
    let mut waiting = None;
    let mut is_connected = false;
    let mut sent = 0;
    std::future::poll_fn(|context| {
        if let Poll::Ready(response) = sending.as_mut().poll(context) {
            return Poll::Ready(response.map_err(failure));
        }
        if !is_connected && connected.as_mut().poll(context).is_ready() {
            is_connected = true;
            connecting = None;
            waiting = timer_of(limits.first_byte);
        }
        if is_ready(connecting.as_mut(), context) {
            let limit = limits.connect.unwrap_or_default();
            return Poll::Ready(Err(timeout(format!("no connection within {limit:?}"))));
        }
        while is_ready(waiting.as_mut(), context) {
            let now_sent = progress.pieces.load(Ordering::Relaxed);
            if now_sent == sent && !progress.is_waiting.load(Ordering::Relaxed) {
                let limit = limits.first_byte.unwrap_or_default();
                return Poll::Ready(Err(timeout(format!("no response within {limit:?}"))));
            }
            // The request is still on its way.
            sent = now_sent;
            waiting = timer_of(limits.first_byte);
        }
        Poll::Pending
    })
    .await
}

fn is_ready(timer: Option<&mut Pin<Box<timer::Sleep>>>, context: &mut Context<'_>) -> bool {
    timer.is_some_and(|timer| timer.as_mut().poll(context).is_ready())
}

fn timeout(what: String) -> RequestError {
    RequestError::new(RequestErrorKind::Timeout, what)
}

/// The whole body, unless it is too large or nothing of it comes for too long.
async fn download(limits: &Limits, body: Incoming) -> Result<Bytes, RequestError> {
    let most = limits.body.unwrap_or(usize::MAX);
    let promised = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if promised > most {
        return Err(exchange::too_large(most));
    }
    // How fast it comes matters where it streams.
    let limits = Limits {
        throughput: None,
        ..*limits
    };
    let mut body = Download::new(body, &limits);
    let mut length = 0_usize;
    let mut pieces: Vec<Bytes> = Vec::new();
    while let Some(frame) = body.frame().await {
        if let Ok(piece) = frame?.into_data() {
            length = length.saturating_add(piece.len());
            if length > most {
                return Err(exchange::too_large(most));
            }
            pieces.push(piece);
        }
    }
    if pieces.len() == 1 {
        return Ok(pieces.pop().unwrap_or_default());
    }
    let mut whole = BytesMut::with_capacity(length);
    for piece in pieces {
        whole.extend_from_slice(&piece);
    }
    Ok(whole.freeze())
}

fn failure(error: ClientError) -> RequestError {
    if let Some(problem) = of_body(&error) {
        return RequestError::new(RequestErrorKind::Body, problem);
    }
    let kind = if error.is_connect() {
        RequestErrorKind::Connect
    } else {
        RequestErrorKind::Io
    };
    RequestError::new(kind, WithCauses(error))
}

/// What was wrong with the body that was sent, where that is the cause.
fn of_body(error: &ClientError) -> Option<String> {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(ours) = error.downcast_ref::<RequestError>() {
            return Some(
                ours.cause()
                    .map_or_else(|| ours.to_string(), ToString::to_string),
            );
        }
        cause = error.source();
    }
    None
}

/// Connects to the host, with TLS for HTTPS, through the proxy where there is one.
#[derive(Clone)]
struct Connector {
    http: HttpConnector,
    /// Or why there is no TLS, which only HTTPS minds.
    tls: Result<Arc<ClientConfig>, String>,
    proxies: Arc<Proxies>,
}

impl Connector {
    /// A client that speaks HTTP/2 alone, where there is one.
    fn over_http2(mut self, mut builder: Builder) -> Option<Client<Self, Upload>> {
        let can = http2::alone(&mut builder, &mut self.tls);
        can.then(|| builder.build(self))
    }

    async fn connect(self, uri: Uri) -> Result<BoxConnection, BoxError> {
        let mut direct = BoxConnector::new(self.http);
        if uri.scheme() != Some(&Scheme::HTTPS) {
            return direct.call(uri).await;
        }
        let tls = self.tls?;
        let host = match self.proxies.of(&uri)? {
            None => direct,
            Some(proxy) => {
                let to_proxy = BoxConnector::new(HttpsConnector::from((direct, Arc::clone(&tls))));
                let mut tunnel = Tunnel::new(proxy.url().parse()?, to_proxy);
                if let Some(authorization) = authorization(proxy)? {
                    tunnel = tunnel.with_auth(authorization);
                }
                BoxConnector::new(tunnel)
            }
        };
        BoxConnector::new(HttpsConnector::from((host, tls)))
            .call(uri)
            .await
    }
}

/// What tells a proxy who asks.
fn authorization(proxy: &Proxy) -> Result<Option<HeaderValue>, BoxError> {
    let Some(user) = &proxy.user else {
        return Ok(None);
    };
    let pair = Zeroizing::new(format!("{}:{}", user.name, *user.password));
    let text = Zeroizing::new(format!("Basic {}", STANDARD.encode(pair.as_bytes())));
    let mut value = HeaderValue::from_str(&text)?;
    value.set_sensitive(true);
    Ok(Some(value))
}

impl Service<Uri> for Connector {
    type Response = BoxConnection;
    type Error = BoxError;
    type Future = Connecting;

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

impl Future for Guarded {
    type Output = Result<BoxConnection, BoxError>;

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
