//! Calls to discovered endpoints.

use super::call::{Call, Prepared};
use super::endpoint_cache::{CacheEntry, CacheKey, Original};
use super::hooks::Hooks;
use crate::auth::Credentials;
use crate::endpoint::{self, Endpoint};
use crate::operation::error::{ErrorMetadata, RequestError, RequestErrorKind};
use crate::operation::{DiscoveredEndpoint, Discovery, Failure, Metadata};
use crate::platform::BoxFuture;
use crate::transport::TypedResult;
use bytes::Bytes;
use http::{Request, StatusCode};
use std::error::Error;
use std::fmt;
use std::time::Duration;

/// How long a service that could not be reached is not asked again.
const PAUSE: Duration = Duration::from_secs(60);

/// The code of a failure that says that an endpoint is no longer one.
const INVALID: &str = "InvalidEndpointException";

/// A discovered endpoint, with what is to be known where it turns out to be wrong.
type At = (Endpoint, Box<Original>);

/// How the endpoint of a call is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asking {
    discovery: &'static Discovery,
    is_required: bool,
}

impl Call<'_> {
    /// How the call's endpoint is asked for, where it is: not where the caller gives one.
    pub(super) fn asking(&self) -> Result<Option<Asking>, RequestError> {
        let service = self.metadata.service;
        let Some(discovery) = service.discovery else {
            return Ok(None);
        };
        let settings = &self.config.parts().endpoint;
        let Some(is_required) = discovery.is_required(self.metadata.name) else {
            return Ok(None);
        };
        if endpoint::has_url(settings, service)? {
            return Ok(None);
        }
        match (settings.discovery, is_required) {
            (Some(false), true) => Err(refused_endpoint(
                "endpoint discovery is switched off, and this operation has no other endpoint",
            )),
            (Some(true), _) | (None, true) => Ok(Some(Asking {
                discovery,
                is_required,
            })),
            _ => Ok(None),
        }
    }

    /// The endpoint that the service tells in place of its usual one, with what is to be known where it
    /// turns out to be wrong. `None` where the usual one will do.
    pub(super) fn discovered<'s>(
        &'s self,
        asking: Asking,
        usual: &'s Endpoint,
        credentials: Option<&'s Credentials>,
        request: &'s Request<Bytes>,
    ) -> BoxFuture<'s, Result<Option<At>, RequestError>> {
        // In a box of no type, as asking is a call with an endpoint too.
        Box::pin(async move {
            let asked = CacheKey {
                host: usual.host().to_owned(),
                access_key: credentials.map(|it| it.access_key_id().to_owned()),
            };
            let Some(address) = self.cached_or_asked(asking, &asked).await? else {
                return Ok(None);
            };
            let original = Original {
                asked,
                request: request.clone(),
            };
            Ok(Some((usual.at(&address)?, Box::new(original))))
        })
    }

    async fn cached_or_asked(
        &self,
        asking: Asking,
        asked: &CacheKey,
    ) -> Result<Option<String>, RequestError> {
        let known = self.shared.endpoints.get(asked);
        let now = self.clock().monotonic();
        if let Some(address) = known.good(now) {
            return Ok(Some(address.to_owned()));
        }
        let stale = known.first().map(str::to_owned);
        if now < known.pause && (stale.is_some() || !asking.is_required) {
            return Ok(stale);
        }
        match self.ask(asking.discovery).await {
            Ok(endpoints) => {
                let answer = CacheEntry::of(endpoints, self.clock().monotonic());
                let address = answer.first().map(str::to_owned);
                self.shared.endpoints.learn(asked, answer);
                if address.is_none() && asking.is_required {
                    return Err(refused_endpoint("the service told none"));
                }
                Ok(address)
            }
            Err(NotDiscovered { is_lost: true, .. }) if stale.is_some() || !asking.is_required => {
                let pause = self.clock().monotonic().saturating_add(PAUSE);
                let answer = known.paused(pause);
                self.shared.endpoints.learn(asked, answer);
                Ok(stale)
            }
            Err(error) => Err(RequestError::new(error.kind, error)),
        }
    }

    /// Asks the service, as often as a failed call is worth.
    async fn ask(&self, discovery: &Discovery) -> Result<Vec<DiscoveredEndpoint>, NotDiscovered> {
        let hooks = Hooks::default();
        let metadata = Metadata {
            auth: self.metadata.auth,
            ..Metadata::new(self.metadata.service, (discovery.operation)())
        };
        let mut call = self.beside(&hooks, metadata);
        let prepared = match (discovery.request)().and_then(|it| call.identify().map(|()| it)) {
            Ok(request) => call.address(request).await,
            Err(error) => Err(error),
        };
        let prepared = match prepared {
            Ok(prepared) => prepared,
            Err(error) => return Err(NotDiscovered::of_request(metadata.name, error)),
        };
        loop {
            let response = call.attempt(&prepared).await;
            let typed = response.as_ref().ok().and_then(TypedResult::take_any);
            let mut failure = match (discovery.read)(response, typed) {
                Ok(endpoints) => {
                    call.succeed(());
                    return Ok(endpoints);
                }
                Err(failure) => failure,
            };
            call.describe(failure.payload_mut());
            match call.delay_after(failure.payload_mut()) {
                Some(delay) => call.clock().sleep(delay).await,
                None => return Err(NotDiscovered::of(metadata.name, failure)),
            }
        }
    }

    /// The request again, for another endpoint, where a failure says that the one which was discovered is
    /// wrong.
    pub(super) fn misdirected(
        &self,
        prepared: &mut Prepared,
        failure: &mut ErrorMetadata,
    ) -> Option<Request<Bytes>> {
        prepared.original.as_ref()?;
        let status = Some(StatusCode::MISDIRECTED_REQUEST.as_u16());
        if failure.status() != status && failure.code() != Some(INVALID) {
            return None;
        }
        let original = prepared.original.take()?;
        self.shared.endpoints.forget(&original.asked);
        if self.is_body_spent {
            failure.set_body_spent();
            return None;
        }
        self.has_attempts_left().then_some(original.request)
    }
}

/// Why no endpoint was discovered.
#[derive(Debug)]
struct NotDiscovered {
    /// The operation that was to tell.
    by: &'static str,
    kind: RequestErrorKind,
    /// Whether the service could not be reached.
    is_lost: bool,
    cause: Box<dyn Error + Send + Sync>,
}

impl NotDiscovered {
    fn of(by: &'static str, mut failure: Box<dyn Failure>) -> Self {
        let fault: &dyn Error = failure.payload_mut();
        let kind = fault.downcast_ref().map(RequestError::kind);
        let kind = kind.unwrap_or(RequestErrorKind::Endpoint);
        Self::new(by, kind, failure.into_error())
    }

    fn of_request(by: &'static str, error: RequestError) -> Self {
        Self::new(by, error.kind(), error.into())
    }

    fn new(by: &'static str, kind: RequestErrorKind, cause: Box<dyn Error + Send + Sync>) -> Self {
        use RequestErrorKind::{Connect, Io, Timeout};
        Self {
            by,
            kind,
            is_lost: matches!(kind, Connect | Io | Timeout),
            cause,
        }
    }
}

impl fmt::Display for NotDiscovered {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "`{}`, which tells the endpoint: {}",
            self.by, self.cause
        )
    }
}

impl Error for NotDiscovered {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.source()
    }
}

/// Why a request has no endpoint.
fn refused_endpoint(what: &'static str) -> RequestError {
    RequestError::new(RequestErrorKind::Endpoint, what)
}
