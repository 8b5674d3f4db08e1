//! The endpoint and the signature of a request.

use super::call::{Call, Prepared};
use crate::auth::sigv4::{self, Payload, Scope, Seed};
use crate::auth::sigv4a;
use crate::auth::{Credentials, CredentialsError, NO_CREDENTIALS, PlainPath};
use crate::endpoint::{self, About, Endpoint, Signing};
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::operation::{Auth, EndpointParameters, EndpointUrl, HostPrefix};
use crate::platform::BoxFuture;
use crate::transport;
use crate::value::Timestamp;
use bytes::Bytes;
use http::header::{HOST, HeaderName};
use http::{HeaderValue, Request, Uri};
use std::time::Duration;

impl Call<'_> {
    /// The request with the absolute URI and the host that it goes to.
    pub(super) fn address(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Prepared, RequestError>> {
        Box::pin(self.addressed(request))
    }

    async fn addressed(&self, mut request: Request<Bytes>) -> Result<Prepared, RequestError> {
        let asking = self.asking()?;
        let credentials = match asking {
            None => self.account().await?,
            Some(_) => self.caller().await?,
        };
        let parameters = request.extensions_mut().remove::<EndpointParameters>();
        let url = request.extensions_mut().remove::<EndpointUrl>();
        let mut original = None;
        let settings = &self.config.parts().endpoint;
        let parameters = parameters.as_ref().map_or(&[][..], |it| &it.0);
        let learnt = self.learnt(parameters);
        let mut endpoint = self.endpoint(About {
            operation: Some(self.metadata.name),
            parameters,
            account: credentials.as_ref().and_then(Credentials::account_id),
            region: learnt.as_deref(),
            preferred: &self.config.parts().auth_preference.schemes,
            knows_sigv4a: sigv4a::IS_KNOWN,
            url: url.as_ref().map(|EndpointUrl(url)| url.as_str()),
        })?;
        if let Some(asking) = asking {
            let discovered = self.discovered(asking, &endpoint, credentials.as_ref(), &request);
            if let Some((other, by)) = discovered.await? {
                (endpoint, original) = (other, Some(by));
            }
        }
        let prefix = request.extensions().get::<HostPrefix>();
        let prefix = prefix.filter(|_| settings.host_prefixes != Some(false) && original.is_none());
        let uri = endpoint.uri(request.uri(), prefix, !parameters.is_empty())?;
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
        let mut prepared = Prepared {
            request,
            signing: endpoint.signing().clone(),
            credentials,
            original,
        };
        self.add_copy(&mut prepared).await?;
        Ok(prepared)
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
        if !endpoint::needs_account(self.metadata.service) {
            return Ok(None);
        }
        self.caller().await
    }

    /// The credentials, where the call is signed.
    async fn caller(&self) -> Result<Option<Credentials>, RequestError> {
        if matches!(self.auth, Auth::None | Auth::Bearer) {
            return Ok(None);
        }
        self.credentials().await.map(Some)
    }

    /// Authorizes the request, in the way of its call.
    pub(super) async fn authorize(
        &self,
        request: &mut Request<Bytes>,
        prepared: &Prepared,
        payload: Option<Payload>,
    ) -> Result<Option<Seed>, RequestError> {
        match self.auth {
            Auth::None => return Ok(None),
            Auth::Bearer => return self.add_bearer_token(request).await.map(|()| None),
            _ => {}
        }
        let payload = match self.metadata.auth {
            Auth::SigV4UnsignedBody => Payload::Unsigned,
            _ => payload.unwrap_or(Payload::Signed),
        };
        let time = self.signing_time();
        let signing = &prepared.signing;
        let known = prepared.credentials.as_ref().filter(|_| self.attempts == 0);
        let credentials = self.signer(request, signing, known.cloned()).await?;
        if signing.plain_path {
            request.extensions_mut().insert(PlainPath);
        }
        if self.is_asymmetric(signing) {
            let (keys, scope) = (
                &self.shared.asymmetric_keys,
                self.region_set(signing, time)?,
            );
            sigv4a::sign_with(keys, request, &credentials, &scope, payload)?;
            return Ok(None);
        }
        let (keys, scope) = (&self.shared.keys, self.scope(signing, time)?);
        sigv4::sign_with(keys, request, &credentials, &scope, payload).map(Some)
    }

    /// What a signature by SigV4 of this time is good for.
    pub(super) fn scope<'s>(
        &'s self,
        signing: &'s Signing,
        time: Timestamp,
    ) -> Result<Scope<'s>, RequestError> {
        let region = signing.region.as_deref();
        let region = region.or(self.config.parts().endpoint.region.as_deref());
        let region =
            region.ok_or_else(|| refused("a signature needs a region, and none is set"))?;
        self.scope_in(region, signing, time)
    }

    fn scope_in<'s>(
        &'s self,
        region: &'s str,
        signing: &'s Signing,
        time: Timestamp,
    ) -> Result<Scope<'s>, RequestError> {
        if let Some(scheme) = &signing.unknown {
            return Err(refused(format!(
                "this endpoint requires the authentication scheme {scheme}, which is not supported"
            )));
        }
        let service = self.metadata.service.signing_name;
        Ok(Scope {
            region,
            service: signing.service.as_deref().unwrap_or(service),
            time,
        })
    }

    /// What a signature by SigV4A of this time is good for.
    pub(super) fn region_set<'s>(
        &'s self,
        signing: &'s Signing,
        time: Timestamp,
    ) -> Result<Scope<'s>, RequestError> {
        let own = self.config.parts().auth_preference.region_set.as_deref();
        let regions = own.or(signing.region.as_deref()).unwrap_or("*");
        self.scope_in(regions, signing, time)
    }

    /// Whether a request is signed by SigV4A.
    pub(super) fn is_asymmetric(&self, signing: &Signing) -> bool {
        signing.asymmetric.unwrap_or(self.auth == Auth::SigV4a)
    }

    /// The credentials that sign a request: a session's, where its endpoint asks for one, or those of who calls,
    /// which may be known.
    pub(super) async fn signer(
        &self,
        request: &mut Request<Bytes>,
        signing: &Signing,
        known: Option<Credentials>,
    ) -> Result<Credentials, RequestError> {
        match (&signing.session, known) {
            (Some(place), _) => self.enter(request, place).await,
            (None, Some(credentials)) => Ok(credentials),
            (None, None) => self.credentials().await,
        }
    }

    /// Who calls.
    pub(super) async fn credentials(&self) -> Result<Credentials, RequestError> {
        let parts = self.config.parts();
        let provider = parts.credentials.as_ref();
        let provider = provider.ok_or_else(|| refused(NO_CREDENTIALS))?;
        let context = parts.credential_context(self.mode, self.time_left());
        self.in_time(provider.credentials(context)).await
    }

    /// What a source of credentials or tokens gives, in what is left of the call's time.
    pub(super) async fn in_time<T>(
        &self,
        asking: BoxFuture<'_, Result<T, CredentialsError>>,
    ) -> Result<T, RequestError> {
        let given = match self.time_left() {
            None => asking.await,
            Some(left) => transport::sooner(asking, self.clock().sleep(left))
                .await
                .ok_or_else(|| self.operation_timeout())?,
        };
        given.map_err(|error| match self.time_left() {
            Some(Duration::ZERO) => self.operation_timeout(),
            _ => RequestError::new(RequestErrorKind::Credentials, error),
        })
    }
}

/// The host as it is sent and signed: a port that goes without saying is not said.
pub(super) fn host(uri: &Uri) -> &str {
    let host = uri.authority().map_or("", http::uri::Authority::as_str);
    let usual = match uri.scheme_str() {
        Some("http") => ":80",
        _ => ":443",
    };
    host.strip_suffix(usual).unwrap_or(host)
}

/// Why a request is not signed.
pub(super) fn refused(what: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> RequestError {
    RequestError::new(RequestErrorKind::Credentials, what)
}
