//! Where a request goes, and who sends it.

use super::call::{Call, Prepared};
use crate::auth::Credentials;
use crate::auth::sigv4::{self, Payload, PlainPath, Scope, Seed};
use crate::endpoint::{self, About, Signing};
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::operation::{Auth, EndpointParameters, EndpointUrl, HostPrefix};
use crate::transport;
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
        let account = self.account().await;
        let parameters = request.extensions_mut().remove::<EndpointParameters>();
        let url = request.extensions_mut().remove::<EndpointUrl>();
        let settings = &self.config.parts().endpoint;
        let endpoint = endpoint::resolve(
            settings,
            self.metadata.service,
            About {
                operation: Some(self.metadata.name),
                parameters: parameters.as_ref().map_or(&[], |it| &it.0),
                account: account.as_deref(),
                url: url.as_ref().map(|EndpointUrl(url)| url.as_str()),
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
        Ok(Prepared {
            request,
            signing: endpoint.signing().clone(),
        })
    }

    /// The account of the credentials, where the endpoint follows from it. That there are none is said
    /// when the request is signed.
    async fn account(&self) -> Option<String> {
        if !endpoint::needs_account(self.metadata.service) || self.metadata.auth == Auth::None {
            return None;
        }
        let credentials = self.credentials().await.ok()?;
        credentials.account_id().map(str::to_owned)
    }

    /// Signs the request, in the way of its operation.
    pub(super) async fn authorize(
        &self,
        request: &mut Request<Bytes>,
        signing: &Signing,
        payload: Option<Payload>,
    ) -> Result<Option<Seed>, RequestError> {
        let payload = match self.metadata.auth {
            Auth::None => return Ok(None),
            Auth::SigV4 => payload.unwrap_or(Payload::Signed),
            Auth::SigV4UnsignedBody => Payload::Unsigned,
            other @ (Auth::SigV4a | Auth::Bearer) => {
                return Err(refused(format!(
                    "requests cannot be authorized by {other:?}"
                )));
            }
        };
        if let Some(scheme) = &signing.unknown {
            return Err(refused(format!(
                "requests cannot be authorized by {scheme}, which this endpoint asks for"
            )));
        }
        let credentials = self.credentials().await?;
        let region = signing.region.as_deref();
        let region = region.or(self.config.parts().endpoint.region.as_deref());
        let service = self.metadata.service.signing_name;
        let scope = Scope {
            region: region.ok_or_else(|| refused("a signature needs a region, and none is set"))?,
            service: signing.service.as_deref().unwrap_or(service),
            time: self.signing_time()?,
        };
        if signing.plain_path {
            request.extensions_mut().insert(PlainPath);
        }
        sigv4::sign_with(&self.shared.keys, request, &credentials, &scope, payload).map(Some)
    }

    /// Who calls.
    async fn credentials(&self) -> Result<Credentials, RequestError> {
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
fn refused(what: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> RequestError {
    RequestError::new(RequestErrorKind::Credentials, what)
}
