//! Errors of transfers.

use crate::{DownloadState, StoreError, UploadState};
use std::error::Error;
use std::fmt;
use std::io;

/// What caused a transfer to fail.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum TransferErrorKind {
    /// The local file.
    File,
    /// The store.
    Store,
    /// The checksum or the length of the received data does not match.
    Integrity,
    /// The transfer cannot be started or resumed: there are too many parts, or the file changed.
    Request,
}

/// The first error of a transfer.
#[derive(Debug)]
pub struct TransferError {
    pub(crate) kind: TransferErrorKind,
    pub(crate) source: StoreError,
    pub(crate) upload: Option<Box<UploadState>>,
    pub(crate) download: Option<Box<DownloadState>>,
}

impl TransferError {
    pub(crate) fn new(kind: TransferErrorKind, source: impl Into<StoreError>) -> Self {
        Self {
            kind,
            source: source.into(),
            upload: None,
            download: None,
        }
    }

    pub(crate) fn store(source: StoreError) -> Self {
        Self::new(TransferErrorKind::Store, source)
    }

    pub(crate) fn file(source: io::Error) -> Self {
        Self::new(TransferErrorKind::File, source)
    }

    /// What caused it.
    #[must_use]
    pub fn kind(&self) -> TransferErrorKind {
        self.kind
    }

    /// The error of the client, or of the file.
    #[must_use]
    pub fn cause(&self) -> &(dyn Error + Send + Sync + 'static) {
        &*self.source
    }

    /// The state to resume an upload that [keeps](crate::Upload::keep) its parts.
    #[must_use]
    pub fn upload_state(&self) -> Option<&UploadState> {
        self.upload.as_deref()
    }

    /// The state to resume a download that [keeps](crate::Download::keep) its parts.
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
