//! Streams of events, in AWS's binary format (`application/vnd.amazon.eventstream`).

use super::blob::Blob;
use super::escape::Escaped;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;

/// Events of the type `T` one after the other, kept as the frames that came over the wire.
///
/// With the feature `client`, [`events`](Self::events) reads them. JSON has the frames as base64.
pub struct EventStream<T> {
    frames: Blob,
    events: PhantomData<fn() -> T>,
}

impl<T> EventStream<T> {
    /// The events of these frames, which are read when they are asked for.
    pub fn new(frames: impl Into<Blob>) -> Self {
        Self {
            frames: frames.into(),
            events: PhantomData,
        }
    }

    /// The frames as they are on the wire.
    #[must_use]
    pub fn frames(&self) -> &[u8] {
        &self.frames
    }
}

impl<T> AsRef<[u8]> for EventStream<T> {
    fn as_ref(&self) -> &[u8] {
        &self.frames
    }
}

impl<T> Clone for EventStream<T> {
    fn clone(&self) -> Self {
        Self::new(self.frames.clone())
    }
}

impl<T> Default for EventStream<T> {
    fn default() -> Self {
        Self::new(Blob::default())
    }
}

impl<T> PartialEq for EventStream<T> {
    fn eq(&self, other: &Self) -> bool {
        self.frames == other.frames
    }
}

impl<T> Eq for EventStream<T> {}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "EventStream({} bytes)", self.frames.len())
    }
}

impl<T> Serialize for EventStream<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.frames.serialize(serializer)
    }
}

impl<'de, T> Deserialize<'de> for EventStream<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Blob::deserialize(deserializer).map(Self::new)
    }
}

/// An event that cannot be read, or an error that the service sent in place of one.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum EventError {
    /// A frame is damaged or incomplete; where it begins, in bytes, and what is wrong.
    Frame(usize, String),
    /// An event is not what the API says; its name, and what is wrong.
    Event(String, String),
    /// The service broke off; the error code and message as it wrote them.
    Service(String, String),
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
            Self::Service(code, message) => {
                let (code, message) = (Escaped(code), Escaped(message));
                write!(formatter, "the service ended the stream: {code}: {message}")
            }
        }
    }
}

impl std::error::Error for EventError {}
