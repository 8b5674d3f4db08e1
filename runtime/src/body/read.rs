//! A body as a reader.

use super::byte_stream::ByteStream;
use crate::platform::block_on;
use bytes::{Buf, Bytes};
use std::io::{self, BufRead, Read};

/// A body as a `std::io::Read`, which blocks the thread, and, with the feature `hyper`, as a tokio
/// `AsyncRead`.
#[derive(Debug)]
pub struct Reader {
    pub(super) body: ByteStream,
    pub(super) piece: Bytes,
}

impl Reader {
    pub(super) fn new(body: ByteStream) -> Self {
        Self {
            body,
            piece: Bytes::new(),
        }
    }

    pub(super) fn take(&mut self, most: usize) -> Bytes {
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
