//! Events of frames.

use super::frame::{self, Frame, Value};
use crate::format::json::{self, Problem, ReadJson};
use crate::value::{Blob, Document, EventError, EventStream, Map};
use std::iter::FusedIterator;

/// A union of events. Implemented by generated code.
pub trait Events: ReadJson {
    /// The events whose payload is one member of theirs; that of all others is JSON of the whole.
    const PAYLOADS: &'static [Payload] = &[];
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
    /// JSON.
    Json,
}

impl<T: Events> EventStream<T> {
    /// The events, in order. An exception that the API knows is an event, too. A damaged frame is the
    /// last item, as nothing tells where the next one begins.
    ///
    /// # Errors
    /// An item is an error where a frame is damaged, an event is not what the API says, or the
    /// service ended the stream with an error.
    pub fn events(&self) -> impl FusedIterator<Item = Result<T, EventError>> + '_ {
        let frames = self.frames();
        let mut rest = frames;
        std::iter::from_fn(move || {
            loop {
                if rest.is_empty() {
                    return None;
                }
                let offset = frames.len() - rest.len();
                match frame::read(rest) {
                    Ok((frame, next)) => {
                        rest = next;
                        if let Some(event) = event(&frame).transpose() {
                            return Some(event);
                        }
                    }
                    Err(problem) => {
                        rest = &[];
                        return Some(Err(EventError::Frame(offset, problem.to_owned())));
                    }
                }
            }
        })
        .fuse()
    }
}

/// The event of a frame; `None` where it holds none.
fn event<T: Events>(frame: &Frame<'_>) -> Result<Option<T>, EventError> {
    let text = |name| frame.text(name).unwrap_or_default().to_owned();
    let name = match frame.text(":message-type") {
        Some("error") => {
            return Err(EventError::Service(
                text(":error-code"),
                text(":error-message"),
            ));
        }
        Some("exception") => text(":exception-type"),
        _ => text(":event-type"),
    };
    // The answer's other members, of the protocols without HTTP bindings.
    if name == "initial-response" {
        return Ok(None);
    }
    let payload = T::PAYLOADS.iter().find(|payload| payload.event == name);
    let members = members(frame, payload)
        .map_err(|problem| EventError::Event(name.clone(), problem.to_string()))?;
    if members == Document::Null {
        return Ok(None);
    }
    // An event is what its union is in JSON.
    let event = json::to_string(&Document::Object(Map::from([(name.clone(), members)])));
    let read = json::from_str(&event);
    read.map(Some)
        .map_err(|(_, problem)| EventError::Event(name, problem.to_string()))
}

/// The members of an event.
fn members(frame: &Frame<'_>, payload: Option<&Payload>) -> Result<Document, Problem> {
    let mut members = match payload {
        None if !frame.payload.is_empty() => document(frame.payload)?,
        _ => Document::Object(Map::new()),
    };
    if let Document::Object(members) = &mut members {
        for (name, value) in &frame.headers {
            if !name.starts_with(':') {
                members.insert((*name).to_owned(), header(*value));
            }
        }
        if let Some(Payload { member, kind, .. }) = payload {
            let value = match kind {
                PayloadKind::Blob => Document::String(Blob::from(frame.payload).to_base64()),
                PayloadKind::Text => String::from_utf8_lossy(frame.payload).into_owned().into(),
                PayloadKind::Json => document(frame.payload)?,
            };
            members.insert((*member).to_owned(), value);
        }
    }
    Ok(members)
}

/// A payload that is JSON.
fn document(json: &[u8]) -> Result<Document, Problem> {
    let text = std::str::from_utf8(json).map_err(|_| Problem::NOT_UTF8)?;
    json::from_str(text).map_err(|(_, problem)| problem)
}

fn header(value: Value<'_>) -> Document {
    match value {
        Value::Bool(value) => value.into(),
        Value::Integer(value) => value.into(),
        Value::Bytes(bytes) => Blob::from(bytes).to_base64().into(),
        Value::Text(text) => text.into(),
        // Seconds, as JSON has them; a double holds the milliseconds of some 100,000 years.
        #[allow(clippy::cast_precision_loss)]
        Value::Timestamp(milliseconds) => (milliseconds as f64 / 1000.0).into(),
    }
}
