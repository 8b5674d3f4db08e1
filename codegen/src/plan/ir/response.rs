//! How an output is read from a response.

use super::Codec;

/// What an output is read from.
#[derive(Clone, Debug)]
pub enum ResponseShape {
    /// Nothing: it has no members, or one that streams and is handed on.
    Empty,
    /// The body, as the operation's [`Codec`](super::Codec) reads it.
    Body,
    /// What is outside the body, or the body as one member.
    Parts(Vec<ReadStep>),
    /// The body, and what is outside it.
    BodyAndParts(Vec<ReadStep>),
}

/// How one member of an output, outside the body, is read.
#[derive(Clone, Debug)]
pub struct ReadStep {
    /// The field.
    pub field: String,
    /// From where.
    pub from: ReadFrom,
}

/// Where a member of an output is read from.
#[derive(Clone, Debug)]
pub enum ReadFrom {
    /// A header.
    Header(String),
    /// A header, where it can be read.
    ReadableHeader(String),
    /// A header's list.
    HeaderList(String),
    /// A header's list of HTTP dates.
    HttpDateList(String),
    /// A header's text, which is base64.
    HeaderBase64(String),
    /// Headers by prefix.
    PrefixHeaders(String),
    /// The status.
    StatusCode,
    /// The body, as a [`Codec`] reads it.
    Payload(Codec),
    /// The body as bytes.
    PayloadBytes,
    /// The body as text.
    PayloadText,
}
