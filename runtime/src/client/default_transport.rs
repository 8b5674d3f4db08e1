//! The transport of a configuration that names none.

use super::transport::{BoxFuture, Limits, Transport};
use crate::error::CallError;
use bytes::Bytes;
use http::{Request, Response};
use std::sync::OnceLock;

/// hyper where there is a tokio runtime, ureq where the thread may block. Each is made when it is
/// first needed, so that a configuration that gets another transport costs nothing.
#[derive(Debug, Default)]
pub(super) struct DefaultTransport {
    #[cfg(feature = "hyper")]
    hyper: OnceLock<super::HyperTransport>,
    #[cfg(feature = "blocking")]
    ureq: OnceLock<super::UreqTransport>,
}

impl Transport for DefaultTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, CallError>> {
        self.choose().send(request, limits)
    }
}

impl DefaultTransport {
    #[cfg(all(feature = "hyper", feature = "blocking"))]
    fn choose(&self) -> &dyn Transport {
        if super::time::is_blocking() {
            self.ureq.get_or_init(super::UreqTransport::new)
        } else {
            self.hyper.get_or_init(super::HyperTransport::new)
        }
    }

    #[cfg(all(feature = "hyper", not(feature = "blocking")))]
    fn choose(&self) -> &dyn Transport {
        self.hyper.get_or_init(super::HyperTransport::new)
    }

    #[cfg(all(feature = "blocking", not(feature = "hyper")))]
    fn choose(&self) -> &dyn Transport {
        self.ureq.get_or_init(super::UreqTransport::new)
    }
}
