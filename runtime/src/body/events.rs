//! Event streams, in AWS's binary format (`application/vnd.amazon.eventstream`).

use super::byte_stream::ByteStream;
use super::reading::Reading;
use crate::error::{ProvideErrorMetadata, RequestError};
use crate::value::escape::Escaped;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;

/// A stream of events of type `T`: each is available as soon as its frame has arrived.
///
/// With the feature `client`, read a response's events with `recv().await`, as a `Stream` or with
/// `blocking()`; create a request's with `from_events` and its variants. In JSON, frames that are in memory
/// are base64.
pub struct EventStream<T> {
    pub(crate) frames: ByteStream,
    pub(crate) reading: Reading,
    events: PhantomData<fn() -> T>,
}

impl<T> EventStream<T> {
    /// Creates a stream from encoded frames, which are decoded on demand.
    pub fn new(frames: impl Into<ByteStream>) -> Self {
        Self {
            frames: frames.into(),
            reading: Reading::default(),
            events: PhantomData,
        }
    }

    /// The encoded frames, if they are in memory.
    #[must_use]
    pub fn frames(&self) -> Option<&[u8]> {
        self.frames.bytes()
    }

    /// Converts it into the encoded frames.
    #[must_use]
    pub fn into_frames(self) -> ByteStream {
        self.frames
    }
}

impl<T> From<ByteStream> for EventStream<T> {
    fn from(frames: ByteStream) -> Self {
        Self::new(frames)
    }
}

impl<T> Default for EventStream<T> {
    fn default() -> Self {
        Self::new(ByteStream::default())
    }
}

/// Two streams are equal where both are in memory and their frames are.
impl<T> PartialEq for EventStream<T> {
    fn eq(&self, other: &Self) -> bool {
        self.frames == other.frames
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.frames.content_length() {
            Some(length) => write!(formatter, "EventStream({length} bytes)"),
            None => formatter.write_str("EventStream"),
        }
    }
}

impl<T> Serialize for EventStream<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.frames.serialize(serializer)
    }
}

impl<'de, T> Deserialize<'de> for EventStream<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        ByteStream::deserialize(deserializer).map(Self::new)
    }
}

/// Why there is no next event.
#[derive(Debug)]
#[non_exhaustive]
pub enum EventError {
    /// A frame is damaged or incomplete: its offset in bytes, and what is wrong. The stream ends.
    Frame(usize, String),
    /// An event does not match the API: its name, and what is wrong. More events may follow.
    Event(String, String),
    /// The service ended the stream with a modeled exception; `downcast_ref` of the
    /// [`source`](std::error::Error::source) returns its type in `types::error`.
    Exception(Box<dyn ProvideErrorMetadata>),
    /// The service ended the stream with another error: its code and message.
    Service(String, String),
    /// The response was interrupted, or stalled.
    Broken(RequestError),
}

impl EventError {
    /// The error code, if the service ended the stream.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Exception(exception) => exception.metadata().code(),
            Self::Service(code, _) => Some(code),
            _ => None,
        }
    }

    /// The error message, if the service ended the stream.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        match self {
            Self::Exception(exception) => exception.metadata().message(),
            Self::Service(_, message) => Some(message),
            _ => None,
        }
    }
}

impl fmt::Display for EventError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Frame(offset, problem) => {
                write!(
                    formatter,
                    "cannot read the frame at byte {offset}: {problem}"
                )
            }
            Self::Event(name, problem) => {
                write!(
                    formatter,
                    "cannot read the event `{}`: {problem}",
                    Escaped(name)
                )
            }
            Self::Exception(exception) => {
                write!(formatter, "the service ended the stream: {exception}")
            }
            Self::Service(code, message) => {
                let (code, message) = (Escaped(code), Escaped(message));
                write!(formatter, "the service ended the stream: {code}: {message}")
            }
            Self::Broken(error) => write!(formatter, "the stream of events broke: {error}"),
        }
    }
}

impl std::error::Error for EventError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Exception(exception) => Some(&**exception),
            Self::Broken(error) => Some(error),
            _ => None,
        }
    }
}
