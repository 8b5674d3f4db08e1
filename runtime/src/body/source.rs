//! Where the bytes of a body come from.

use super::file::FilePart;
use crate::error::RequestError;
use bytes::Bytes;
use http_body::Body;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

/// Any other body, behind a lock that nobody waits for: it makes a body `Sync` that is not.
pub(super) type AnyBody = Mutex<Pin<Box<dyn Body<Data = Bytes, Error = RequestError> + Send>>>;

/// Where the bytes of a body come from.
pub(super) enum Source {
    Bytes(Bytes),
    File(FilePart),
    Body(AnyBody),
}

impl Default for Source {
    fn default() -> Self {
        Self::Bytes(Bytes::new())
    }
}

impl From<Vec<u8>> for Source {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes.into())
    }
}

impl Source {
    pub(super) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            Self::File(_) | Self::Body(_) => None,
        }
    }

    pub(super) fn content_length(&self) -> Option<u64> {
        match self {
            Self::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            Self::File(file) => Some(file.left()),
            Self::Body(body) => lock(body).size_hint().exact(),
        }
    }
}

pub(super) fn lock(
    body: &AnyBody,
) -> std::sync::MutexGuard<'_, Pin<Box<dyn Body<Data = Bytes, Error = RequestError> + Send>>> {
    body.lock().unwrap_or_else(PoisonError::into_inner)
}
