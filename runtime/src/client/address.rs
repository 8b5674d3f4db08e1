//! Where a request goes, and who sends it.

use super::call::{Call, Prepared};
use crate::auth::sigv4::{self, Payload, Scope, Seed};
use crate::auth::{Credentials, PlainPath};
use crate::endpoint::{self, About, Signing};
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::operation::{Auth, EndpointParameters, HostPrefix};
use crate::transport;
use crate::value::Timestamp;
use bytes::Bytes;
use http::header::{HOST, HeaderName};
use http::{HeaderValue, Request};
use std::time::Duration;

impl Call<'_> {
    /// The request with the absolute URI and the host that it goes to.
    pub(super) async fn address(
        &self,
        mut request: Request<Bytes>,
    ) -> Result<Prepared, RequestError> {
        let credentials = self.account().await?;
        let parameters = request.extensions_mut().remove::<EndpointParameters>();
        let settings = &self.config.parts().endpoint;
        let endpoint = endpoint::resolve(
            settings,
            self.metadata.service,
            About {
                operation: Some(self.metadata.name),
                parameters: parameters.as_ref().map_or(&[], |it| &it.0),
                account: credentials.as_ref().and_then(Credentials::account_id),
            },
        )?;
        let prefix = request.extensions().get::<HostPrefix>();
        let prefix = prefix.filter(|_| settings.host_prefixes != Some(false));
        let uri = endpoint.uri(request.uri(), prefix)?;
        let host = uri.authority().map_or("", http::uri::Authority::as_str);
        let value = |text: &str| {
            HeaderValue::from_str(text)
                .map_err(|error| RequestError::new(RequestErrorKind::Endpoint, error))
        };
        request.headers_mut().insert(HOST, value(host)?);
        for (name, text) in endpoint.headers() {
            let name = HeaderName::try_from(name)
                .map_err(|error| RequestError::new(RequestErrorKind::Endpoint, error))?;
            request.headers_mut().insert(name, value(text)?);
        }
        *request.uri_mut() = uri;
        request.extensions_mut().insert(self.metadata);
        let mut prepared = Prepared {
            request,
            signing: endpoint.signing().clone(),
            credentials,
        };
        self.add_copy(&mut prepared).await?;
        Ok(prepared)
    }

    /// The credentials, where the endpoint follows from their account. They sign the first attempt too.
    async fn account(&self) -> Result<Option<Credentials>, RequestError> {
        if !endpoint::needs_account(self.metadata.service) || self.metadata.auth == Auth::None {
            return Ok(None);
        }
        self.credentials().await.map(Some)
    }

    /// Signs the request, in the way of its operation.
    pub(super) async fn authorize(
        &self,
        request: &mut Request<Bytes>,
        prepared: &Prepared,
        payload: Option<Payload>,
    ) -> Result<Option<Seed>, RequestError> {
        let payload = match self.metadata.auth {
            Auth::None => return Ok(None),
            Auth::SigV4UnsignedBody => Payload::Unsigned,
            _ => payload.unwrap_or(Payload::Signed),
        };
        let scope = self.scope(&prepared.signing, self.signing_time()?)?;
        let credentials = match &prepared.credentials {
            Some(credentials) if self.attempts == 0 => credentials.clone(),
            _ => self.credentials().await?,
        };
        if prepared.signing.plain_path {
            request.extensions_mut().insert(PlainPath);
        }
        sigv4::sign_with(&self.shared.keys, request, &credentials, &scope, payload).map(Some)
    }

    /// What a signature of this time is good for.
    pub(super) fn scope<'s>(
        &'s self,
        signing: &'s Signing,
        time: Timestamp,
    ) -> Result<Scope<'s>, RequestError> {
        if let other @ (Auth::SigV4a | Auth::Bearer) = self.metadata.auth {
            return Err(refused(format!(
                "requests cannot be authorized by {other:?}"
            )));
        }
        if let Some(scheme) = &signing.unknown {
            return Err(refused(format!(
                "requests cannot be authorized by {scheme}, which this endpoint asks for"
            )));
        }
        let region = signing.region.as_deref();
        let region = region.or(self.config.parts().endpoint.region.as_deref());
        let service = self.metadata.service.signing_name;
        Ok(Scope {
            region: region.ok_or_else(|| refused("a signature needs a region, and none is set"))?,
            service: signing.service.as_deref().unwrap_or(service),
            time,
        })
    }

    /// Who calls.
    pub(super) async fn credentials(&self) -> Result<Credentials, RequestError> {
        let parts = self.config.parts();
        let provider = parts.credentials.as_ref();
        let provider = provider.ok_or_else(|| refused("none are configured"))?;
        let left = self.time_left();
        let asking = provider.credentials(parts.credential_context(self.mode, left));
        let credentials = match left {
            None => asking.await,
            Some(left) => transport::sooner(asking, self.clock().sleep(left))
                .await
                .ok_or_else(|| self.operation_timeout())?,
        };
        credentials.map_err(|error| match self.time_left() {
            Some(Duration::ZERO) => self.operation_timeout(),
            _ => RequestError::new(RequestErrorKind::Credentials, error),
        })
    }
}

/// Why a request is not signed.
pub(super) fn refused(what: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> RequestError {
    RequestError::new(RequestErrorKind::Credentials, what)
}
