//! Where a request goes, and who sends it.

use super::call::{Call, Prepared};
use crate::auth::sigv4::{self, Payload, Scope, Seed};
use crate::auth::{Credentials, PlainPath};
use crate::endpoint::{self, About, Endpoint, Signing};
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::operation::{Auth, EndpointParameters, EndpointUrl, HostPrefix};
use crate::transport;
use crate::value::Timestamp;
use bytes::Bytes;
use http::header::{HOST, HeaderName};
use http::{HeaderValue, Request, Uri};
use std::time::Duration;

impl Call<'_> {
    /// The request with the absolute URI and the host that it goes to.
    pub(super) async fn address(
        &self,
        mut request: Request<Bytes>,
    ) -> Result<Prepared, RequestError> {
        let credentials = self.account().await?;
        let parameters = request.extensions_mut().remove::<EndpointParameters>();
        let url = request.extensions_mut().remove::<EndpointUrl>();
        let settings = &self.config.parts().endpoint;
        let parameters = parameters.as_ref().map_or(&[][..], |it| &it.0);
        let learnt = self.learnt(parameters);
        let endpoint = self.endpoint(About {
            operation: Some(self.metadata.name),
            parameters,
            account: credentials.as_ref().and_then(Credentials::account_id),
            region: learnt.as_deref(),
            url: url.as_ref().map(|EndpointUrl(url)| url.as_str()),
        })?;
        let prefix = request.extensions().get::<HostPrefix>();
        let prefix = prefix.filter(|_| settings.host_prefixes != Some(false));
        let uri = endpoint.uri(request.uri(), prefix)?;
        let host = host(&uri);
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
        Ok(Prepared {
            request,
            signing: endpoint.signing().clone(),
            credentials,
        })
    }

    /// The endpoint of the call, which is the same for all of a client where nothing of a call is in it.
    fn endpoint(&self, about: About<'_>) -> Result<Endpoint, RequestError> {
        let service = self.metadata.service;
        let resolve = || endpoint::resolve(&self.config.parts().endpoint, service, about);
        if about.url.is_some() || self.is_customized() || !endpoint::is_same_for_all(service) {
            return resolve();
        }
        self.shared.endpoint.get_or_make(service, resolve)
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

/// The host as it is sent and signed: a port that goes without saying is not said.
fn host(uri: &Uri) -> &str {
    let host = uri.authority().map_or("", http::uri::Authority::as_str);
    let usual = match uri.scheme_str() {
        Some("http") => ":80",
        _ => ":443",
    };
    host.strip_suffix(usual).unwrap_or(host)
}

/// Why a request is not signed.
fn refused(what: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> RequestError {
    RequestError::new(RequestErrorKind::Credentials, what)
}
