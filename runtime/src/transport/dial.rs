//! Connections without their types, so that TLS, a tunnel and HTTP are each compiled once: around TCP,
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

/// A connection that is there, or why there is none.
pub(super) type Dialling = Pin<Box<dyn Future<Output = Result<Stream, BoxError>> + Send>>;

/// What connects to the host of a URI.
pub(super) struct Dial(Box<dyn FnMut(Uri) -> Dialling + Send>);

impl Dial {
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
            Box::pin(async move { connecting.await.map(Stream::new).map_err(Into::into) })
        }))
    }
}

impl Service<Uri> for Dial {
    type Response = Stream;
    type Error = BoxError;
    type Future = Dialling;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Dialling {
        (self.0)(uri)
    }
}

/// A connection.
pub(super) struct Stream(Box<dyn Transfer>);

trait Transfer: Read + Write + Connection + Send + Unpin {}

impl<T: Read + Write + Connection + Send + Unpin> Transfer for T {}

impl Stream {
    pub(super) fn new(stream: impl Read + Write + Connection + Send + Unpin + 'static) -> Self {
        Self(Box::new(stream))
    }
}

impl Connection for Stream {
    fn connected(&self) -> Connected {
        self.0.connected()
    }
}

impl Read for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.0).poll_read(context, buffer)
    }
}

impl Write for Stream {
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
