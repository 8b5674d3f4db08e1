//! Streams of events, in AWS's binary format (`application/vnd.amazon.eventstream`).

use super::byte_stream::ByteStream;
use super::reading::Reading;
use crate::error::{ProvideErrorMetadata, RequestError};
use crate::value::escape::Escaped;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;

/// Events of the type `T` one after the other: each is there when its frame is.
///
/// With the feature `client`, those of a response are read by `recv().await`, as a `Stream`, or by
/// `blocking()`, and those of a request are made of events by `from_events` and the like. JSON has the
/// frames as base64, where they are in memory.
pub struct EventStream<T> {
    pub(crate) frames: ByteStream,
    pub(crate) reading: Reading,
    events: PhantomData<fn() -> T>,
}

impl<T> EventStream<T> {
    /// The events of these frames, which are read when they are asked for.
    pub fn new(frames: impl Into<ByteStream>) -> Self {
        Self {
            frames: frames.into(),
            reading: Reading::default(),
            events: PhantomData,
        }
    }

    /// The frames as they are on the wire, where they are in memory.
    #[must_use]
    pub fn frames(&self) -> Option<&[u8]> {
        self.frames.bytes()
    }

    /// The frames as they are on the wire.
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

/// What came in place of an event.
#[derive(Debug)]
#[non_exhaustive]
pub enum EventError {
    /// A frame is damaged or incomplete; where it begins, in bytes, and what is wrong. Nothing follows.
    Frame(usize, String),
    /// An event is not what the API says; its name, and what is wrong. Others may follow.
    Event(String, String),
    /// The service ended the stream with an exception that the API knows; `downcast_ref` of its
    /// [`source`](std::error::Error::source) gives the type that it has in `types::error`.
    Exception(Box<dyn ProvideErrorMetadata>),
    /// The service ended the stream; the error code and message as it wrote them.
    Service(String, String),
    /// The response broke off, or stalled.
    Broken(RequestError),
}

impl EventError {
    /// The error code as the service wrote it, where it ended the stream.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Exception(exception) => exception.metadata().code(),
            Self::Service(code, _) => Some(code),
            _ => None,
        }
    }

    /// The message as the service wrote it, where it ended the stream.
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
