//! Calls in sessions, which are created on demand.

use super::address::refused;
use super::call::Call;
use super::hooks::Hooks;
use super::sessions::EARLY;
use crate::auth::{Credentials, CredentialsError, TokenHeader};
use crate::operation::error::{
    ErrorMetadata, ProvideErrorMetadata, RequestError, RequestErrorKind, UnknownError,
};
use crate::operation::{EndpointParameters, Metadata, Operation, OperationError, Service, Session};
use crate::platform::BoxFuture;
use crate::protocol::{element, element_in};
use crate::value::Timestamp;
use bytes::Bytes;
use http::header::HeaderName;
use http::{Request, Response};
use std::error::Error;
use std::fmt;
use std::time::{Duration, SystemTime};

impl Call<'_> {
    /// The credentials of the session for a place, whose token the request has in a header of its own.
    pub(super) async fn enter(
        &self,
        request: &mut Request<Bytes>,
        place: &str,
    ) -> Result<Credentials, RequestError> {
        let session = self.metadata.service.session;
        let session = session.ok_or_else(|| refused("the service has no sessions"))?;
        let header = HeaderName::try_from(session.header)
            .map_err(|error| RequestError::new(RequestErrorKind::Build, error))?;
        request.extensions_mut().insert(TokenHeader(header));
        let caller = self.credentials().await?;
        let slot = (self.shared.sessions).slot(place, caller.access_key_id());
        let now = || self.shared.skew.correct(self.clock().now());
        if let Some(known) = slot.good_for(now(), EARLY) {
            return Ok(known);
        }
        let _opening = match (
            slot.opening.try_lock(),
            slot.good_for(now(), Duration::ZERO),
        ) {
            (Ok(guard), _) => guard,
            (Err(_), Some(known)) => return Ok(known),
            (Err(_), None) => slot.opening.lock().await,
        };
        if let Some(known) = slot.good_for(now(), EARLY) {
            return Ok(known);
        }
        match self.in_time(self.open(session, place)).await {
            Ok(opened) => {
                slot.keep(&opened);
                Ok(opened)
            }
            Err(error) => slot.good_for(now(), Duration::ZERO).ok_or(error),
        }
    }

    /// Opens a session.
    fn open<'s>(
        &'s self,
        session: Session,
        place: &'s str,
    ) -> BoxFuture<'s, Result<Credentials, CredentialsError>> {
        Box::pin(async move {
            let metadata = Metadata::new(self.metadata.service, session.operation);
            let hooks = Hooks::default();
            let call = self.beside(&hooks, metadata);
            let opened = call.run(Open { session, place }).await;
            opened
                .map(|response| response.into_output())
                .map_err(CredentialsError::failed)
        })
    }
}

/// The operation that opens a session, of which nothing is set but what it is for.
struct Open<'a> {
    session: Session,
    place: &'a str,
}

/// Stands in for the service, which is known when it is called.
const NONE: Service = Service::new("", "", "", "", "");

impl Operation for Open<'_> {
    type Output = Credentials;
    type Error = NotOpened;

    const METADATA: Metadata = Metadata::new(&NONE, "");

    fn to_request(&self) -> Result<Request<Bytes>, RequestError> {
        let mut told = vec![(self.session.parameter, self.place.into())];
        told.extend(self.session.flags.iter().map(|name| (*name, true.into())));
        Request::get(self.session.target)
            .extension(EndpointParameters(told))
            .body(Bytes::new())
            .map_err(|error| RequestError::new(RequestErrorKind::Build, error))
    }

    fn parse_response(response: &Response<Bytes>) -> Result<Credentials, NotOpened> {
        let body = response.body();
        if !response.status().is_success() {
            let mut metadata = ErrorMetadata::new();
            if let Some(code) = element(body, "Code") {
                metadata.set_code(code);
            }
            if let Some(message) = element(body, "Message") {
                metadata.set_message(message);
            }
            return Err(NotOpened::Refused(UnknownError::new(metadata)));
        }
        let given = |name: &str| {
            element_in(body, "Credentials", name).ok_or_else(|| {
                let problem = format!("the service opened a session without `{name}`");
                NotOpened::Request(RequestError::new(RequestErrorKind::Response, problem))
            })
        };
        let expiry = given("Expiration")?.parse::<Timestamp>();
        let expiry =
            expiry.map_err(|error| RequestError::new(RequestErrorKind::Response, error))?;
        let credentials = Credentials::new(given("AccessKeyId")?, given("SecretAccessKey")?);
        let credentials = credentials.with_session_token(given("SessionToken")?);
        Ok(credentials.with_expiry(SystemTime::from(expiry)))
    }
}

/// Why there is no session.
#[derive(Debug)]
enum NotOpened {
    Refused(UnknownError),
    Request(RequestError),
}

impl From<RequestError> for NotOpened {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}

impl OperationError for NotOpened {
    fn payload(&self) -> &dyn ProvideErrorMetadata {
        match self {
            Self::Refused(error) => error,
            Self::Request(error) => error,
        }
    }

    fn payload_mut(&mut self) -> &mut dyn ProvideErrorMetadata {
        match self {
            Self::Refused(error) => error,
            Self::Request(error) => error,
        }
    }
}

impl fmt::Display for NotOpened {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.payload(), formatter)
    }
}

impl Error for NotOpened {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.payload().source()
    }
}
