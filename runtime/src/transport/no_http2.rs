//! No HTTP/2.

use hyper_util::client::legacy::Builder;
use rustls::ClientConfig;
use std::sync::Arc;

pub(super) fn alone(_: &mut Builder, _: &mut Result<Arc<ClientConfig>, String>) -> bool {
    false
}
