//! One call: its attempts, the waits between them and what is learnt on the way.

use super::outgoing::Outgoing;
use super::response;
use super::shared::Shared;
use super::trace;
use super::user_agent;
use crate::auth::sigv4::{self, Payload, Scope, Seed};
use crate::endpoint::{self, SigningRegion};
use crate::operation::error::{ProvideErrorMetadata, RequestError, RequestErrorKind};
use crate::operation::{Auth, HostPrefix, Metadata, Operation, OperationError, Streams};
use crate::platform::{Clock, Mode, random};
use crate::protocol::{XmlLimits, request_id};
use crate::retry::{self, Reason, RetryConfig, RetryMode, Tokens};
use crate::transport::{self, Limits, Transport, TypedResult};
use crate::value::Timestamp;
use bytes::Bytes;
use http::header::{HOST, HeaderName, USER_AGENT};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use std::io;
use std::time::Duration;

const INVOCATION_ID: HeaderName = HeaderName::from_static("amz-sdk-invocation-id");
const ATTEMPT: HeaderName = HeaderName::from_static("amz-sdk-request");

/// The response to an attempt, as far as retries and errors care.
#[derive(Debug)]
struct Seen {
    status: StatusCode,
    headers: HeaderMap,
}

/// A request on its way to the transport, complete but for its signature.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) request: Request<Bytes>,
    /// The region that it is signed for, where it is not the caller's.
    signing_region: Option<SigningRegion>,
}

/// What an attempt is made with.
pub(super) struct Ready<'a> {
    pub(super) transport: &'a dyn Transport,
    pub(super) limits: Limits,
    /// What the signatures of the body's parts go on from.
    pub(super) seed: Option<Seed>,
}

/// A call under way.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(super) shared: &'a Shared,
    mode: Mode,
    pub(super) metadata: Metadata,
    started: Duration,
    invocation_id: String,
    attempts: u32,
    tokens: Option<Tokens>,
    seen: Option<Seen>,
    retry: RetryConfig,
    /// Whether the request's body was sent and cannot be sent again.
    pub(super) is_body_spent: bool,
}

impl<'a> Call<'a> {
    pub(crate) fn new(shared: &'a Shared, mode: Mode, metadata: Metadata) -> Self {
        Self {
            started: shared.config.parts().clock.monotonic(),
            shared,
            mode,
            metadata,
            invocation_id: String::new(),
            attempts: 0,
            tokens: None,
            seen: None,
            is_body_spent: false,
            retry: shared
                .config
                .parts()
                .retry_config()
                .of_service(metadata.service.id),
        }
    }

    /// Sends the input until an attempt succeeds or no other is worth making.
    pub(crate) async fn run<O: Operation>(
        mut self,
        mut input: O,
    ) -> Result<response::Response<O::Output>, O::Error> {
        let prepared = self
            .fill_idempotency_tokens(&mut input)
            .and_then(|()| self.identify())
            .and_then(|()| self.address(input.to_request()?))
            .map_err(|error| self.fail::<O>(error))?;
        let mut body = Outgoing::new(input.take_body());
        drop(input);
        loop {
            let result = if O::METADATA.streams == Streams::NONE {
                match self.attempt(&prepared).await {
                    Ok(response) => {
                        TypedResult::take(&response).unwrap_or_else(|| O::parse_response(&response))
                    }
                    Err(error) => Err(error.into()),
                }
            } else {
                Box::pin(self.stream::<O>(&prepared, &mut body)).await
            };
            match result {
                Ok(output) => {
                    self.learn_rate(None);
                    return Ok(self.succeed(output));
                }
                Err(mut error) => {
                    let fault = error.payload_mut();
                    self.describe(fault);
                    self.learn_rate(retry::reason(fault));
                    let delay = self.next_delay(&mut *fault);
                    trace::failure(fault, delay);
                    let Some(delay) = delay else {
                        return Err(error);
                    };
                    self.clock().sleep(delay).await;
                }
            }
        }
    }

    /// Waits for a turn, where all calls of the client share a rate.
    async fn take_turn(&self) {
        if self.retry.mode == RetryMode::Adaptive {
            let wait = self.shared.rate.turn(self.clock().monotonic());
            let wait = self.time_left().map_or(wait, |left| wait.min(left));
            if !wait.is_zero() {
                self.clock().sleep(wait).await;
            }
        }
    }

    fn learn_rate(&self, reason: Option<Reason>) {
        if self.retry.mode == RetryMode::Adaptive && self.attempts > 0 {
            let is_throttled = reason == Some(Reason::Throttling);
            let now = self.clock().monotonic();
            self.shared.rate.learn(is_throttled, now);
        }
    }

    pub(super) fn clock(&self) -> &dyn Clock {
        &*self.shared.config.parts().clock
    }

    fn fill_idempotency_tokens<O: Operation>(&self, input: &mut O) -> Result<(), RequestError> {
        let mut failure = None;
        input.fill_idempotency_tokens(&mut || {
            random::uuid(&*self.shared.config.parts().random).unwrap_or_else(|error| {
                failure = Some(error);
                String::new()
            })
        });
        failure.map_or(Ok(()), |error| Err(no_randomness(error)))
    }

    fn identify(&mut self) -> Result<(), RequestError> {
        self.invocation_id =
            random::uuid(&*self.shared.config.parts().random).map_err(no_randomness)?;
        Ok(())
    }

    /// The request with the absolute URI and the host that it goes to.
    fn address(&self, mut request: Request<Bytes>) -> Result<Prepared, RequestError> {
        let endpoint = endpoint::resolve(
            &self.shared.config.parts().endpoint,
            self.metadata.service,
            self.metadata.name,
        )?;
        let uri = endpoint.uri(request.uri(), request.extensions().get::<HostPrefix>())?;
        let host = uri.authority().map_or("", http::uri::Authority::as_str);
        let host = HeaderValue::from_str(host)
            .map_err(|error| RequestError::new(RequestErrorKind::Endpoint, error))?;
        request.headers_mut().insert(HOST, host);
        *request.uri_mut() = uri;
        request.extensions_mut().insert(self.metadata);
        Ok(Prepared {
            request,
            signing_region: endpoint.signing_region().cloned(),
        })
    }

    async fn attempt(&mut self, prepared: &Prepared) -> Result<Response<Bytes>, RequestError> {
        let mut request = prepared.request.clone();
        let ready = self.ready(&mut request, prepared, None).await?;
        let limits = ready.limits;
        let sending = ready.transport.send(request, limits);
        let response = match limits.attempt {
            Some(limit) => transport::within(limit, sending, self.clock().sleep(limit)).await?,
            None => sending.await?,
        };
        self.read_whole(response)
    }

    /// Makes a request ready to be sent as another attempt.
    pub(super) async fn ready(
        &mut self,
        request: &mut Request<Bytes>,
        prepared: &Prepared,
        payload: Option<Payload>,
    ) -> Result<Ready<'a>, RequestError> {
        self.take_turn().await;
        let seed = self
            .authorize(request, prepared.signing_region.as_ref(), payload)
            .await?;
        let config = self.shared.config.parts();
        self.seen = None;
        let transport = config.transport.as_deref().ok_or_else(|| {
            RequestError::new(
                RequestErrorKind::Endpoint,
                "no transport is configured: enable one by a feature or set one in the configuration",
            )
        })?;
        let limits = Limits {
            connect: config.timeouts.connect,
            first_byte: config.timeouts.first_byte,
            between_bytes: config.timeouts.between_bytes,
            attempt: self.attempt_limit()?,
            body: Some(config.response_limits.body),
            throughput: config.timeouts.throughput,
            mode: self.mode,
        };
        self.attempts += 1;
        self.introduce(request)?;
        Ok(Ready {
            transport,
            limits,
            seed,
        })
    }

    /// A response that is in memory, decompressed.
    pub(super) fn read_whole(
        &mut self,
        response: Response<Bytes>,
    ) -> Result<Response<Bytes>, RequestError> {
        self.see(&response);
        let limits = &self.shared.config.parts().response_limits;
        let mut response = transport::decode::decode(response, limits)?;
        if limits.xml != XmlLimits::default() {
            response.extensions_mut().insert(limits.xml);
        }
        Ok(response)
    }

    /// Keeps what retries and errors care about.
    pub(super) fn see<B>(&mut self, response: &Response<B>) {
        self.seen = Some(Seen {
            status: response.status(),
            headers: response.headers().clone(),
        });
    }

    /// Signs the request, in the way of its operation.
    async fn authorize(
        &self,
        request: &mut Request<Bytes>,
        signing_region: Option<&SigningRegion>,
        payload: Option<Payload>,
    ) -> Result<Option<Seed>, RequestError> {
        let payload = match self.metadata.auth {
            Auth::None => return Ok(None),
            Auth::SigV4 => payload.unwrap_or(Payload::Signed),
            Auth::SigV4UnsignedBody => Payload::Unsigned,
            other @ (Auth::SigV4a | Auth::Bearer) => {
                return Err(RequestError::new(
                    RequestErrorKind::Credentials,
                    format!("requests cannot be authorized by {other:?}"),
                ));
            }
        };
        let parts = self.shared.config.parts();
        let missing = |what: &str| RequestError::new(RequestErrorKind::Credentials, what);
        let provider = parts
            .credentials
            .as_ref()
            .ok_or_else(|| missing("none are configured"))?;
        let left = self.time_left();
        let asking = provider.credentials(parts.credential_context(self.mode, left));
        let credentials = match left {
            None => asking.await,
            Some(left) => transport::sooner(asking, self.clock().sleep(left))
                .await
                .ok_or_else(|| self.operation_timeout())?,
        };
        let credentials = credentials.map_err(|error| match self.time_left() {
            Some(Duration::ZERO) => self.operation_timeout(),
            _ => RequestError::new(RequestErrorKind::Credentials, error),
        })?;
        let scope = Scope {
            region: signing_region
                .map(|SigningRegion(region)| region.as_str())
                .or(parts.endpoint.region.as_deref())
                .ok_or_else(|| missing("a signature needs a region, and none is set"))?,
            service: self.metadata.service.signing_name,
            time: self.signing_time()?,
        };
        sigv4::sign_with(&self.shared.keys, request, &credentials, &scope, payload).map(Some)
    }

    /// The service's time of day, as far as it is known.
    pub(super) fn signing_time(&self) -> Result<Timestamp, RequestError> {
        Timestamp::try_from(self.shared.skew.correct(self.clock().now()))
            .map_err(|error| RequestError::new(RequestErrorKind::Build, error))
    }

    /// Adds the headers that tell the service who calls and how often; they are not signed.
    fn introduce(&self, request: &mut Request<Bytes>) -> Result<(), RequestError> {
        let config = self.shared.config.parts();
        let user_agent = user_agent::user_agent(self.metadata.service, config.app_name.as_deref());
        let attempt = format!("attempt={}; max={}", self.attempts, self.retry.max_attempts);
        for (name, value) in [
            (USER_AGENT, user_agent.as_str()),
            (INVOCATION_ID, &self.invocation_id),
            (ATTEMPT, &attempt),
        ] {
            let value = HeaderValue::from_str(value)
                .map_err(|error| RequestError::new(RequestErrorKind::Build, error))?;
            request.headers_mut().insert(name, value);
        }
        Ok(())
    }

    /// What is left for the next attempt.
    fn attempt_limit(&self) -> Result<Option<Duration>, RequestError> {
        let timeouts = &self.shared.config.parts().timeouts;
        let Some(left) = self.time_left() else {
            return Ok(timeouts.attempt);
        };
        if left.is_zero() {
            return Err(self.operation_timeout());
        }
        Ok(Some(
            timeouts.attempt.map_or(left, |attempt| attempt.min(left)),
        ))
    }

    /// What is left of the time for the whole call.
    fn time_left(&self) -> Option<Duration> {
        let limit = self.shared.config.parts().timeouts.operation?;
        let spent = self.clock().monotonic().saturating_sub(self.started);
        Some(limit.saturating_sub(spent))
    }

    fn fail<O: Operation>(&self, error: RequestError) -> O::Error {
        let mut error = O::Error::from(error);
        self.describe(error.payload_mut());
        error
    }

    /// Adds what the call knows to what the response told.
    fn describe(&self, fault: &mut dyn ProvideErrorMetadata) {
        let metadata = fault.metadata_mut();
        metadata
            .set_operation(self.metadata.name)
            .set_attempts(self.attempts);
        if !self.metadata.sensitive.is_empty() {
            fault.redact(self.metadata.sensitive);
        }
        let Some(seen) = &self.seen else { return };
        let metadata = fault.metadata_mut();
        metadata.set_status(seen.status.as_u16());
        if metadata.request_id().is_none()
            && let Some(id) = request_id(&seen.headers)
        {
            metadata.set_request_id(id);
        }
    }

    /// How long to wait before the next attempt; `None` where this failure is final.
    fn next_delay(&mut self, fault: &mut dyn ProvideErrorMetadata) -> Option<Duration> {
        let config = self.shared.config.parts();
        let corrected = self.correct_clock(fault);
        let reason = retry::reason(fault).or(corrected)?;
        if self.attempts >= self.retry.max_attempts {
            return None;
        }
        if self.is_body_spent {
            fault.metadata_mut().set_body_spent();
            return None;
        }
        let asked = self
            .seen
            .as_ref()
            .and_then(|seen| retry::retry_after(&seen.headers));
        let jitter = random::fraction(&*config.random).ok()?;
        let delay = retry::delay(&self.retry, reason, self.attempts, jitter, asked);
        if self.time_left().is_some_and(|left| left <= delay) {
            return None;
        }
        self.tokens = Some(self.shared.quota.take(reason)?);
        Some(delay)
    }

    /// Learns the service's time where the failure is about ours, which makes a retry worth it.
    fn correct_clock(&self, fault: &dyn ProvideErrorMetadata) -> Option<Reason> {
        let code = fault.metadata().code()?;
        let now = self.clock().now();
        let learnt = self
            .shared
            .skew
            .learn(code, &self.seen.as_ref()?.headers, now);
        learnt.then_some(Reason::Transient)
    }

    fn succeed<T>(self, output: T) -> response::Response<T> {
        self.shared.quota.refill(self.tokens);
        trace::success(
            self.attempts,
            self.seen
                .as_ref()
                .and_then(|seen| request_id(&seen.headers)),
        );
        let (status, headers) = self
            .seen
            .map_or_else(Default::default, |seen| (seen.status, seen.headers));
        response::Response {
            output,
            status,
            headers,
            attempts: self.attempts,
        }
    }

    /// The error of a call that has no time left.
    fn operation_timeout(&self) -> RequestError {
        let limit = self.shared.config.parts().timeouts.operation;
        RequestError::new(
            RequestErrorKind::Timeout,
            format!("the call took longer than {:?}", limit.unwrap_or_default()),
        )
    }
}

fn no_randomness(error: io::Error) -> RequestError {
    RequestError::new(RequestErrorKind::Build, error)
}
