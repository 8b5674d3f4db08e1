//! Events of services whose bodies are XML.

use super::decode::Received;
use crate::protocol::rest_xml::RestXml;
use crate::protocol::xml;
use serde::de::DeserializeOwned;

impl Received<'_> {
    /// The event of a service whose bodies are XML.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn xml<T: DeserializeOwned>(&mut self, protocol: &RestXml) -> Result<Option<T>, String> {
        let (parts, payload) = self.parts();
        let event = xml::event(protocol.names(), self.name, parts, payload);
        self.message = xml::message(payload).unwrap_or_default();
        event.map(Some).map_err(|problem| {
            let mut problem = problem.into_unreadable();
            problem.redact(&[]);
            problem.to_string()
        })
    }
}
