//! The body as one of `http-body`.

use super::byte_stream::ByteStream;
use super::source::{Source, lock};
use crate::error::{RequestError, RequestErrorKind};
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use std::pin::Pin;
use std::sync::PoisonError;
use std::task::{Context, Poll};

/// The bytes of a piece of a body that is in memory.
const PIECE: usize = 64 * 1024;

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
