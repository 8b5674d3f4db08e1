//! A call: its attempts, the backoff between them, and what the client learns from them.

use super::endpoint_cache::Original;
use super::hooks::Hooks;
use super::outgoing::Outgoing;
use super::prepare;
use super::response;
use super::shared::Shared;
use super::trace::Meter;
use super::user_agent;
use crate::auth::Credentials;
use crate::auth::sigv4::{Payload, Seed};
use crate::config::Config;
use crate::endpoint::Signing;
use crate::operation::error::{ProvideErrorMetadata, RequestError, RequestErrorKind};
use crate::operation::{Auth, Metadata, Operation, OperationError, Streams, contract};
use crate::platform::{BoxFuture, Clock, Mode, random};
use crate::protocol::{XmlLimits, request_id};
use crate::retry::{self, Reason, RetryConfig, RetryMode, Tokens};
use crate::transport::{self, Limits, Transport, TypedResult};
use crate::value::Timestamp;
use bytes::Bytes;
use http::header::{HeaderName, USER_AGENT};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use std::ptr;
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
    /// How it is signed, as far as it is not as always.
    pub(super) signing: Signing,
    /// Who calls, where that was asked already.
    pub(super) credentials: Option<Credentials>,
    /// What it was made of, where it goes to a discovered endpoint.
    pub(super) original: Option<Box<Original>>,
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
    pub(super) config: &'a Config,
    pub(super) hooks: &'a Hooks,
    pub(super) mode: Mode,
    pub(super) metadata: Metadata,
    /// The way that it is authorized in.
    pub(super) auth: Auth,
    started: Duration,
    meter: Meter,
    pub(super) invocation_id: String,
    pub(super) attempts: u32,
    tokens: Option<Tokens>,
    seen: Option<Seen>,
    retry: RetryConfig,
    /// Whether the request's body was sent and cannot be sent again.
    pub(super) is_body_spent: bool,
    /// Whether an attempt was sent and got no response.
    lost_a_response: bool,
}

impl<'a> Call<'a> {
    pub(crate) fn new(
        shared: &'a Shared,
        config: &'a Config,
        hooks: &'a Hooks,
        mode: Mode,
        metadata: Metadata,
    ) -> Self {
        let started = config.parts().clock.monotonic();
        Self {
            started,
            meter: Meter::new(metadata, started),
            shared,
            config,
            hooks,
            mode,
            auth: config.auth(&metadata),
            metadata,
            invocation_id: String::new(),
            attempts: 0,
            tokens: None,
            seen: None,
            is_body_spent: false,
            lost_a_response: false,
            retry: config
                .parts()
                .resolved_retry()
                .of_service(metadata.service.id),
        }
    }

    /// A call that is made for this one, in what is left of its time.
    pub(super) fn beside<'b>(&'b self, hooks: &'b Hooks, metadata: Metadata) -> Call<'b> {
        let mut call = Call::new(self.shared, self.config, hooks, self.mode, metadata);
        call.started = self.started;
        call
    }

    /// Sends the input until an attempt succeeds or no other is worth making.
    ///
    /// In a box, as all are that calls of any operation wait for: a compiler makes the code of a future anew
    /// in each unit that awaits it, and that of what a box holds once. The futures of callers stay small.
    pub(crate) fn run<'c, O: Operation + 'c>(
        self,
        input: O,
    ) -> BoxFuture<'c, Result<response::Response<O::Output>, O::Error>>
    where
        'a: 'c,
    {
        Box::pin(self.send_until_done(input))
    }

    async fn send_until_done<O: Operation>(
        mut self,
        mut input: O,
    ) -> Result<response::Response<O::Output>, O::Error> {
        input.fill_defaults();
        let asked_urls = input.ask_url_encoding();
        let request = self
            .fill_idempotency_tokens(&mut input)
            .and_then(|()| self.identify())
            .and_then(|()| contract::to_request(&input));
        let mut elsewhere = None;
        let prepared = match request {
            Ok(request) => {
                let request = prepare::compressed(request, self.config);
                elsewhere = self.elsewhere(&request);
                self.address(request).await
            }
            Err(error) => Err(error),
        };
        let mut prepared = prepared.map_err(|error| self.give_up::<O>(error))?;
        let mut body = Outgoing::new(input.take_body());
        drop(input);
        loop {
            let result = if O::METADATA.streams == Streams::NONE {
                match self.attempt(&prepared).await {
                    Ok(response) => TypedResult::take(&response)
                        .unwrap_or_else(|| contract::parse_response::<O>(&response)),
                    Err(error) => Err(error.into()),
                }
            } else {
                Box::pin(self.stream::<O>(&prepared, &mut body)).await
            };
            match result {
                Ok(mut output) => {
                    self.learn_rate(None);
                    if asked_urls {
                        O::decode_urls(&mut output);
                    }
                    return Ok(self.succeed(output));
                }
                Err(mut error) => {
                    let fault = error.payload_mut();
                    self.describe(fault);
                    let redirected = self.redirected(&mut elsewhere, fault.metadata_mut());
                    let again = redirected
                        .or_else(|| self.misdirected(&mut prepared, fault.metadata_mut()));
                    if let Some(request) = again {
                        self.tell(fault, Some(Duration::ZERO));
                        let again = self.address(request).await;
                        prepared = again.map_err(|error| self.give_up::<O>(error))?;
                        continue;
                    }
                    let Some(delay) = self.delay_after(fault) else {
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
        &*self.config.parts().clock
    }

    pub(super) fn attempt<'c>(
        &'c mut self,
        prepared: &'c Prepared,
    ) -> BoxFuture<'c, Result<Response<Bytes>, RequestError>> {
        Box::pin(self.attempt_once(prepared))
    }

    async fn attempt_once(&mut self, prepared: &Prepared) -> Result<Response<Bytes>, RequestError> {
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
        self.hooks.before_signing(request)?;
        let seed = self.authorize(request, prepared, payload).await?;
        let config = self.config.parts();
        self.seen = None;
        let transport = config.transport.as_deref().ok_or_else(|| {
            RequestError::new(
                RequestErrorKind::Endpoint,
                "no transport is configured: enable the feature `aws`, or set `transport`",
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
        self.meter.sent(request, &*config.clock);
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
        let limits = &self.config.parts().response_limits;
        let mut response = transport::decode::decode(response, limits)?;
        self.hooks.after_response(&response);
        if limits.xml != XmlLimits::default() {
            response.extensions_mut().insert(limits.xml);
        }
        Ok(response)
    }

    /// Keeps what retries and errors care about.
    pub(super) fn see<B>(&mut self, response: &Response<B>) {
        let clock = &*self.config.parts().clock;
        self.meter.responded(response.status(), clock);
        self.seen = Some(Seen {
            status: response.status(),
            headers: response.headers().clone(),
        });
    }

    /// The service's time of day, as far as it is known.
    pub(super) fn signing_time(&self) -> Timestamp {
        Timestamp::from(self.shared.skew.correct(self.clock().now()))
    }

    /// Adds the headers that tell the service who calls and how often; they are not signed.
    fn introduce(&self, request: &mut Request<Bytes>) -> Result<(), RequestError> {
        let config = self.config.parts();
        let service = self.metadata.service;
        let value = |text: &str| {
            HeaderValue::from_str(text)
                .map_err(|error| RequestError::new(RequestErrorKind::Build, error))
        };
        let name = || value(&user_agent::user_agent(service, config.app_name.as_deref()));
        let user_agent = match self.is_customized() {
            true => name()?,
            false => self.shared.user_agent.get_or_make(service, name)?,
        };
        let attempt = format!("attempt={}; max={}", self.attempts, self.retry.max_attempts);
        let headers = request.headers_mut();
        headers.insert(USER_AGENT, user_agent);
        headers.insert(INVOCATION_ID, value(&self.invocation_id)?);
        headers.insert(ATTEMPT, value(&attempt)?);
        if let Some(trace) = prepare::trace_id(&config.endpoint.environment) {
            headers.entry(prepare::TRACE_ID).or_insert(trace);
        }
        Ok(())
    }

    /// Whether the call has a configuration of its own.
    pub(super) fn is_customized(&self) -> bool {
        !ptr::eq(self.config, &self.shared.config)
    }

    /// What is left for the next attempt.
    fn attempt_limit(&self) -> Result<Option<Duration>, RequestError> {
        let timeouts = &self.config.parts().timeouts;
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
    pub(super) fn time_left(&self) -> Option<Duration> {
        let limit = self.config.parts().timeouts.operation?;
        let spent = self.clock().monotonic().saturating_sub(self.started);
        Some(limit.saturating_sub(spent))
    }

    pub(super) fn fail<O: Operation>(&mut self, error: RequestError) -> O::Error {
        let mut error = O::Error::from(error);
        self.describe(error.payload_mut());
        error
    }

    /// The error of a call that ends before an attempt has.
    fn give_up<O: Operation>(&mut self, error: RequestError) -> O::Error {
        let mut error = self.fail::<O>(error);
        self.tell(error.payload_mut(), None);
        error
    }

    /// Tells of an attempt that failed, and of its call where there is no delay until the next.
    fn tell(&mut self, fault: &dyn ProvideErrorMetadata, delay: Option<Duration>) {
        let clock = &*self.config.parts().clock;
        self.meter.failed(fault, delay, clock);
    }

    /// Adds what the call knows to what the response told.
    pub(super) fn describe(&mut self, fault: &mut dyn ProvideErrorMetadata) {
        let metadata = fault.metadata_mut();
        metadata
            .set_operation(self.metadata.name)
            .set_attempts(self.attempts);
        if !self.metadata.sensitive.is_empty() {
            fault.redact(self.metadata.sensitive);
        }
        let Some(seen) = &self.seen else {
            self.lost_a_response |= self.attempts > 0 && may_have_arrived(fault);
            return;
        };
        let metadata = fault.metadata_mut();
        if self.lost_a_response {
            metadata.set_lost_a_response();
        }
        metadata.set_status(seen.status.as_u16());
        metadata.set_headers(seen.headers.clone());
        if metadata.request_id().is_none()
            && let Some(id) = request_id(&seen.headers)
        {
            metadata.set_request_id(id);
        }
    }

    /// How long to wait after an attempt that failed; `None` where no other follows.
    pub(super) fn delay_after(&mut self, fault: &mut dyn ProvideErrorMetadata) -> Option<Duration> {
        self.learn_rate(retry::reason(fault));
        let delay = self.next_delay(&mut *fault);
        self.tell(fault, delay);
        delay
    }

    /// Whether another attempt may be made.
    pub(super) fn has_attempts_left(&self) -> bool {
        self.attempts < self.retry.max_attempts
    }

    /// How long to wait before the next attempt; `None` where this failure is final.
    fn next_delay(&mut self, fault: &mut dyn ProvideErrorMetadata) -> Option<Duration> {
        let config = self.config.parts();
        let corrected = self.correct_clock(fault);
        let reason = retry::reason(fault).or(corrected)?;
        if !self.has_attempts_left() {
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

    pub(super) fn succeed<T>(self, output: T) -> response::Response<T> {
        self.shared.quota.refill(self.tokens);
        let seen = self.seen.as_ref();
        self.meter.succeeded(
            self.attempts,
            seen.and_then(|seen| request_id(&seen.headers)),
            seen.map(|seen| seen.status.as_u16()),
            self.clock(),
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
    pub(super) fn operation_timeout(&self) -> RequestError {
        let limit = self.config.parts().timeouts.operation;
        RequestError::new(
            RequestErrorKind::Timeout,
            format!("the call took longer than {:?}", limit.unwrap_or_default()),
        )
    }
}

/// Whether the service may have got the request of an attempt that had no response.
fn may_have_arrived(fault: &dyn ProvideErrorMetadata) -> bool {
    let fault: &dyn std::error::Error = fault;
    let error = fault.downcast_ref::<RequestError>();
    error.is_none_or(|error| error.kind() != RequestErrorKind::Connect)
}
