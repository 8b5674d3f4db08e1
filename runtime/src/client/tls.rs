//! What both transports need of rustls.

use crate::error::{CallError, CallErrorKind};
use rustls::crypto::CryptoProvider;
use std::sync::Arc;

/// ring where the feature is on, else what the application installed for the process.
pub(super) fn crypto_provider() -> Result<Arc<CryptoProvider>, CallError> {
    #[cfg(feature = "ring")]
    let provider = Some(Arc::new(rustls::crypto::ring::default_provider()));
    #[cfg(not(feature = "ring"))]
    let provider = CryptoProvider::get_default().cloned();
    provider.ok_or_else(|| {
        CallError::new(
            CallErrorKind::Endpoint,
            "HTTPS needs a crypto provider: enable the feature `ring`, or install one with \
             `rustls::crypto::CryptoProvider::install_default`",
        )
    })
}
