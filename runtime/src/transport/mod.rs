//! How one request travels to the service, and its response back.

#[cfg(any(feature = "hyper", feature = "blocking"))]
mod certificates;
pub(crate) mod decode;
#[cfg(any(feature = "hyper", feature = "blocking"))]
pub(crate) mod default;
mod exchange;
#[cfg(feature = "hyper")]
mod hyper;
#[cfg(any(feature = "hyper", feature = "blocking"))]
mod network;
#[cfg(feature = "blocking")]
mod ureq;

#[cfg(feature = "hyper")]
pub use self::hyper::HyperTransport;
#[cfg(feature = "blocking")]
pub use self::ureq::UreqTransport;
pub(crate) use exchange::within;
pub use exchange::{Limits, Transport};
#[cfg(all(feature = "credentials", any(feature = "hyper", feature = "blocking")))]
pub(crate) use network::crypto_provider;
