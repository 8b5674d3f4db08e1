//! Redirects to another region.

use super::call::Call;
use crate::endpoint::is_region;
use crate::operation::error::ErrorMetadata;
use crate::operation::{EndpointParameters, EndpointValue};
use crate::protocol::element;
use bytes::Bytes;
use http::Request;

/// Codes of errors that say so without a redirect.
const CODES: [&str; 3] = [
    "AuthorizationHeaderMalformed",
    "IllegalLocationConstraintException",
    "PermanentRedirect",
];

/// What a call is about that has a region, and the request as its operation wrote it.
#[derive(Debug)]
pub(super) struct Elsewhere {
    place: String,
    request: Request<Bytes>,
    region: Option<String>,
}

impl Call<'_> {
    /// The region of what the endpoint rules are told of, where it was learnt.
    pub(super) fn learnt(&self, told: &[(&'static str, EndpointValue)]) -> Option<String> {
        let redirect = self.metadata.service.region_redirect?;
        match told.iter().find(|(name, _)| *name == redirect.parameter)? {
            (_, EndpointValue::Text(place)) => self.shared.regions.get(place),
            _ => None,
        }
    }

    /// What may be elsewhere, of a service that says so.
    pub(super) fn elsewhere(&self, request: &Request<Bytes>) -> Option<Elsewhere> {
        let redirect = self.metadata.service.region_redirect?;
        let told = &request.extensions().get::<EndpointParameters>()?.0;
        let (_, value) = told.iter().find(|(name, _)| *name == redirect.parameter)?;
        let EndpointValue::Text(place) = value else {
            return None;
        };
        // An ARN has its region.
        let region = self.shared.regions.get(place);
        (!place.starts_with("arn:")).then(|| Elsewhere {
            place: place.clone(),
            request: request.clone(),
            region: region.or_else(|| self.config.parts().endpoint.region.clone()),
        })
    }

    /// The request that goes where a failure says that what it is about is; it is learnt. `None` where it
    /// says nothing of the kind.
    pub(super) fn redirected(
        &self,
        elsewhere: &mut Option<Elsewhere>,
        failure: &mut ErrorMetadata,
    ) -> Option<Request<Bytes>> {
        let redirect = self.metadata.service.region_redirect?;
        let status = failure.status()?;
        let header = failure.headers().get(redirect.header);
        let header = header.and_then(|region| region.to_str().ok());
        let code = failure.code().unwrap_or_default();
        let is_redirect = matches!(status, 301 | 302 | 307) || CODES.contains(&code);
        if !is_redirect && (status != 400 || header.is_none()) {
            return None;
        }
        let of_body = || element(failure.raw_body()?, "Region");
        let region = header.map(str::to_owned).or_else(of_body)?;
        if !is_region(&region) {
            return None;
        }
        failure.set_region(&region);
        let known = elsewhere.as_ref()?;
        if known.region.as_ref() == Some(&region) {
            return None;
        }
        if self.is_body_spent {
            failure.set_body_spent();
            return None;
        }
        // Once: a service that sends a call to and fro ends it.
        let known = elsewhere.take()?;
        self.shared.regions.learn(&known.place, &region);
        Some(known.request)
    }
}
