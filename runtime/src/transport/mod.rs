//! HTTP transports.

#[cfg(any(feature = "hyper", feature = "blocking"))]
mod certificates;
#[cfg(feature = "hyper")]
mod connector;
pub(crate) mod decode;
#[cfg(any(feature = "hyper", feature = "blocking"))]
mod default;
#[cfg(not(any(feature = "hyper", feature = "blocking")))]
#[path = "no_default.rs"]
mod default;
#[cfg(feature = "hyper")]
mod download;
mod exchange;
#[cfg(feature = "gzip")]
mod gzip;
#[cfg(not(feature = "gzip"))]
#[path = "no_gzip.rs"]
mod gzip;
#[cfg(feature = "http2")]
mod http2;
#[cfg(all(feature = "hyper", not(feature = "http2")))]
#[path = "no_http2.rs"]
mod http2;
#[cfg(feature = "hyper")]
mod hyper;
#[cfg_attr(not(feature = "gzip"), allow(dead_code))]
mod limits;
#[cfg(any(feature = "hyper", feature = "blocking"))]
mod network;
#[cfg(all(feature = "ring", any(feature = "hyper", feature = "blocking")))]
#[path = "ring.rs"]
mod provider;
#[cfg(all(not(feature = "ring"), any(feature = "hyper", feature = "blocking")))]
#[path = "installed.rs"]
mod provider;
#[cfg(any(feature = "hyper", feature = "blocking"))]
mod proxy;
#[cfg(any(feature = "hyper", feature = "blocking"))]
mod stretch;
mod throughput;
#[cfg(feature = "blocking")]
mod ureq;
#[cfg(feature = "blocking")]
mod ureq_gaps;
#[cfg(feature = "blocking")]
mod ureq_head;

#[cfg(feature = "hyper")]
pub use self::hyper::HyperTransport;
#[cfg(feature = "blocking")]
pub use self::ureq::UreqTransport;
pub use crate::protocol::XmlLimits;
pub(crate) use default::default_transport;
pub use exchange::{Limits, Transport};
pub(crate) use exchange::{TypedResult, send_whole, sooner, within};
pub(crate) use gzip::compress;
pub use limits::ResponseLimits;
#[cfg(all(feature = "credentials", any(feature = "hyper", feature = "blocking")))]
pub(crate) use network::crypto_provider;
pub use throughput::MinimumThroughput;

// What a configuration that names no transport sends with.
#[cfg(all(feature = "hyper", not(feature = "blocking")))]
pub(crate) use self::hyper::HyperTransport as BlockingTransport;
#[cfg(feature = "hyper")]
pub(crate) use self::hyper::HyperTransport as AsyncTransport;
#[cfg(all(feature = "blocking", not(feature = "hyper")))]
pub(crate) use self::ureq::UreqTransport as AsyncTransport;
#[cfg(feature = "blocking")]
pub(crate) use self::ureq::UreqTransport as BlockingTransport;
