//! Events of services whose bodies are CBOR.

use super::decode::{PayloadKind, Received};
use super::frame;
use crate::protocol::cbor::{self, Cbor, Value};
use serde::de::DeserializeOwned;

impl Received<'_> {
    /// The event of a service whose bodies are CBOR.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn cbor<T: DeserializeOwned>(&mut self, protocol: &Cbor) -> Result<Option<T>, String> {
        let bytes = self.frame.payload;
        let mut payload = bytes;
        let text;
        let mut parts: Vec<_> = self
            .headers()
            .map(|(name, value)| (name, of_header(value)))
            .collect();
        if let Some(member) = self.payload {
            let value = match member.kind {
                PayloadKind::Blob => Value::Bytes(bytes),
                PayloadKind::Text => {
                    text = String::from_utf8_lossy(bytes);
                    Value::Text(&text)
                }
                PayloadKind::Value => Value::Payload,
            };
            if !matches!(value, Value::Payload) {
                payload = &[];
            }
            parts.push((member.member, value));
        }
        let event = cbor::event(protocol.names(), self.name, &parts, payload);
        let message = cbor::message(protocol.names(), payload);
        self.message = message.unwrap_or_default();
        event.map(Some).map_err(|problem| {
            let mut problem = problem.into_unreadable();
            problem.redact(&[]);
            problem.to_string()
        })
    }
}

fn of_header(value: frame::Value<'_>) -> Value<'_> {
    match value {
        frame::Value::Bool(value) => Value::Bool(value),
        frame::Value::Byte(value) => Value::Integer(value.into()),
        frame::Value::Short(value) => Value::Integer(value.into()),
        frame::Value::Int(value) => Value::Integer(value.into()),
        frame::Value::Integer(value) => Value::Integer(value),
        frame::Value::Bytes(bytes) => Value::Bytes(bytes),
        frame::Value::Text(text) => Value::Text(text),
        frame::Value::Timestamp(_) => Value::Seconds(value.seconds()),
    }
}
