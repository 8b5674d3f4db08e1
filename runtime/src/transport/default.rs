//! The transport of a configuration that names none.

use super::network::Network;
use crate::operation::error::{CallError, CallErrorKind};
use crate::platform::BoxFuture;
use crate::platform::Environment;
use crate::transport::{Limits, Transport};
use bytes::Bytes;
use http::uri::Scheme;
use http::{Request, Response, Uri};
use std::sync::OnceLock;

/// hyper where there is a tokio runtime, ureq where the thread may block. Each is made when it is
/// first needed, so that a configuration that gets another transport costs nothing.
#[derive(Debug)]
pub(crate) struct DefaultTransport {
    environment: Environment,
    #[cfg(feature = "hyper")]
    hyper: OnceLock<Made<crate::transport::HyperTransport>>,
    /// For HTTP without TLS, where there is none.
    #[cfg(feature = "hyper")]
    plain_hyper: OnceLock<crate::transport::HyperTransport>,
    #[cfg(feature = "blocking")]
    ureq: OnceLock<Made<crate::transport::UreqTransport>>,
    /// For HTTP without TLS, where there is none.
    #[cfg(feature = "blocking")]
    plain_ureq: OnceLock<crate::transport::UreqTransport>,
}

/// A transport, or why there is none.
type Made<T> = Result<T, String>;

impl DefaultTransport {
    /// A transport with the proxy and the certificates that the environment names.
    pub(crate) fn new(environment: Environment) -> Self {
        Self {
            environment,
            #[cfg(feature = "hyper")]
            hyper: OnceLock::new(),
            #[cfg(feature = "hyper")]
            plain_hyper: OnceLock::new(),
            #[cfg(feature = "blocking")]
            ureq: OnceLock::new(),
            #[cfg(feature = "blocking")]
            plain_ureq: OnceLock::new(),
        }
    }

    #[cfg(feature = "hyper")]
    fn hyper(&self, uri: &Uri) -> Result<&dyn Transport, &str> {
        let made = self.hyper.get_or_init(|| {
            Network::from_environment(&self.environment)
                .and_then(|network| crate::transport::HyperTransport::from_network(&network))
                .map_err(|error| error.to_string())
        });
        match made {
            Ok(made) => Ok(made),
            Err(_) if is_plain(uri) => Ok(self
                .plain_hyper
                .get_or_init(crate::transport::HyperTransport::new)),
            Err(reason) => Err(reason),
        }
    }

    #[cfg(feature = "blocking")]
    fn ureq(&self, uri: &Uri) -> Result<&dyn Transport, &str> {
        let made = self.ureq.get_or_init(|| {
            Network::from_environment(&self.environment)
                .and_then(|network| crate::transport::UreqTransport::from_network(&network))
                .map_err(|error| error.to_string())
        });
        match made {
            Ok(made) => Ok(made),
            Err(_) if is_plain(uri) => Ok(self
                .plain_ureq
                .get_or_init(crate::transport::UreqTransport::new)),
            Err(reason) => Err(reason),
        }
    }

    #[cfg(all(feature = "hyper", feature = "blocking"))]
    fn choose(&self, uri: &Uri) -> Result<&dyn Transport, &str> {
        if crate::platform::is_blocking() {
            self.ureq(uri)
        } else {
            self.hyper(uri)
        }
    }

    #[cfg(all(feature = "hyper", not(feature = "blocking")))]
    fn choose(&self, uri: &Uri) -> Result<&dyn Transport, &str> {
        self.hyper(uri)
    }

    #[cfg(all(feature = "blocking", not(feature = "hyper")))]
    fn choose(&self, uri: &Uri) -> Result<&dyn Transport, &str> {
        self.ureq(uri)
    }
}

impl Transport for DefaultTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, CallError>> {
        match self.choose(request.uri()) {
            Ok(transport) => transport.send(request, limits),
            Err(reason) => {
                let error = CallError::new(CallErrorKind::Endpoint, reason);
                Box::pin(async { Err(error) })
            }
        }
    }
}

/// Whether certificates do not matter.
fn is_plain(uri: &Uri) -> bool {
    uri.scheme() == Some(&Scheme::HTTP)
}
