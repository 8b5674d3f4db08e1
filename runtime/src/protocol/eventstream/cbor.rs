//! Events of services whose bodies are CBOR.

use super::decode::Received;
use crate::protocol::cbor::{self, Cbor};
use serde::de::DeserializeOwned;

impl Received<'_> {
    /// The event of a service whose bodies are CBOR.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn cbor<T: DeserializeOwned>(&mut self, protocol: &Cbor) -> Result<Option<T>, String> {
        let (parts, payload) = self.parts();
        let event = cbor::event(protocol.names(), self.name, &parts, payload);
        self.message = cbor::message(protocol.names(), payload).unwrap_or_default();
        event.map(Some).map_err(|problem| {
            let mut problem = problem.into_unreadable();
            problem.redact(&[]);
            problem.to_string()
        })
    }
}
