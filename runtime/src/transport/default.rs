//! The transport of a configuration that names none.

use crate::operation::error::{CallError, CallErrorKind};
use crate::platform::{BoxFuture, Environment, Mode};
use crate::transport::{AsyncTransport, BlockingTransport, Limits, Transport};
use bytes::Bytes;
use http::{Request, Response};
use std::sync::{Arc, OnceLock};

/// hyper for async calls, ureq for blocking ones, or for all the one that the features bring. Each is
/// made when it is first needed, so that a configuration that gets another transport costs nothing.
#[derive(Debug)]
struct DefaultTransport {
    environment: Environment,
    on_a_runtime: OnceLock<Made<AsyncTransport>>,
    blocking: OnceLock<Made<BlockingTransport>>,
}

/// A transport, or why there is none.
type Made<T> = Result<T, String>;

/// A transport with the proxy and the certificates that the environment names.
pub(crate) fn default_transport(environment: Environment) -> Option<Arc<dyn Transport>> {
    Some(Arc::new(DefaultTransport {
        environment,
        on_a_runtime: OnceLock::new(),
        blocking: OnceLock::new(),
    }))
}

impl DefaultTransport {
    fn of(&self, mode: Mode) -> Result<&dyn Transport, &str> {
        match mode {
            Mode::Async => made(&self.on_a_runtime, || {
                AsyncTransport::from_environment(&self.environment)
            }),
            Mode::Blocking => made(&self.blocking, || {
                BlockingTransport::from_environment(&self.environment)
            }),
        }
    }
}

fn made<T: Transport>(
    slot: &OnceLock<Made<T>>,
    make: impl FnOnce() -> Result<T, CallError>,
) -> Result<&dyn Transport, &str> {
    let made = slot.get_or_init(|| make().map_err(|error| error.to_string()));
    made.as_ref().map(|made| made as _).map_err(String::as_str)
}

impl Transport for DefaultTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, CallError>> {
        match self.of(limits.mode) {
            Ok(transport) => transport.send(request, limits),
            Err(reason) => {
                let error = CallError::new(CallErrorKind::Endpoint, reason);
                Box::pin(async { Err(error) })
            }
        }
    }
}
