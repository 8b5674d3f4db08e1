//! Events of services whose bodies are XML.

use super::decode::{PayloadKind, Received};
use super::frame;
use crate::protocol::rest_xml::RestXml;
use crate::protocol::xml::{self, Value};
use crate::value::Blob;
use serde::de::DeserializeOwned;

impl Received<'_> {
    /// The event of a service whose bodies are XML.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn xml<T: DeserializeOwned>(&mut self, protocol: &RestXml) -> Result<Option<T>, String> {
        let bytes = self.frame.payload;
        let mut parts: Vec<_> = self
            .headers()
            .map(|(name, value)| (name, of_header(value)))
            .collect();
        let mut payload = Some(bytes).filter(|bytes| !bytes.is_empty());
        if let Some(member) = self.payload {
            let value = match member.kind {
                PayloadKind::Blob => Value::Text(Blob::from(bytes).to_base64()),
                PayloadKind::Text => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
                PayloadKind::Value => Value::Payload,
            };
            if !matches!(value, Value::Payload) {
                payload = None;
            }
            parts.push((member.member, value));
        }
        let event = xml::event(protocol.names(), self.name, parts, payload);
        self.message = payload.and_then(xml::message).unwrap_or_default();
        event.map(Some).map_err(|problem| {
            let mut problem = problem.into_unreadable();
            problem.redact(&[]);
            problem.to_string()
        })
    }
}

fn of_header(value: frame::Value<'_>) -> Value {
    match value {
        frame::Value::Bool(value) => Value::Bool(value),
        frame::Value::Byte(value) => Value::Integer(value.into()),
        frame::Value::Short(value) => Value::Integer(value.into()),
        frame::Value::Int(value) => Value::Integer(value.into()),
        frame::Value::Integer(value) => Value::Integer(value),
        frame::Value::Bytes(bytes) => Value::Text(Blob::from(bytes).to_base64()),
        frame::Value::Text(text) => Value::Text(text.to_owned()),
        frame::Value::Timestamp(_) => Value::Number(value.seconds()),
    }
}
