//! Events of frames.

use super::frame::{self, Frame, Value};
use crate::format::union::Union;
use crate::protocol::without_values;
use crate::value::{Blob, EventError, EventStream};
use serde::de::{DeserializeSeed, MapAccess};
use serde_json::{Map, value::Value as Json};
use std::iter::FusedIterator;

/// A union of events. Implemented by generated code.
pub trait Events: Union {
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
    // Whether an event holds what is not to be shown is not known here, so no value is.
    let unreadable = |error: serde_json::Error| {
        let text = error.to_string();
        let text = match error.is_data() {
            true => without_values(text.split(" at line ").next().unwrap_or_default()),
            false => text,
        };
        EventError::Event(name.clone(), text)
    };
    let payload = T::PAYLOADS.iter().find(|payload| payload.event == name);
    let value = members(frame, payload).map_err(unreadable)?;
    T::read(name.clone(), &mut Entry(Some(value))).map_err(unreadable)
}

/// The members of an event as JSON.
fn members(frame: &Frame<'_>, payload: Option<&Payload>) -> serde_json::Result<Json> {
    let mut members = match payload {
        None if frame.payload.is_empty() => Json::Object(Map::new()),
        None => serde_json::from_slice(frame.payload)?,
        Some(_) => Json::Object(Map::new()),
    };
    if let Json::Object(members) = &mut members {
        for (name, value) in &frame.headers {
            if !name.starts_with(':') {
                members.insert((*name).to_owned(), header(*value));
            }
        }
        if let Some(Payload { member, kind, .. }) = payload {
            let value = match kind {
                PayloadKind::Blob => Json::String(Blob::from(frame.payload).to_base64()),
                PayloadKind::Text => Json::String(String::from_utf8_lossy(frame.payload).into()),
                PayloadKind::Json => serde_json::from_slice(frame.payload)?,
            };
            members.insert((*member).to_owned(), value);
        }
    }
    Ok(members)
}

fn header(value: Value<'_>) -> Json {
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

/// The value of a union's member.
struct Entry(Option<Json>);

impl<'de> MapAccess<'de> for Entry {
    type Error = serde_json::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        _: K,
    ) -> Result<Option<K::Value>, Self::Error> {
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, Self::Error> {
        seed.deserialize(self.0.take().unwrap_or_default())
    }
}
