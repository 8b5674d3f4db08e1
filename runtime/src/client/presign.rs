//! Presigned requests.

use super::call::{Call, Prepared};
use super::checksums;
use crate::auth::PlainPath;
use crate::auth::presigning::{self, PresignedRequest, PresigningConfig};
use crate::auth::sigv4::{CONTENT_HASH, Payload};
use crate::auth::sigv4a;
use crate::body::ByteStream;
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::operation::{Auth, Operation, contract};
use crate::platform::BoxFuture;
use crate::value::Timestamp;
use bytes::Bytes;
use http::Request;

impl Call<'_> {
    /// The request of a call, signed in its query.
    pub(crate) async fn presign<O: Operation>(
        mut self,
        mut input: O,
        presigning: &PresigningConfig,
    ) -> Result<PresignedRequest, O::Error> {
        input.fill_defaults();
        let request = self
            .fill_idempotency_tokens(&mut input)
            .and_then(|()| contract::to_request(&input));
        let body = input.take_body();
        drop(input);
        let presigned = match request {
            Ok(request) => self.presign_request(request, body, presigning).await,
            Err(error) => Err(error),
        };
        presigned.map_err(|error| self.fail::<O>(error))
    }

    fn presign_request<'c>(
        &'c self,
        request: Request<Bytes>,
        body: Option<ByteStream>,
        presigning: &'c PresigningConfig,
    ) -> BoxFuture<'c, Result<PresignedRequest, RequestError>> {
        Box::pin(self.presign_once(request, body, presigning))
    }

    async fn presign_once(
        &self,
        request: Request<Bytes>,
        body: Option<ByteStream>,
        presigning: &PresigningConfig,
    ) -> Result<PresignedRequest, RequestError> {
        if self.metadata.streams.request_events {
            return Err(RequestError::new(
                RequestErrorKind::Build,
                "a stream of events cannot be presigned: each of them has a signature of its own",
            ));
        }
        let mut prepared = self.address(request).await?;
        presigning::move_form(&mut prepared.request)?;
        let payload = self.presigned_payload(&mut prepared, body).await?;
        let Prepared {
            mut request,
            signing,
            credentials,
            original: _,
        } = prepared;
        self.hooks.before_signing(&mut request)?;
        match self.auth {
            Auth::None => return PresignedRequest::new(request),
            Auth::Bearer => {
                let problem = "a request with a bearer token cannot be presigned";
                return Err(RequestError::new(RequestErrorKind::Credentials, problem));
            }
            _ => {}
        }
        let time = self.presigning_time(presigning);
        let credentials = self.signer(&mut request, &signing, credentials).await?;
        if signing.plain_path {
            request.extensions_mut().insert(PlainPath);
        }
        let expires = presigning.expires();
        if self.is_asymmetric(&signing) {
            let (keys, scope) = (
                &self.shared.asymmetric_keys,
                self.region_set(&signing, time)?,
            );
            let sign = sigv4a::sign_query_with;
            sign(keys, &mut request, &credentials, &scope, payload, expires)?;
            return PresignedRequest::new(request);
        }
        let (keys, scope) = (&self.shared.keys, self.scope(&signing, time)?);
        presigning::sign_query_with(keys, &mut request, &credentials, &scope, payload, expires)?;
        PresignedRequest::new(request)
    }

    /// The moment that what is presigned is good from.
    pub(super) fn presigning_time(&self, presigning: &PresigningConfig) -> Timestamp {
        let start = presigning.start_time().map(Timestamp::from);
        start.unwrap_or_else(|| self.signing_time())
    }

    /// What the signature says of the body.
    async fn presigned_payload(
        &self,
        prepared: &mut Prepared,
        body: Option<ByteStream>,
    ) -> Result<Payload, RequestError> {
        let request = &mut prepared.request;
        if let Some(body) = &body
            && body.bytes().is_some_and(|bytes| !bytes.is_empty())
        {
            checksums::asked(self.metadata.streams, request, body).await?;
        }
        // Where paths are signed as they are sent, bodies are not signed: S3.
        if prepared.signing.plain_path || self.metadata.auth == Auth::SigV4UnsignedBody {
            request.headers_mut().remove(CONTENT_HASH);
            return Ok(Payload::Unsigned);
        }
        let Some(body) = body else {
            return Ok(Payload::Signed);
        };
        if let Some(bytes) = body.bytes() {
            *request.body_mut() = Bytes::copy_from_slice(bytes);
            return Ok(Payload::Signed);
        }
        let payload = self.cover(request, &body).await?;
        Ok(payload.unwrap_or(Payload::Signed))
    }
}
