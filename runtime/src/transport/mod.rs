//! How one request travels to the service, and its response back.

#[cfg(any(feature = "hyper", feature = "blocking"))]
mod certificates;
pub(crate) mod decode;
#[cfg(any(feature = "hyper", feature = "blocking"))]
pub(crate) mod default;
mod exchange;
#[cfg(feature = "hyper")]
mod hyper;
mod limits;
#[cfg(any(feature = "hyper", feature = "blocking"))]
mod network;
#[cfg(any(feature = "hyper", feature = "blocking"))]
mod proxy;
#[cfg(feature = "blocking")]
mod ureq;
#[cfg(feature = "blocking")]
mod ureq_gaps;

#[cfg(feature = "hyper")]
pub use self::hyper::HyperTransport;
#[cfg(feature = "blocking")]
pub use self::ureq::UreqTransport;
pub use crate::protocol::XmlLimits;
pub use exchange::{Limits, Transport};
pub(crate) use exchange::{sooner, within};
pub use limits::ResponseLimits;
#[cfg(all(feature = "credentials", any(feature = "hyper", feature = "blocking")))]
pub(crate) use network::crypto_provider;
