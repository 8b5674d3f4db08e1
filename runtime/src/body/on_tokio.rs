//! Bodies as tokio's readers, and of them.

use super::byte_stream::ByteStream;
use super::make::{PIECE, Polled, io_failed};
use super::read::Reader;
use crate::error::RequestError;
use bytes::{Bytes, BytesMut};
use http_body::{Body, Frame};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncBufRead, AsyncRead, ReadBuf};

impl ByteStream {
    /// Creates a body from an async reader. It can be sent once.
    pub fn from_async_read(reader: impl AsyncRead + Send + 'static) -> Self {
        Self::from_any(AsyncReading(Some(Box::pin(reader))))
    }

    /// Converts it into a tokio `AsyncRead`.
    #[must_use]
    pub fn into_async_read(self) -> Reader {
        Reader::new(self)
    }
}

struct AsyncReading<R>(Option<Pin<Box<R>>>);

impl<R: AsyncRead> Body for AsyncReading<R> {
    type Data = Bytes;
    type Error = RequestError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Polled {
        let Some(reader) = &mut self.0 else {
            return Poll::Ready(None);
        };
        let mut piece = BytesMut::zeroed(PIECE);
        let mut buffer = ReadBuf::new(&mut piece);
        match ready!(reader.as_mut().poll_read(context, &mut buffer)) {
            Err(error) => {
                self.0 = None;
                Poll::Ready(Some(Err(io_failed(error))))
            }
            Ok(()) => {
                let length = buffer.filled().len();
                if length == 0 {
                    self.0 = None;
                    return Poll::Ready(None);
                }
                piece.truncate(length);
                Poll::Ready(Some(Ok(Frame::data(piece.freeze()))))
            }
        }
    }
}

impl AsyncBufRead for Reader {
    fn poll_fill_buf(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<&[u8]>> {
        let reader = self.get_mut();
        while reader.piece.is_empty() {
            match ready!(reader.body.poll_bytes(context)) {
                Some(piece) => reader.piece = piece.map_err(io::Error::other)?,
                None => break,
            }
        }
        Poll::Ready(Ok(&reader.piece))
    }

    fn consume(mut self: Pin<&mut Self>, amount: usize) {
        io::BufRead::consume(&mut *self, amount);
    }
}

impl AsyncRead for Reader {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if buffer.remaining() > 0 {
            ready!(self.as_mut().poll_fill_buf(context))?;
            let taken = self.take(buffer.remaining());
            buffer.put_slice(&taken);
        }
        Poll::Ready(Ok(()))
    }
}
