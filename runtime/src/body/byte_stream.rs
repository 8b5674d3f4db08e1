//! The one type of bodies that stream.

use super::source::Source;
use crate::value::Blob;
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Error as _, Serialize, Serializer};
use std::fmt;

/// A streaming body of a request or response: bytes in memory, a file, or any source that yields bytes over
/// time.
///
/// A response's body is read as it arrives. Read it to the end: until then, its connection serves no other
/// call. Dropping it closes the connection. With the feature `client`:
///
/// | create | consume |
/// | --- | --- |
/// | `from`: bytes, text | `next().await`, and `Stream` |
/// | `from_path`, `from_path_range` | `collect().await`, `collect_blocking()` |
/// | `from_stream`, `from_async_read`, `from_body` | `into_async_read()`, `to_file().await` |
/// | `from_read` | `into_read()`, `write_to()`, `to_file_blocking()` |
///
/// In JSON, a body in memory is base64; any other body cannot be serialized.
///
/// ```
/// use shapewright_runtime::ByteStream;
/// use shapewright_runtime::platform::block_on;
///
/// let body = ByteStream::from("Grüße");
/// assert_eq!(body.content_length(), Some(7));
/// assert_eq!(block_on(body.collect())?.into_bytes(), "Grüße");
/// # Ok::<_, shapewright_runtime::RequestError>(())
/// ```
#[derive(Default)]
pub struct ByteStream {
    pub(super) source: Source,
}

impl ByteStream {
    /// Creates a body from bytes.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            source: Source::from(bytes.into()),
        }
    }

    /// The bytes, if they are in memory.
    #[must_use]
    pub fn bytes(&self) -> Option<&[u8]> {
        self.source.bytes()
    }

    /// The number of bytes left, if it is known.
    #[must_use]
    pub fn content_length(&self) -> Option<u64> {
        self.source.content_length()
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.content_length() {
            Some(length) => write!(formatter, "ByteStream({length} bytes)"),
            None => formatter.write_str("ByteStream"),
        }
    }
}

/// Two bodies are equal where both are in memory and their bytes are.
impl PartialEq for ByteStream {
    fn eq(&self, other: &Self) -> bool {
        self.bytes().is_some() && self.bytes() == other.bytes()
    }
}

impl From<Vec<u8>> for ByteStream {
    fn from(bytes: Vec<u8>) -> Self {
        Self::new(bytes)
    }
}

impl From<&[u8]> for ByteStream {
    fn from(bytes: &[u8]) -> Self {
        Self::new(bytes)
    }
}

impl<const N: usize> From<[u8; N]> for ByteStream {
    fn from(bytes: [u8; N]) -> Self {
        Self::new(bytes)
    }
}

impl From<&str> for ByteStream {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for ByteStream {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<Blob> for ByteStream {
    fn from(blob: Blob) -> Self {
        Self::new(blob)
    }
}

impl Serialize for ByteStream {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.bytes() {
            Some(bytes) => Blob::from(bytes).serialize(serializer),
            None => Err(S::Error::custom("a body that streams is not in memory")),
        }
    }
}

impl<'de> Deserialize<'de> for ByteStream {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Blob::deserialize(deserializer).map(Self::from)
    }
}
