//! Large objects to a store as S3 is, and back: files in parts, several at once, sent again where one fails.
//!
//! The client is one that `cargo xtask new s3` generated. [`store!`] says which:
//!
//! ```ignore
//! shapewright_transfer::store!(struct S3 of shapewright_s3);
//!
//! let store = S3(shapewright_s3::Client::new(&config));
//! Upload::new(store.clone(), "bucket", "film.mp4", "film.mp4").send().await?;
//! Download::new(store, "bucket", "film.mp4", "copy.mp4").send().await?;
//! ```
//!
//! | | |
//! | --- | --- |
//! | memory | an upload reads its file while it sends; of a body that streams, a part for each that is under way |
//! | parts | of 8 MiB, larger where 10,000 do not suffice; eight at once |
//! | checksums | each part's is checked by the store, and that of the whole, where the store tells it |
//! | failure | the first error is told; the store is asked to forget the parts, unless they are [kept](Upload::keep) |
//! | dropped | the same, as far as there is a runtime that can ask |

mod checksum;
mod download;
mod error;
mod parts;
mod store;
mod upload;

pub use download::{Download, DownloadState, Downloaded};
pub use error::{Kind, TransferError};
pub use parts::{MOST_PARTS, part_size};
pub use store::{Found, Part, Store, StoreError, Stored, Target};
pub use upload::{Upload, UploadState, Uploaded};

#[doc(hidden)]
pub mod __macro {
    pub use shapewright_runtime::ByteStream;
    pub use shapewright_runtime::platform::BoxFuture;
}

/// How far a transfer has come.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Progress {
    /// The bytes that are there.
    pub bytes: u64,
    /// All bytes, where their number is known.
    pub total: Option<u64>,
}

/// What is told how far a transfer has come: after each part.
type OnProgress = std::sync::Arc<dyn Fn(Progress) + Send + Sync>;
