//! The signatures of events that are sent: each covers its event and, by the one before, all before it.

use super::sha256;
use super::sigv4::{Seed, amz_date};
use crate::body::ByteStream;
use crate::error::{RequestError, RequestErrorKind};
use crate::protocol::eventstream::frame::{self, Value};
use crate::value::{Timestamp, hex};
use bytes::{Bytes, BytesMut};
use http_body::{Body, Frame};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// The hash of a body that is a stream of events, as its header has it.
pub(crate) const EVENTS: &str = "STREAMING-AWS4-HMAC-SHA256-EVENTS";

/// The time of a signature.
pub(crate) type Now = Box<dyn FnMut() -> Timestamp + Send>;

/// Frames, each within one that is signed; a last one without a payload ends them.
pub(crate) struct SignedEvents {
    body: ByteStream,
    buffer: BytesMut,
    seed: Seed,
    now: Now,
    is_over: bool,
}

impl SignedEvents {
    pub(crate) fn new(body: ByteStream, seed: Seed, now: Now) -> Self {
        Self {
            body,
            buffer: BytesMut::new(),
            seed,
            now,
            is_over: false,
        }
    }

    /// A frame around this one, signed.
    fn sign(&mut self, payload: &[u8]) -> Result<Bytes, RequestError> {
        let refuse = |problem| RequestError::new(RequestErrorKind::Body, problem);
        let now = (self.now)();
        let milliseconds = now
            .seconds()
            .saturating_mul(1000)
            .saturating_add(i64::from(now.subsec_nanos() / 1_000_000));
        let date = (":date", Value::Timestamp(milliseconds));
        let headers = frame::headers_of(&[date]).map_err(refuse)?;
        let time = amz_date(now);
        let text = format!(
            "AWS4-HMAC-SHA256-PAYLOAD\n{time}\n{}\n{}\n{}\n{}",
            self.seed.scope,
            self.seed.signature,
            hex(&sha256::hash(&headers)),
            hex(&sha256::hash(payload))
        );
        let signature = self.seed.key.mac(text.as_bytes());
        self.seed.signature = hex(&signature);
        let signature = (":chunk-signature", Value::Bytes(&signature));
        frame::write(&[date, signature], payload)
            .map(Bytes::from)
            .map_err(refuse)
    }
}

impl Body for SignedEvents {
    type Data = Bytes;
    type Error = RequestError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, RequestError>>> {
        let refuse = |problem: &str| {
            let problem = format!("a frame to send: {problem}");
            Poll::Ready(Some(Err(RequestError::new(
                RequestErrorKind::Body,
                problem,
            ))))
        };
        loop {
            if self.is_over {
                return Poll::Ready(None);
            }
            let length = match frame::whole(&self.buffer) {
                Ok(length) => length,
                Err(problem) => return refuse(problem),
            };
            if let Some(length) = length {
                let event = self.buffer.split_to(length);
                let signed = self.sign(&event);
                return Poll::Ready(Some(signed.map(Frame::data)));
            }
            match ready!(self.body.poll_bytes(context)) {
                Some(Ok(bytes)) => self.buffer.extend_from_slice(&bytes),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None if self.buffer.is_empty() => {
                    self.is_over = true;
                    let signed = self.sign(&[]);
                    return Poll::Ready(Some(signed.map(Frame::data)));
                }
                None => return refuse(frame::SHORT),
            }
        }
    }
}
