//! What a stream of events begins with, of the protocols without HTTP bindings: the members of the request
//! or the response that are no events.

use super::frame::{self, Value};
use crate::body::ByteStream;
use crate::error::{RequestError, RequestErrorKind};
use crate::format::json::{self, WriteJson};
use crate::protocol::RequestBuilder;
use bytes::{Bytes, BytesMut};
use http::Request;

impl RequestBuilder {
    /// The request of a stream of events, which is sent apart, after a first one with the members of an
    /// input that are no events.
    ///
    /// # Errors
    /// A member was refused.
    pub fn events_after(self, input: &impl WriteJson) -> Result<Request<Bytes>, RequestError> {
        let members = json::to_string(input);
        let headers = [
            (":message-type", Value::Text("event")),
            (":event-type", Value::Text("initial-request")),
            (":content-type", Value::Text("application/json")),
        ];
        let first = frame::write(&headers, members.as_bytes())
            .map_err(|problem| RequestError::new(RequestErrorKind::Build, problem))?;
        self.events().map(|request| request.map(|_| first.into()))
    }
}

/// A response's other members, where its first frame is of them, and the events.
///
/// What is wrong with a frame is told where the events are read.
///
/// # Errors
/// The response broke off, or stalled.
pub(crate) async fn initial_response(
    mut events: ByteStream,
) -> Result<(Bytes, ByteStream), RequestError> {
    let mut begun = BytesMut::new();
    while let Ok(None) = frame::whole(&begun) {
        match events.next().await {
            Some(bytes) => begun.extend_from_slice(&bytes?),
            None => break,
        }
    }
    let begun = begun.freeze();
    let first = match frame::whole(&begun) {
        Ok(Some(length)) => begun.slice(..length),
        _ => Bytes::new(),
    };
    let members = match frame::read(&first) {
        Ok((frame, _)) if frame.text(":event-type") == Some("initial-response") => frame.payload,
        _ => return Ok((Bytes::new(), events.behind(begun))),
    };
    let members = first.slice_ref(members);
    Ok((members, events.behind(begun.slice(first.len()..))))
}
