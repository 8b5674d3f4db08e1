//! Where the bytes of a body come from.

use super::byte_stream::ByteStream;
use super::file::FilePart;
use crate::operation::error::{RequestError, RequestErrorKind};
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

/// Any other body, behind a lock that nobody waits for: it makes a body `Sync` that is not.
pub(super) type AnyBody = Mutex<Pin<Box<dyn Body<Data = Bytes, Error = RequestError> + Send>>>;

/// Where the bytes of a body come from.
pub(super) enum Source {
    Bytes(Bytes),
    File(FilePart),
    Body(AnyBody),
}

/// The bytes of a piece of a body that is in memory.
const PIECE: usize = 64 * 1024;

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

fn lock(
    body: &AnyBody,
) -> std::sync::MutexGuard<'_, Pin<Box<dyn Body<Data = Bytes, Error = RequestError> + Send>>> {
    body.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A piece from the front of these bytes.
fn piece(bytes: &mut Bytes) -> Option<Bytes> {
    let length = bytes.len().min(PIECE);
    (length > 0).then(|| bytes.split_to(length))
}

impl Body for ByteStream {
    type Data = Bytes;
    type Error = RequestError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, RequestError>>> {
        match &mut self.source {
            Source::Bytes(bytes) => Poll::Ready(piece(bytes).map(|piece| Ok(Frame::data(piece)))),
            Source::File(file) => file.poll_piece(context).map(|piece| {
                let piece = piece.transpose()?;
                let failed = |error| RequestError::new(RequestErrorKind::Body, error);
                Some(piece.map(Frame::data).map_err(failed))
            }),
            Source::Body(body) => {
                let body = body.get_mut().unwrap_or_else(PoisonError::into_inner);
                body.as_mut().poll_frame(context)
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.source {
            Source::Bytes(bytes) => bytes.is_empty(),
            Source::File(file) => file.left() == 0,
            Source::Body(body) => lock(body).is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.source {
            Source::Body(body) => lock(body).size_hint(),
            source => source
                .content_length()
                .map_or_else(SizeHint::new, SizeHint::with_exact),
        }
    }
}
