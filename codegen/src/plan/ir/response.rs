//! Outputs from responses.

use super::Codec;

/// The parts of a response that an output is read from.
#[derive(Clone, Debug)]
pub enum ResponseShape {
    /// None: the output has no members, or only a streaming one, which is passed on unread.
    Empty,
    /// The body, as the operation's [`Codec`](super::Codec) reads it.
    Body,
    /// Headers and status, or the body as one member.
    Parts(Vec<ReadStep>),
    /// The body, and headers or status.
    BodyAndParts(Vec<ReadStep>),
}

/// How a member outside of the body is read.
#[derive(Clone, Debug)]
pub struct ReadStep {
    /// The field.
    pub field: String,
    /// Its location.
    pub from: ReadFrom,
}

/// The location of a member of an output.
#[derive(Clone, Debug)]
pub enum ReadFrom {
    /// A header.
    Header(String),
    /// A header that may be unreadable.
    ReadableHeader(String),
    /// A header with a list.
    HeaderList(String),
    /// A header with a list of HTTP dates.
    HttpDateList(String),
    /// A header with a string as base64.
    HeaderBase64(String),
    /// Headers with a prefix.
    PrefixHeaders(String),
    /// The status.
    StatusCode,
    /// The body, read by a [`Codec`].
    Payload(Codec),
    /// The body as bytes.
    PayloadBytes,
    /// The body as a string.
    PayloadText,
}
