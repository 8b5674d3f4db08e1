//! Frames of events.

use super::decode::{Events, HeaderKind, PayloadKind};
use super::frame::{self, Value};
use crate::body::{ByteStream, EventStream};
use crate::error::{RequestError, RequestErrorKind};
use crate::format::json::{self, WriteJson};
use crate::value::{Blob, Document, Map, Timestamp};
use bytes::Bytes;
use futures_core::Stream;
use std::pin::Pin;
use std::task::{Context, Poll};

impl<T: Events + WriteJson + 'static> EventStream<T> {
    /// The events of a stream, each of which is sent when it is there.
    pub fn from_events(events: impl Stream<Item = T> + Send + 'static) -> Self {
        Self::new(ByteStream::from_stream(Encoded(Box::pin(events))))
    }

    /// Events one after the other.
    pub fn from_iterator<I>(events: I) -> Self
    where
        I: IntoIterator<Item = T>,
        I::IntoIter: Send + 'static,
    {
        Self::from_events(Iterated(Box::new(events.into_iter())))
    }
}

/// The frames of events.
struct Encoded<S>(Pin<Box<S>>);

impl<T: Events + WriteJson, S: Stream<Item = T>> Stream for Encoded<S> {
    type Item = Result<Bytes, RequestError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let event = self.0.as_mut().poll_next(context);
        event.map(|event| event.map(|event| encode(&event)))
    }
}

/// An iterator as a stream.
struct Iterated<I>(Box<I>);

impl<I: Iterator> Stream for Iterated<I> {
    type Item = I::Item;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<I::Item>> {
        Poll::Ready(self.0.next())
    }
}

/// The frame of an event.
fn encode<T: Events + WriteJson>(event: &T) -> Result<Bytes, RequestError> {
    let refuse =
        |problem: &str| RequestError::new(RequestErrorKind::Body, format!("an event: {problem}"));
    // An event is what its union is in JSON.
    let union: Document =
        json::from_str(&json::to_string(event)).map_err(|_| refuse("it cannot be written"))?;
    let Document::Object(union) = union else {
        return Err(refuse("it is no event"));
    };
    let Some((name, members)) = union.into_iter().next() else {
        return Err(refuse("it is no event"));
    };
    let mut members = match members {
        Document::Object(members) => members,
        _ => Map::new(),
    };
    let payload = T::PAYLOADS.iter().find(|payload| payload.event == name);
    let taken = payload.and_then(|payload| members.shift_remove(payload.member));
    let headers: Vec<_> = T::HEADERS
        .iter()
        .filter(|header| header.event == name)
        .filter_map(|header| Some((*header, members.shift_remove(header.member)?)))
        .collect();
    let (content_type, payload) = match payload.map(|payload| payload.kind) {
        None => (
            "application/json",
            json::to_string(&Document::Object(members)).into_bytes(),
        ),
        Some(kind) => {
            payload_of(kind, taken.unwrap_or_default()).ok_or_else(|| refuse("its payload"))?
        }
    };
    let bytes: Vec<_> = headers.iter().map(|(_, value)| bytes_of(value)).collect();
    let mut all = vec![
        (":message-type", Value::Text("event")),
        (":event-type", Value::Text(&name)),
        (":content-type", Value::Text(content_type)),
    ];
    for ((header, value), bytes) in headers.iter().zip(&bytes) {
        let value = value_of(header.kind, value, bytes);
        let value = value.ok_or_else(|| refuse(header.member))?;
        all.push((header.member, value));
    }
    frame::write(&all, &payload)
        .map(Bytes::from)
        .map_err(refuse)
}

/// The content type and the bytes of a member that is the payload.
fn payload_of(kind: PayloadKind, value: Document) -> Option<(&'static str, Vec<u8>)> {
    Some(match (kind, value) {
        (PayloadKind::Value, Document::Null) => ("application/json", b"{}".to_vec()),
        (PayloadKind::Value, value) => ("application/json", json::to_string(&value).into_bytes()),
        (PayloadKind::Blob, Document::Null) => ("application/octet-stream", Vec::new()),
        (PayloadKind::Blob, value) => ("application/octet-stream", bytes_of(&value)),
        (PayloadKind::Text, Document::Null) => ("text/plain", Vec::new()),
        (PayloadKind::Text, Document::String(text)) => ("text/plain", text.into_bytes()),
        (PayloadKind::Text, _) => return None,
    })
}

/// The bytes that a text stands for, where it is base64.
fn bytes_of(value: &Document) -> Vec<u8> {
    let blob = value.as_str().and_then(Blob::from_base64);
    blob.map(Blob::into_bytes).unwrap_or_default()
}

fn value_of<'a>(kind: HeaderKind, value: &'a Document, bytes: &'a [u8]) -> Option<Value<'a>> {
    let number = match value {
        Document::Integer(number) => Some(*number),
        _ => None,
    };
    Some(match kind {
        HeaderKind::Bool => match value {
            Document::Bool(value) => Value::Bool(*value),
            _ => return None,
        },
        HeaderKind::Byte => Value::Byte(number?.try_into().ok()?),
        HeaderKind::Short => Value::Short(number?.try_into().ok()?),
        HeaderKind::Integer => Value::Int(number?.try_into().ok()?),
        HeaderKind::Long => Value::Integer(number?),
        HeaderKind::Bytes => Value::Bytes(bytes),
        HeaderKind::Text => Value::Text(value.as_str()?),
        HeaderKind::Timestamp => Value::Timestamp(milliseconds(value)?),
    })
}

/// A moment as JSON has it, which is seconds since 1970.
fn milliseconds(value: &Document) -> Option<i64> {
    let text = json::to_string(value);
    let time: Timestamp = json::from_str(&text).ok()?;
    let whole = time.seconds().checked_mul(1000)?;
    whole.checked_add(i64::from(time.subsec_nanos() / 1_000_000))
}
