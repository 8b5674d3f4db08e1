//! The crypto provider of a build with ring.

use rustls::crypto::CryptoProvider;
use std::sync::Arc;

pub(super) fn provider() -> Option<Arc<CryptoProvider>> {
    Some(Arc::new(rustls::crypto::ring::default_provider()))
}
