//! What a body is without a client.

/// What a body is without a client: bytes alone.
#[derive(Default)]
pub(super) struct Source(Vec<u8>);

impl Source {
    pub(super) fn bytes(&self) -> Option<&[u8]> {
        Some(&self.0)
    }

    pub(super) fn content_length(&self) -> Option<u64> {
        u64::try_from(self.0.len()).ok()
    }
}

impl From<Vec<u8>> for Source {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}
