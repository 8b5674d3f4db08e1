//! What can go wrong with a transfer.

use crate::{DownloadState, StoreError, UploadState};
use std::error::Error;
use std::fmt;
use std::io;

/// Where a transfer failed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Kind {
    /// The file here.
    File,
    /// The store.
    Store,
    /// What arrived is not what was sent, by its checksum or its length.
    Integrity,
    /// It cannot be begun, or gone on with: too many parts, another file than before.
    Request,
}

/// A transfer that failed, by its first error.
#[derive(Debug)]
pub struct TransferError {
    pub(crate) kind: Kind,
    pub(crate) source: StoreError,
    pub(crate) upload: Option<Box<UploadState>>,
    pub(crate) download: Option<Box<DownloadState>>,
}

impl TransferError {
    pub(crate) fn new(kind: Kind, source: impl Into<StoreError>) -> Self {
        Self {
            kind,
            source: source.into(),
            upload: None,
            download: None,
        }
    }

    pub(crate) fn store(source: StoreError) -> Self {
        Self::new(Kind::Store, source)
    }

    pub(crate) fn file(source: io::Error) -> Self {
        Self::new(Kind::File, source)
    }

    /// Where it failed.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The error of the client, or of the file.
    #[must_use]
    pub fn cause(&self) -> &(dyn Error + Send + Sync + 'static) {
        &*self.source
    }

    /// What an upload that [keeps](crate::Upload::keep) its parts can be gone on with.
    #[must_use]
    pub fn upload_state(&self) -> Option<&UploadState> {
        self.upload.as_deref()
    }

    /// What a download that [keeps](crate::Download::keep) its parts can be gone on with.
    #[must_use]
    pub fn download_state(&self) -> Option<&DownloadState> {
        self.download.as_deref()
    }
}

impl fmt::Display for TransferError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(formatter)
    }
}

impl Error for TransferError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.source()
    }
}
