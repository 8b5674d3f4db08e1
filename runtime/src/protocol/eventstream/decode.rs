//! Events of frames.

use super::frame::{self, Frame};
use crate::body::{ByteStream, EventError, EventStream, Reading};
use crate::error::ProvideErrorMetadata;
use crate::format::json::{self, Problem, ReadJson};
use crate::platform::block_on;
use crate::protocol::part::{Part, Parts};
use crate::value::{Blob, Document, Map};
use bytes::Bytes;
use futures_core::Stream;
use std::future::poll_fn;
use std::iter::FusedIterator;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// A union of events. Implemented by generated code.
pub trait Events: Sized {
    /// The events whose payload is one member of theirs; that of all others is the whole of them.
    const PAYLOADS: &'static [Payload] = &[];

    /// The members that are headers of events that are sent.
    const HEADERS: &'static [Header] = &[];

    /// The event that was received, by the format of the service's bodies; `None` where it is `null`.
    ///
    /// # Errors
    /// What is wrong with it.
    fn read(received: &mut Received<'_>) -> Result<Option<Self>, String>;

    /// The exception that an event is.
    ///
    /// # Errors
    /// It is one.
    fn into_exception(self) -> Result<Self, Box<dyn ProvideErrorMetadata>> {
        Ok(self)
    }
}

/// An event as its frame has it.
#[derive(Debug)]
pub struct Received<'a> {
    pub(super) frame: &'a Frame<'a>,
    pub(super) name: &'a str,
    /// The member that the payload is, where it is not the whole event.
    pub(super) payload: Option<&'a Payload>,
    /// The message, where the event is an exception that has one.
    pub(super) message: String,
}

/// The member that an event's payload is.
#[derive(Clone, Copy, Debug)]
pub struct Payload {
    /// The event.
    pub event: &'static str,
    /// The member.
    pub member: &'static str,
    /// What the payload is.
    pub kind: PayloadKind,
}

/// What an event's payload is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PayloadKind {
    /// Bytes.
    Blob,
    /// Text.
    Text,
    /// A value in the format of the service's bodies.
    Value,
}

/// A member of an event that is a header.
#[derive(Clone, Copy, Debug)]
pub struct Header {
    /// The event.
    pub event: &'static str,
    /// The member.
    pub member: &'static str,
    /// What the header's value is.
    pub kind: HeaderKind,
}

/// What a header's value is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum HeaderKind {
    /// A truth.
    Bool,
    /// A number of 8 bits.
    Byte,
    /// A number of 16 bits.
    Short,
    /// A number of 32 bits.
    Integer,
    /// A number of 64 bits.
    Long,
    /// Bytes.
    Bytes,
    /// Text.
    Text,
    /// A moment in time.
    Timestamp,
}

/// What there is instead of an event.
enum Other {
    /// The first frame of the protocols without HTTP bindings: the response's other members.
    Nothing,
    Event(EventError),
    /// Nothing follows.
    End(EventError),
}

impl<T: Events> EventStream<T> {
    /// The next event, as soon as its frame is there; `None` where the stream is over.
    ///
    /// # Errors
    /// The service ended the stream with an exception or an error, a frame is damaged or incomplete, or
    /// the response broke off: nothing follows. An event that is not what the API says is an error too, and
    /// those after it follow.
    pub async fn recv(&mut self) -> Result<Option<T>, EventError> {
        poll_fn(|context| self.poll_event(context))
            .await
            .transpose()
    }

    /// The events as an iterator that blocks the thread until each is there.
    pub fn blocking(mut self) -> impl FusedIterator<Item = Result<T, EventError>> {
        std::iter::from_fn(move || block_on(poll_fn(|context| self.poll_event(context)))).fuse()
    }

    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, EventError>>> {
        loop {
            if self.reading.is_over {
                return Poll::Ready(None);
            }
            let offset = self.reading.offset;
            let damaged = |problem: &str| EventError::Frame(offset, problem.to_owned());
            let frame = match self.whole_frame() {
                Ok(frame) => frame,
                Err(problem) => return self.end(damaged(problem)),
            };
            let Some(frame) = frame else {
                match ready!(self.frames.poll_bytes(context)) {
                    Some(Ok(bytes)) => self.reading.buffer.extend_from_slice(&bytes),
                    Some(Err(error)) => return self.end(EventError::Broken(error)),
                    None if self.reading.buffer.is_empty() => self.reading.is_over = true,
                    None => return self.end(damaged(frame::SHORT)),
                }
                continue;
            };
            let result = match frame::read(&frame) {
                Ok((frame, _)) => event(&frame),
                Err(problem) => Err(Other::End(damaged(problem))),
            };
            match result {
                Ok(event) => return Poll::Ready(Some(Ok(event))),
                Err(Other::Nothing) => {}
                Err(Other::Event(error)) => return Poll::Ready(Some(Err(error))),
                Err(Other::End(error)) => return self.end(error),
            }
        }
    }

    fn end(&mut self, error: EventError) -> Poll<Option<Result<T, EventError>>> {
        self.reading.is_over = true;
        // The connection is of no use any more.
        self.frames = ByteStream::default();
        Poll::Ready(Some(Err(error)))
    }

    /// The first frame of the buffer, where it is whole.
    fn whole_frame(&mut self) -> Result<Option<Bytes>, &'static str> {
        let Reading { buffer, offset, .. } = &mut self.reading;
        match frame::length(buffer)? {
            Some(length) if length <= buffer.len() => {
                *offset += length;
                Ok(Some(buffer.split_to(length).freeze()))
            }
            Some(length) => {
                buffer.reserve(length - buffer.len());
                Ok(None)
            }
            None => Ok(None),
        }
    }
}

impl<T: Events> Stream for EventStream<T> {
    type Item = Result<T, EventError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_event(context)
    }
}

/// The event of a frame.
fn event<T: Events>(frame: &Frame<'_>) -> Result<T, Other> {
    let text = |name| frame.text(name).unwrap_or_default().to_owned();
    let (name, is_exception) = match frame.text(":message-type") {
        Some("error") => {
            let (code, message) = (text(":error-code"), text(":error-message"));
            return Err(Other::End(EventError::Service(code, message)));
        }
        Some("exception") => (text(":exception-type"), true),
        _ => (text(":event-type"), false),
    };
    // The response's other members, of the protocols without HTTP bindings.
    if name == "initial-response" {
        return Err(Other::Nothing);
    }
    let wrong = |problem: String| {
        let error = EventError::Event(name.clone(), problem);
        match is_exception {
            true => Other::End(error),
            false => Other::Event(error),
        }
    };
    let mut received = Received {
        frame,
        name: &name,
        payload: T::PAYLOADS.iter().find(|payload| payload.event == name),
        message: String::new(),
    };
    let event = T::read(&mut received).map_err(wrong)?;
    let message = received.message;
    let Some(event) = event else {
        return Err(Other::Nothing);
    };
    match event.into_exception() {
        Ok(event) if !is_exception => Ok(event),
        Ok(_) => Err(Other::End(EventError::Service(name, message))),
        Err(mut exception) => {
            let metadata = exception.metadata_mut().set_code(name);
            if !message.is_empty() {
                metadata.set_message(message);
            }
            Err(Other::End(EventError::Exception(exception)))
        }
    }
}

impl Received<'_> {
    /// The event of a service whose bodies are JSON.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn json<T: ReadJson>(&mut self) -> Result<Option<T>, String> {
        let members = self.members().map_err(|problem| problem.to_string())?;
        if members == Document::Null {
            return Ok(None);
        }
        let message = match &members {
            Document::Object(members) => members.get("message").or_else(|| members.get("Message")),
            _ => None,
        };
        let message = message.and_then(Document::as_str).unwrap_or_default();
        self.message = message.to_owned();
        // An event is what its union is in JSON.
        let union = Map::from([(self.name.to_owned(), members)]);
        let json = json::to_string(&Document::Object(union));
        json::from_str(&json)
            .map(Some)
            .map_err(|(_, problem)| problem.to_string())
    }

    /// The members that stand alone, and the payload, where it has the format of the service's bodies.
    pub(super) fn parts(&self) -> (Parts<'_>, &[u8]) {
        let headers = self.frame.headers.iter();
        let headers = headers.filter(|(name, _)| !name.starts_with(':'));
        let mut parts: Parts<'_> = headers.map(|(name, value)| (*name, value.part())).collect();
        let bytes = self.frame.payload;
        let Some(Payload { member, kind, .. }) = self.payload else {
            return (parts, bytes);
        };
        let (part, rest): (_, &[u8]) = match kind {
            PayloadKind::Blob => (Part::Bytes(bytes), &[]),
            PayloadKind::Text => (Part::Text(String::from_utf8_lossy(bytes)), &[]),
            PayloadKind::Value => (Part::Payload, bytes),
        };
        parts.push((member, part));
        (parts, rest)
    }

    /// The members of an event whose payload is JSON, where it is no bytes or text.
    fn members(&self) -> Result<Document, Problem> {
        let (parts, payload) = self.parts();
        let mut members = match self.payload {
            None if !payload.is_empty() => document(payload)?,
            _ => Document::Object(Map::new()),
        };
        if let Document::Object(members) = &mut members {
            for (name, part) in parts {
                let value = match part {
                    Part::Bool(value) => value.into(),
                    Part::Integer(value) => value.into(),
                    Part::Bytes(bytes) => Blob::from(bytes).to_base64().into(),
                    Part::Text(text) => text.into_owned().into(),
                    Part::Seconds(seconds) => seconds.into(),
                    Part::Payload => document(payload)?,
                };
                members.insert(name.to_owned(), value);
            }
        }
        Ok(members)
    }
}

/// A payload that is JSON.
fn document(json: &[u8]) -> Result<Document, Problem> {
    let text = std::str::from_utf8(json).map_err(|_| Problem::NOT_UTF8)?;
    json::from_str(text).map_err(|(_, problem)| problem)
}
