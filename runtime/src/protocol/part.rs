//! The members of an event that stand alone: in headers of its frame, or as its payload.

use std::borrow::Cow;

/// What such a member is.
pub(super) enum Part<'a> {
    Bool(bool),
    Integer(i64),
    Bytes(&'a [u8]),
    Text(Cow<'a, str>),
    /// Seconds since 1970, which a double has to the millisecond for some 100,000 years.
    Seconds(f64),
    /// The payload, in the format of the service's bodies.
    Payload,
}

/// Members by name.
pub(super) type Parts<'a> = Vec<(&'a str, Part<'a>)>;
