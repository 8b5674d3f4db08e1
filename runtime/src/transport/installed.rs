//! The crypto provider that the application installed for the process.

use rustls::crypto::CryptoProvider;
use std::sync::Arc;

pub(super) fn provider() -> Option<Arc<CryptoProvider>> {
    CryptoProvider::get_default().cloned()
}
