//! Bodies that are compressed with gzip.

use std::io::{self, Read};

/// The body, decompressed.
pub(super) fn decompress(compressed: &[u8]) -> Option<io::Result<Vec<u8>>> {
    let mut body = Vec::with_capacity(compressed.len().saturating_mul(4));
    let read = flate2::read::MultiGzDecoder::new(compressed).read_to_end(&mut body);
    Some(read.map(|_| body))
}
