//! Creating bodies.

use super::byte_stream::ByteStream;
use super::file::FilePart;
use super::sized::Sized as SizedBody;
use super::source::Source;
use crate::error::{RequestError, RequestErrorKind};
use bytes::{Buf, Bytes, BytesMut};
use futures_core::Stream;
use http_body::{Body, Frame, SizeHint};
use std::error::Error;
use std::io::{self, Read};
use std::ops::{Bound, RangeBounds};
use std::path::Path;
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll};

/// The bytes that are asked of a reader at once.
pub(super) const PIECE: usize = 64 * 1024;

impl ByteStream {
    /// Creates a body from static bytes.
    #[must_use]
    pub fn from_static(bytes: &'static [u8]) -> Self {
        Self::from(Bytes::from_static(bytes))
    }

    /// Creates a body from a file. It is read as it is sent, and opened again for a retry.
    ///
    /// # Errors
    /// There is no such file.
    pub fn from_path(path: impl AsRef<Path>) -> io::Result<Self> {
        Self::from_path_range(path, ..)
    }

    /// Creates a body from a byte range of a file.
    ///
    /// # Errors
    /// There is no such file, or the range is not within it.
    pub fn from_path_range(
        path: impl AsRef<Path>,
        range: impl RangeBounds<u64>,
    ) -> io::Result<Self> {
        let start = match range.start_bound() {
            Bound::Included(start) => *start,
            Bound::Excluded(before) => before.saturating_add(1),
            Bound::Unbounded => 0,
        };
        let end = match range.end_bound() {
            Bound::Included(last) => Some(last.saturating_add(1)),
            Bound::Excluded(end) => Some(*end),
            Bound::Unbounded => None,
        };
        let file = FilePart::new(path.as_ref(), start, end)?;
        Ok(Self {
            source: Source::File(file),
        })
    }

    /// Creates a body from one of the `http-body` crate, such as hyper's or reqwest's. It can be sent once.
    pub fn from_body<B>(body: B) -> Self
    where
        B: Body + Send + 'static,
        B::Error: Into<Box<dyn Error + Send + Sync>>,
    {
        Self::from_any(Foreign(Box::pin(body)))
    }

    /// Creates a body from a stream of bytes. It can be sent once, so a failed attempt is not retried.
    pub fn from_stream<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        Self::from_any(Streamed(Box::pin(stream)))
    }

    /// Creates a body from a reader, which blocks the sending thread. It can be sent once.
    pub fn from_read(reader: impl Read + Send + 'static) -> Self {
        Self::from_any(Blocking(Some(reader)))
    }

    pub(crate) fn from_any(
        body: impl Body<Data = Bytes, Error = RequestError> + Send + 'static,
    ) -> Self {
        Self {
            source: Source::Body(Mutex::new(Box::pin(body))),
        }
    }

    /// The same body with these bytes in front of it.
    pub(crate) fn behind(self, front: Bytes) -> Self {
        match front.is_empty() {
            true => self,
            false => Self::from_any(Behind { front, body: self }),
        }
    }

    /// Sets the length of the body, which is sent as `Content-Length`. If the body turns out longer or
    /// shorter, the call fails.
    #[must_use]
    pub fn with_content_length(self, length: u64) -> Self {
        Self::from_any(SizedBody::new(self, length, RequestErrorKind::Body))
    }

    /// Whether it can be sent again: true of bytes in memory and of files.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        !matches!(self.source, Source::Body(_))
    }

    /// A copy of the body, from its first byte; `None` if it can be sent only once.
    #[must_use]
    pub fn try_clone(&self) -> Option<Self> {
        let source = match &self.source {
            Source::Bytes(bytes) => Source::Bytes(bytes.clone()),
            Source::File(file) => Source::File(file.reopened()),
            Source::Body(_) => return None,
        };
        Some(Self { source })
    }
}

impl From<Bytes> for ByteStream {
    fn from(bytes: Bytes) -> Self {
        Self {
            source: Source::Bytes(bytes),
        }
    }
}

fn failed(error: impl Into<Box<dyn Error + Send + Sync>>) -> RequestError {
    let error = error.into();
    match error.downcast::<RequestError>() {
        Ok(error) => *error,
        Err(error) => RequestError::new(RequestErrorKind::Body, error),
    }
}

pub(super) type Polled = Poll<Option<Result<Frame<Bytes>, RequestError>>>;

/// A body of somebody else's.
struct Foreign<B>(Pin<Box<B>>);

impl<B: Body> Body for Foreign<B>
where
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    type Data = Bytes;
    type Error = RequestError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Polled {
        self.0.as_mut().poll_frame(context).map(|frame| {
            let frame = frame?.map_err(failed);
            Some(frame.map(|frame| frame.map_data(|mut data| data.copy_to_bytes(data.remaining()))))
        })
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

struct Streamed<S>(Pin<Box<S>>);

impl<S, B, E> Body for Streamed<S>
where
    S: Stream<Item = Result<B, E>>,
    B: Into<Bytes>,
    E: Into<Box<dyn Error + Send + Sync>>,
{
    type Data = Bytes;
    type Error = RequestError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Polled {
        self.0.as_mut().poll_next(context).map(|item| {
            let item = item?.map_err(failed);
            Some(item.map(|bytes| Frame::data(bytes.into())))
        })
    }
}

/// A reader that blocks; `None` at its end.
struct Blocking<R>(Option<R>);

// Nothing in it is pinned.
impl<R> Unpin for Blocking<R> {}

impl<R: Read> Body for Blocking<R> {
    type Data = Bytes;
    type Error = RequestError;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Polled {
        let Some(reader) = &mut self.0 else {
            return Poll::Ready(None);
        };
        let mut piece = BytesMut::zeroed(PIECE);
        let read = loop {
            match reader.read(&mut piece) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        match read {
            Ok(0) => {
                self.0 = None;
                Poll::Ready(None)
            }
            Ok(length) => {
                piece.truncate(length);
                Poll::Ready(Some(Ok(Frame::data(piece.freeze()))))
            }
            Err(error) => {
                self.0 = None;
                Poll::Ready(Some(Err(io_failed(error))))
            }
        }
    }
}

/// The error of a reader, which may be one of ours in the guise of the standard library's.
pub(super) fn io_failed(error: io::Error) -> RequestError {
    let is_ours = error
        .get_ref()
        .is_some_and(|inner| inner.is::<RequestError>());
    match error.into_inner() {
        Some(inner) if is_ours => failed(inner),
        Some(inner) => RequestError::new(RequestErrorKind::Body, inner),
        None => RequestError::new(RequestErrorKind::Body, "a reader failed"),
    }
}

/// A body that goes on after these bytes.
struct Behind {
    front: Bytes,
    body: ByteStream,
}

impl Body for Behind {
    type Data = Bytes;
    type Error = RequestError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, RequestError>>> {
        if !self.front.is_empty() {
            let front = std::mem::take(&mut self.front);
            return Poll::Ready(Some(Ok(Frame::data(front))));
        }
        Pin::new(&mut self.body).poll_frame(context)
    }
}
