//! Attempts of operations whose bodies stream.

use super::call::{Call, Prepared};
use super::checksums;
use super::outgoing::Outgoing;
use crate::auth::chunks::{self, Now, SignedEvents};
use crate::auth::sigv4::{self, Payload, Seed};
use crate::body::{ByteStream, Sized, TreeHash};
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::operation::{Auth, Operation, contract};
use crate::platform::BoxFuture;
use crate::protocol::eventstream;
use crate::transport::{self, TypedResult};
use crate::value::Timestamp;
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HeaderName, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use std::sync::Arc;
use std::time::SystemTime;

const TREE_HASH: HeaderName = HeaderName::from_static("x-amz-sha256-tree-hash");

/// A response: whole, or its head and its body where that streams.
type Exchanged = (Response<Bytes>, Option<ByteStream>);

impl Call<'_> {
    /// An attempt, and its output with its body handed on.
    pub(super) async fn stream<O: Operation>(
        &mut self,
        prepared: &Prepared,
        outgoing: &mut Outgoing,
    ) -> Result<O::Output, O::Error> {
        let (response, body) = self.exchange(prepared, outgoing).await?;
        if let Some(result) = TypedResult::take(&response) {
            return result;
        }
        let mut output = contract::parse_response::<O>(&response)?;
        if let Some(body) = body {
            O::set_body(&mut output, body);
        }
        Ok(output)
    }

    /// The response: whole, or without its body where that streams.
    fn exchange<'c>(
        &'c mut self,
        prepared: &'c Prepared,
        outgoing: &'c mut Outgoing,
    ) -> BoxFuture<'c, Result<Exchanged, RequestError>> {
        Box::pin(self.exchange_once(prepared, outgoing))
    }

    async fn exchange_once(
        &mut self,
        prepared: &Prepared,
        outgoing: &mut Outgoing,
    ) -> Result<Exchanged, RequestError> {
        let mut request = prepared.request.clone();
        let mut body = outgoing.take()?;
        if self.metadata.streams.request_events {
            body = body.behind(request.body().clone());
        }
        let config = self.config.parts();
        let streams = self.metadata.streams;
        let is_checked = checksums::ask(streams, request.headers_mut(), config.response_checksums);
        let (when, is_unsigned) = (config.request_checksums, self.hooks.is_body_unsigned);
        let (trailer, payload) =
            checksums::prepare(streams, &mut request, &body, when, is_unsigned).await?;
        let payload = match payload {
            None => self.cover(&mut request, &body).await?,
            payload => payload,
        };
        let mut length = self.length(&body)?;
        let ready = self.ready(&mut request, prepared, payload).await?;
        let limits = ready.limits;
        if let (Some(trailer), Some(length)) = (trailer, &mut length) {
            *length = checksums::length_with(trailer, *length, ready.seed.is_some());
        }
        if let Some(length) = length {
            request.headers_mut().insert(CONTENT_LENGTH, length.into());
        }
        self.is_body_spent = outgoing.is_spent();
        let body = match trailer {
            Some(trailer) => checksums::with_trailer(body, trailer, ready.seed),
            None => self.signed(body, ready.seed)?,
        };
        let sending = ready
            .transport
            .send_streaming(request.map(|_| body), limits);
        let response = match limits.attempt {
            Some(limit) => transport::within(limit, sending, self.clock().sleep(limit)).await?,
            None => sending.await?,
        };
        self.see(&response);
        let (parts, body) = response.into_parts();
        if self.metadata.streams.response && parts.status.is_success() {
            let body = held_to_length(parts.status, &parts.headers, body);
            let body = match is_checked {
                true => checksums::checked(&parts.headers, body),
                false => body,
            };
            let (members, body) = match self.metadata.streams.initial_response {
                true => eventstream::initial_response(body).await?,
                false => (Bytes::new(), body),
            };
            let head = Response::from_parts(parts, members);
            self.hooks.after_response(&head);
            return Ok((head, Some(body)));
        }
        let most = self.config.parts().response_limits.body;
        let body = held_to_length(parts.status, &parts.headers, body)
            .collect_bounded(Some(most))
            .await?;
        let response = self.read_whole(Response::from_parts(parts, body))?;
        Ok((response, None))
    }

    /// The body with its events signed, where it is of events.
    fn signed(&self, body: ByteStream, seed: Option<Seed>) -> Result<ByteStream, RequestError> {
        let Some(seed) = seed.filter(|_| self.metadata.streams.request_events) else {
            return Ok(body);
        };
        Ok(ByteStream::from_any(SignedEvents::new(
            body,
            seed,
            self.now(),
        )))
    }

    /// The service's time of day, for the signatures of a body that goes on.
    fn now(&self) -> Now {
        let clock = Arc::clone(&self.config.parts().clock);
        let began = clock.monotonic();
        let begin = SystemTime::from(self.signing_time());
        Box::new(move || {
            let since = clock.monotonic().saturating_sub(began);
            Timestamp::from(begin + since)
        })
    }

    /// What is announced of the length of a body; nothing where there is no body.
    fn length(&self, body: &ByteStream) -> Result<Option<u64>, RequestError> {
        let streams = self.metadata.streams;
        match body.content_length() {
            None if streams.requires_length => Err(RequestError::new(
                RequestErrorKind::Build,
                format!(
                    "the length of the body of {} must be known: say it by \
                     `ByteStream::with_content_length`",
                    self.metadata.name
                ),
            )),
            // Signatures make a stream of events longer.
            length => Ok(length.filter(|_| streams.request && !streams.request_events)),
        }
    }

    /// Makes the signature cover the body, as far as it can.
    pub(super) async fn cover(
        &self,
        request: &mut Request<Bytes>,
        body: &ByteStream,
    ) -> Result<Option<Payload>, RequestError> {
        let is_covered = request.headers().contains_key(sigv4::CONTENT_HASH);
        if self.metadata.auth != Auth::SigV4 || !self.metadata.streams.request || is_covered {
            return Ok(None);
        }
        if self.metadata.streams.request_events {
            let hash = HeaderValue::from_static(chunks::EVENTS);
            request.headers_mut().insert(sigv4::CONTENT_HASH, hash);
            return Ok(None);
        }
        if self.hooks.is_body_unsigned && !self.metadata.streams.tree_hash {
            return Ok(Some(Payload::Unsigned));
        }
        let mut tree = self.metadata.streams.tree_hash.then(TreeHash::default);
        let mut hasher = sigv4::ContentHasher::default();
        let mut see = |piece: &[u8]| {
            hasher.update(piece);
            if let Some(tree) = &mut tree {
                tree.update(piece);
            }
        };
        if let Some(bytes) = body.bytes() {
            see(bytes);
        } else if let Some(mut again) = body.try_clone() {
            while let Some(piece) = again.next().await {
                see(&piece?);
            }
        } else if tree.is_some() {
            return Err(RequestError::new(
                RequestErrorKind::Build,
                "its hashes are sent in front of the body, which must be there to be read twice: \
                 give bytes, or a file",
            ));
        } else {
            return Ok(Some(Payload::Unsigned));
        }
        let headers = request.headers_mut();
        headers.insert(sigv4::CONTENT_HASH, hasher.finish());
        if let Some(tree) = tree
            && !headers.contains_key(TREE_HASH)
        {
            let hash = HeaderValue::from_str(&tree.finish())
                .map_err(|error| RequestError::new(RequestErrorKind::Build, error))?;
            headers.insert(TREE_HASH, hash);
        }
        Ok(None)
    }
}

/// The body, which fails where it is not as long as its headers say. With 304 these are of the body that did
/// not change and does not come.
fn held_to_length(status: StatusCode, headers: &HeaderMap, body: ByteStream) -> ByteStream {
    if status == StatusCode::NOT_MODIFIED {
        return body;
    }
    let announced = headers
        .get(CONTENT_LENGTH)
        .map(HeaderValue::as_bytes)
        .and_then(|length| std::str::from_utf8(length).ok()?.trim().parse().ok());
    match announced {
        Some(length) if body.bytes().is_none() && !headers.contains_key(TRANSFER_ENCODING) => {
            ByteStream::from_any(Sized::new(body, length, RequestErrorKind::Io))
        }
        _ => body,
    }
}
