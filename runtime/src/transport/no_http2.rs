//! No HTTP/2.

use hyper_util::client::legacy::Builder;
use rustls::ClientConfig;

pub(super) fn alone(_: &mut Builder, _: Option<&mut ClientConfig>) -> bool {
    false
}
