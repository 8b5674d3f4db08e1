//! Bodies that stream, of requests and of responses: one type for both.

mod byte_stream;
#[cfg(feature = "checksum")]
mod checksum;
#[cfg(feature = "client")]
mod consume;
#[cfg_attr(not(feature = "client"), allow(dead_code))]
mod events;
#[cfg(feature = "client")]
mod file;
#[cfg(feature = "client")]
mod frames;
#[cfg(feature = "client")]
mod make;
#[cfg(feature = "hyper")]
mod on_tokio;
#[cfg(feature = "client")]
mod read;
#[cfg(feature = "client")]
mod reading;
#[cfg(not(feature = "client"))]
#[path = "no_reading.rs"]
mod reading;
#[cfg(feature = "client")]
mod sized;
#[cfg(feature = "client")]
mod source;
#[cfg(not(feature = "client"))]
#[path = "no_source.rs"]
mod source;

#[cfg(feature = "client")]
mod tree_hash;

pub use byte_stream::ByteStream;
#[cfg(feature = "checksum")]
pub(crate) use checksum::{Algorithm, Checked, Checksum, md5};
#[cfg(feature = "client")]
pub use consume::AggregatedBytes;
#[cfg(feature = "client")]
pub(crate) use consume::too_large;
pub use events::{EventError, EventStream};
#[cfg(feature = "client")]
pub use read::Reader;
#[cfg(feature = "client")]
pub(crate) use reading::Reading;
#[cfg(feature = "client")]
pub(crate) use sized::Sized;
#[cfg(feature = "client")]
pub use tree_hash::TreeHash;
