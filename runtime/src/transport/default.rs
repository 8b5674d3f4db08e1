//! The transport of a configuration that names none.

use super::network::Network;
use crate::body::ByteStream;
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::platform::{BoxFuture, Environment, Mode};
use crate::transport::{AsyncTransport, BlockingTransport, Limits, Transport};
use bytes::Bytes;
use http::uri::Scheme;
use http::{Request, Response, Uri};
use std::sync::{Arc, OnceLock};

/// hyper for async calls, ureq for blocking ones, or for all the one that the features bring. Each is
/// made when it is first needed, so that a configuration that gets another transport costs nothing.
#[derive(Debug)]
struct DefaultTransport {
    environment: Environment,
    on_a_runtime: Slot<AsyncTransport>,
    blocking: Slot<BlockingTransport>,
}

/// A transport, and one for HTTP without TLS, where there is none.
#[derive(Debug)]
struct Slot<T> {
    made: OnceLock<Made<T>>,
    plain: OnceLock<T>,
}

/// A transport, or why there is none.
type Made<T> = Result<T, String>;

/// A transport with the proxy and the certificates that the environment names.
pub(crate) fn default_transport(environment: Environment) -> Option<Arc<dyn Transport>> {
    Some(Arc::new(DefaultTransport {
        environment,
        on_a_runtime: Slot::new(),
        blocking: Slot::new(),
    }))
}

impl DefaultTransport {
    fn network(&self) -> Result<Network, RequestError> {
        Network::from_environment(&self.environment)
    }

    fn choose(&self, mode: Mode, uri: &Uri) -> Result<&dyn Transport, &str> {
        match mode {
            Mode::Async => self.on_a_runtime.get(
                uri,
                || AsyncTransport::from_network(&self.network()?),
                AsyncTransport::new,
            ),
            Mode::Blocking => self.blocking.get(
                uri,
                || BlockingTransport::from_network(&self.network()?),
                BlockingTransport::new,
            ),
        }
    }
}

impl<T: Transport> Slot<T> {
    fn new() -> Self {
        Self {
            made: OnceLock::new(),
            plain: OnceLock::new(),
        }
    }

    fn get(
        &self,
        uri: &Uri,
        make: impl FnOnce() -> Result<T, RequestError>,
        plain: impl FnOnce() -> T,
    ) -> Result<&dyn Transport, &str> {
        let made = self
            .made
            .get_or_init(|| make().map_err(|error| error.to_string()));
        match made {
            Ok(made) => Ok(made),
            Err(_) if is_plain(uri) => Ok(self.plain.get_or_init(plain)),
            Err(reason) => Err(reason),
        }
    }
}

impl Transport for DefaultTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, RequestError>> {
        match self.choose(limits.mode, request.uri()) {
            Ok(transport) => transport.send(request, limits),
            Err(reason) => refused(reason),
        }
    }

    fn send_streaming(
        &self,
        request: Request<ByteStream>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<ByteStream>, RequestError>> {
        match self.choose(limits.mode, request.uri()) {
            Ok(transport) => transport.send_streaming(request, limits),
            Err(reason) => refused(reason),
        }
    }
}

fn refused<'a, T: Send + 'a>(reason: &str) -> BoxFuture<'a, Result<T, RequestError>> {
    let error = RequestError::new(RequestErrorKind::Endpoint, reason);
    Box::pin(async { Err(error) })
}

/// Whether certificates do not matter.
fn is_plain(uri: &Uri) -> bool {
    uri.scheme() == Some(&Scheme::HTTP)
}
