//! HTTP/2, for streams of events that go both ways at once.

use hyper_util::client::legacy::Builder;
use rustls::ClientConfig;
use std::sync::Arc;

/// Makes a client speak HTTP/2 alone: without TLS as well, where nothing tells what a server speaks.
/// Whether it can.
pub(super) fn alone(builder: &mut Builder, tls: &mut Result<Arc<ClientConfig>, String>) -> bool {
    builder.http2_only(true);
    if let Ok(tls) = tls {
        Arc::make_mut(tls).alpn_protocols = vec![b"h2".to_vec()];
    }
    true
}
