//! Uploads and downloads of large objects to S3 and compatible stores: in concurrent parts, with retries,
//! resumption and checksums.
//!
//! It uses a client that `cargo xtask new s3` generated. [`store!`] adapts it:
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
//! | memory | an upload reads its file as it sends it; of a streaming body, it buffers the parts that are being sent |
//! | parts | 8 MiB, or larger if that makes more than 10,000; eight at a time |
//! | checksums | the store validates that of each part, and the client that of the whole object, if the store returns it |
//! | failure | the first error is returned; the upload is aborted and its parts are deleted, unless they are [kept](Upload::keep) |
//! | dropped | the upload is aborted too, if there is still a runtime to do so |

mod checksum;
mod download;
mod error;
mod parts;
mod store;
mod upload;

pub use download::{Download, DownloadState, Downloaded};
pub use error::{TransferError, TransferErrorKind};
pub use parts::{MAX_PARTS, part_size};
pub use store::{ObjectMetadata, Part, Store, StoreError, Stored, Target};
pub use upload::{Upload, UploadState, Uploaded};

#[doc(hidden)]
pub mod __macro {
    pub use shapewright_runtime::ByteStream;
    pub use shapewright_runtime::platform::BoxFuture;
}

/// The progress of a transfer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Progress {
    /// The transferred bytes.
    pub bytes: u64,
    /// All bytes, if their number is known.
    pub total: Option<u64>,
}

/// The callback for progress, after each part.
type OnProgress = std::sync::Arc<dyn Fn(Progress) + Send + Sync>;
