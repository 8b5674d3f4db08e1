//! Boxed connectors and connections, so that TLS, a tunnel and HTTP are each compiled once: around TCP,
//! around TLS to a proxy, and around both.

use http::Uri;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::{Connected, Connection};
use std::error::Error;
use std::future::Future;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};
use tower_service::Service;

pub(super) type BoxError = Box<dyn Error + Send + Sync>;

/// Resolves to a connection, or to why there is none.
pub(super) type Connecting = Pin<Box<dyn Future<Output = Result<BoxConnection, BoxError>> + Send>>;

/// Connects to the host of a URI.
pub(super) struct BoxConnector(Box<dyn FnMut(Uri) -> Connecting + Send>);

impl BoxConnector {
    /// Connects through a service that is always ready.
    pub(super) fn new<S>(mut service: S) -> Self
    where
        S: Service<Uri> + Send + 'static,
        S::Response: Read + Write + Connection + Send + Unpin + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send + 'static,
    {
        Self(Box::new(move |uri| {
            let connecting = service.call(uri);
            Box::pin(async move { connecting.await.map(BoxConnection::new).map_err(Into::into) })
        }))
    }
}

impl Service<Uri> for BoxConnector {
    type Response = BoxConnection;
    type Error = BoxError;
    type Future = Connecting;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Connecting {
        (self.0)(uri)
    }
}

/// A connection: plain, over TLS or through a tunnel.
pub(super) struct BoxConnection(Box<dyn Io>);

trait Io: Read + Write + Connection + Send + Unpin {}

impl<T: Read + Write + Connection + Send + Unpin> Io for T {}

impl BoxConnection {
    pub(super) fn new(connection: impl Read + Write + Connection + Send + Unpin + 'static) -> Self {
        Self(Box::new(connection))
    }
}

impl Connection for BoxConnection {
    fn connected(&self) -> Connected {
        self.0.connected()
    }
}

impl Read for BoxConnection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.0).poll_read(context, buffer)
    }
}

impl Write for BoxConnection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut *self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.0).poll_shutdown(context)
    }

    fn is_write_vectored(&self) -> bool {
        self.0.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut *self.0).poll_write_vectored(context, slices)
    }
}
