//! SHA-256 and HMAC with it, by the processor's own instructions where it has them.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// The SHA-256 of some bytes.
pub(crate) fn hash(data: &[u8]) -> [u8; 32] {
    Sha256::digest(data).into()
}

/// The SHA-256 of bytes that are seen piece by piece.
#[derive(Clone, Default)]
pub(crate) struct Hasher(Sha256);

impl Hasher {
    pub(crate) fn update(&mut self, data: &[u8]) {
        self.0.update(data);
    }

    pub(crate) fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

/// A key of HMAC-SHA-256, with its two pads already hashed: a signature by it takes half the work.
/// It is overwritten when it is dropped.
#[derive(Clone)]
pub(crate) struct HmacKey(Hmac<Sha256>);

impl HmacKey {
    pub(crate) fn new(key: &[u8]) -> Self {
        // The key of a block's length: shorter ones are padded, longer ones hashed (RFC 2104).
        let mut block = zeroize::Zeroizing::new([0; BLOCK]);
        if key.len() > BLOCK {
            let hashed = zeroize::Zeroizing::new(hash(key));
            for (to, from) in block.iter_mut().zip(*hashed) {
                *to = from;
            }
        } else {
            for (to, from) in block.iter_mut().zip(key) {
                *to = *from;
            }
        }
        Self(Hmac::new(&(*block).into()))
    }

    pub(crate) fn mac(&self, data: &[u8]) -> [u8; 32] {
        self.0
            .clone()
            .chain_update(data)
            .finalize()
            .into_bytes()
            .into()
    }
}

/// The length of SHA-256's blocks in bytes.
const BLOCK: usize = 64;
