//! A body as a reader.

use super::byte_stream::ByteStream;
use crate::platform::block_on;
use bytes::{Buf, Bytes};
use std::io::{self, BufRead, Read};

/// A body as a reader: of the standard library, which blocks the thread, and with the feature `hyper` of
/// tokio.
#[derive(Debug)]
pub struct Reader {
    body: ByteStream,
    piece: Bytes,
}

impl Reader {
    pub(super) fn new(body: ByteStream) -> Self {
        Self {
            body,
            piece: Bytes::new(),
        }
    }

    fn take(&mut self, most: usize) -> Bytes {
        let length = self.piece.len().min(most);
        self.piece.split_to(length)
    }
}

impl BufRead for Reader {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.piece.is_empty() {
            match block_on(self.body.next()) {
                Some(piece) => self.piece = piece.map_err(io::Error::other)?,
                None => break,
            }
        }
        Ok(&self.piece)
    }

    fn consume(&mut self, amount: usize) {
        self.piece.advance(amount.min(self.piece.len()));
    }
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        self.fill_buf()?;
        let taken = self.take(buffer.len());
        if let Some(buffer) = buffer.get_mut(..taken.len()) {
            buffer.copy_from_slice(&taken);
        }
        Ok(taken.len())
    }
}

#[cfg(feature = "hyper")]
mod on_tokio {
    use super::Reader;
    use std::io;
    use std::pin::Pin;
    use std::task::{Context, Poll, ready};
    use tokio::io::{AsyncBufRead, AsyncRead, ReadBuf};

    impl AsyncBufRead for Reader {
        fn poll_fill_buf(
            self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<io::Result<&[u8]>> {
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
}
