//! Consuming bodies.

use super::byte_stream::ByteStream;
use super::read::Reader;
use super::source::Source;
use crate::error::{RequestError, RequestErrorKind};
use crate::platform::{block_on, tokio_runtime};
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http_body::Body;
use std::fs::File;
use std::future::poll_fn;
use std::io::{self, Write};
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// All the bytes of a body.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct AggregatedBytes(Bytes);

impl AggregatedBytes {
    /// The bytes.
    #[must_use]
    pub fn into_bytes(self) -> Bytes {
        self.0
    }

    /// The bytes, copied.
    #[must_use]
    pub fn to_vec(&self) -> Vec<u8> {
        self.0.to_vec()
    }

    /// The bytes as a string.
    ///
    /// # Errors
    /// They are not UTF-8.
    pub fn into_string(self) -> Result<String, std::string::FromUtf8Error> {
        String::from_utf8(self.0.into())
    }
}

impl AsRef<[u8]> for AggregatedBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl ByteStream {
    /// Returns the next bytes; `None` at the end. A truncated body ends with an error.
    ///
    /// # Errors
    /// The body cannot be read, or its length or checksum does not match.
    pub async fn next(&mut self) -> Option<Result<Bytes, RequestError>> {
        poll_fn(|context| self.poll_bytes(context)).await
    }

    /// Returns the next bytes; `None` at the end.
    ///
    /// # Errors
    /// Those of [`next`](Self::next).
    pub async fn try_next(&mut self) -> Result<Option<Bytes>, RequestError> {
        self.next().await.transpose()
    }

    /// The next bytes, none of which are trailers.
    pub(crate) fn poll_bytes(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, RequestError>>> {
        loop {
            match ready!(Pin::new(&mut *self).poll_frame(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(frame)) => {
                    if let Ok(bytes) = frame.into_data()
                        && !bytes.is_empty()
                    {
                        return Poll::Ready(Some(Ok(bytes)));
                    }
                }
            }
        }
    }

    /// Reads the whole body into memory.
    ///
    /// # Errors
    /// Those of [`next`](Self::next).
    pub async fn collect(self) -> Result<AggregatedBytes, RequestError> {
        self.collect_bounded(None).await.map(AggregatedBytes)
    }

    /// Like [`collect`](Self::collect), but blocks the thread.
    ///
    /// # Errors
    /// Those of [`next`](Self::next).
    pub fn collect_blocking(self) -> Result<AggregatedBytes, RequestError> {
        block_on(self.collect())
    }

    /// All bytes, unless there are more than these.
    pub(crate) async fn collect_bounded(
        mut self,
        most: Option<usize>,
    ) -> Result<Bytes, RequestError> {
        if let Source::Bytes(bytes) = self.source {
            return match most {
                Some(most) if bytes.len() > most => Err(too_large(most)),
                _ => Ok(bytes),
            };
        }
        let most = most.unwrap_or(usize::MAX);
        let mut length = 0_usize;
        let mut pieces: Vec<Bytes> = Vec::new();
        while let Some(piece) = self.next().await {
            let piece = piece?;
            length = length.saturating_add(piece.len());
            if length > most {
                return Err(too_large(most));
            }
            pieces.push(piece);
        }
        if pieces.len() == 1 {
            return Ok(pieces.pop().unwrap_or_default());
        }
        let mut whole = BytesMut::with_capacity(length);
        for piece in pieces {
            whole.extend_from_slice(&piece);
        }
        Ok(whole.freeze())
    }

    /// Converts it into a `std::io::Read`, which blocks the thread until more bytes arrive.
    #[must_use]
    pub fn into_read(self) -> Reader {
        Reader::new(self)
    }

    /// Writes the bytes as they arrive, blocking the thread; returns their number.
    ///
    /// # Errors
    /// Those of [`next`](Self::next), or of the writer.
    pub fn write_to(mut self, writer: &mut (impl Write + ?Sized)) -> io::Result<u64> {
        let mut length = 0;
        while let Some(piece) = block_on(self.next()) {
            let piece = piece.map_err(io::Error::other)?;
            writer.write_all(&piece)?;
            length += u64::try_from(piece.len()).unwrap_or_default();
        }
        writer.flush()?;
        Ok(length)
    }

    /// Writes the bytes to a file as they arrive, blocking the thread; returns their number. An existing file
    /// is overwritten. If this fails, the file holds part of the body.
    ///
    /// # Errors
    /// Those of [`write_to`](Self::write_to).
    pub fn to_file_blocking(self, path: impl AsRef<Path>) -> io::Result<u64> {
        self.write_to(&mut File::create(path)?)
    }

    /// Writes the bytes to a file as they arrive; returns their number. An existing file is overwritten. If
    /// this fails, the file holds part of the body.
    ///
    /// # Errors
    /// Those of [`next`](Self::next), or of the file.
    pub async fn to_file(mut self, path: impl AsRef<Path>) -> io::Result<u64> {
        let path = path.as_ref().to_owned();
        let mut file = tokio_runtime::unblock(|| File::create(path)).await?;
        let mut length = 0;
        while let Some(piece) = self.next().await {
            let piece = piece.map_err(io::Error::other)?;
            length += u64::try_from(piece.len()).unwrap_or_default();
            file = tokio_runtime::unblock(move || file.write_all(&piece).map(|()| file)).await?;
        }
        Ok(length)
    }
}

/// The error of a body that is larger than it may be in memory.
pub(crate) fn too_large(most: usize) -> RequestError {
    RequestError::new(
        RequestErrorKind::Response,
        format!(
            "the body is larger than {most} bytes, the most that the configuration's \
             `ResponseLimits` allow"
        ),
    )
}

impl Stream for ByteStream {
    type Item = Result<Bytes, RequestError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_bytes(context)
    }
}
