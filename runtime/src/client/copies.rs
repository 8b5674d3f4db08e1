//! Requests that copy from another region, with a URL that is presigned for it.

use super::address::{host, refused};
use super::call::{Call, Prepared};
use crate::auth::presigning;
use crate::auth::sigv4::Payload;
use crate::endpoint::{self, About, Signing};
use crate::operation::RegionCopy;
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::protocol::percent_encoded;
use bytes::Bytes;
use http::header::HOST;
use http::{HeaderValue, Method, Request};
use std::time::Duration;

/// How long the URL is good for, as botocore has it.
const EXPIRES: Duration = Duration::from_secs(60 * 60);

/// The parameter of the region that is copied to.
const DESTINATION: &str = "DestinationRegion";

impl Call<'_> {
    /// Adds the URL, where the request copies from another region.
    pub(super) async fn add_copy(&self, prepared: &mut Prepared) -> Result<(), RequestError> {
        let Some(copy) = prepared.request.extensions_mut().remove::<RegionCopy>() else {
            return Ok(());
        };
        let region = self.config.parts().endpoint.region.as_deref();
        let region = region.ok_or_else(|| refused("a copy needs a region, and none is set"))?;
        let form = std::str::from_utf8(prepared.request.body())
            .map_err(|error| RequestError::new(RequestErrorKind::Build, error))?;
        let is_other = |pair: &&str| pair.split('=').next() != Some(DESTINATION);
        let form = form
            .split('&')
            .filter(is_other)
            .collect::<Vec<_>>()
            .join("&");
        let whole = format!("{form}&{DESTINATION}={}", percent_encoded(region));
        // In a box, as few services have copies, and it is large.
        let url = Box::pin(self.copy_url(&copy, &whole, prepared)).await?;
        let form = if copy.sends_regions { whole } else { form };
        let form = format!("{form}&{}={}", copy.url, percent_encoded(&url));
        *prepared.request.body_mut() = form.into();
        Ok(())
    }

    /// The URL of this form in the region that is copied from.
    async fn copy_url(
        &self,
        copy: &RegionCopy,
        form: &str,
        prepared: &mut Prepared,
    ) -> Result<String, RequestError> {
        let settings = &self.config.parts().endpoint;
        let about = About {
            operation: Some(self.metadata.name),
            ..About::default()
        };
        let (service, url) = (self.metadata.service, settings.url.as_deref());
        let source = Some(copy.source_region.as_str());
        let endpoint = endpoint::resolve_with(settings, service, about, url, source)?;
        let invalid = |error: http::Error| RequestError::new(RequestErrorKind::Endpoint, error);
        let relative = Request::get(format!("/?{form}"))
            .body(())
            .map_err(invalid)?;
        let uri = endpoint.uri(relative.uri(), None, false)?;
        let host = HeaderValue::from_str(host(&uri)).map_err(|error| invalid(error.into()))?;
        let request = Request::builder()
            .method(Method::GET)
            .uri(uri)
            .header(HOST, host);
        let mut request = request.body(Bytes::new()).map_err(invalid)?;
        let mut signing: Signing = endpoint.signing().clone();
        let region = signing.region.take();
        signing.region = region.or_else(|| Some(copy.source_region.clone()));
        let scope = self.scope(&signing, self.signing_time())?;
        // They sign the request itself too.
        let credentials = match &prepared.credentials {
            Some(credentials) => credentials,
            None => prepared.credentials.insert(self.credentials().await?),
        };
        let (keys, signed) = (&self.shared.keys, Payload::Signed);
        presigning::sign_query_with(keys, &mut request, credentials, &scope, signed, EXPIRES)?;
        Ok(request.uri().to_string())
    }
}
