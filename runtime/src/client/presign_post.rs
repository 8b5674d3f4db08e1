//! Presigned forms.

use super::call::Call;
use super::handle::Client;
use super::hooks::Hooks;
use crate::auth::TokenHeader;
use crate::auth::presigning::{PostPolicy, PresignedPost, PresigningConfig};
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::operation::{EndpointParameters, EndpointValue, Operation, contract};
use http::Uri;
use http::uri::PathAndQuery;

impl Client {
    /// Presigns a form with which others can upload what the policy allows, until it expires. `place`
    /// determines the URL: an operation on the policy's bucket alone, such as
    /// `HeadBucketInput::new("bucket")`.
    ///
    /// # Errors
    /// There are no credentials, there is no endpoint, or the operation is on another bucket.
    pub async fn presigned_post<O: Operation>(
        &self,
        place: O,
        policy: PostPolicy,
        presigning: PresigningConfig,
    ) -> Result<PresignedPost, O::Error> {
        let hooks = Hooks::default();
        let mut call = self.call(self.config(), &hooks, O::METADATA);
        let presigned = Box::pin(call.presign_post(place, policy, &presigning)).await;
        presigned.map_err(|error| call.fail::<O>(error))
    }
}

impl Call<'_> {
    async fn presign_post<O: Operation>(
        &self,
        place: O,
        policy: PostPolicy,
        presigning: &PresigningConfig,
    ) -> Result<PresignedPost, RequestError> {
        let request = contract::to_request(&place)?;
        drop(place);
        let told = request.extensions().get::<EndpointParameters>();
        let is_bucket = |(_, value): &(_, EndpointValue)| match value {
            EndpointValue::Text(text) => text == policy.bucket(),
            _ => false,
        };
        if !told.is_some_and(|EndpointParameters(told)| told.iter().any(is_bucket)) {
            let problem = format!(
                "the policy is for the bucket {:?}, of which the operation does not speak",
                policy.bucket()
            );
            return Err(RequestError::new(RequestErrorKind::Build, problem));
        }
        let prepared = self.address(request).await?;
        let (signing, mut request) = (prepared.signing, prepared.request);
        let time = self.presigning_time(presigning);
        let known = prepared.credentials;
        let credentials = self.signer(&mut request, &signing, known).await?;
        if self.is_asymmetric(&signing) {
            let problem = "a policy cannot be signed for several regions, as this endpoint asks";
            return Err(RequestError::new(RequestErrorKind::Credentials, problem));
        }
        let (keys, scope) = (&self.shared.keys, self.scope(&signing, time)?);
        let token = request.extensions().get::<TokenHeader>();
        let url = without_query(request.uri())?;
        policy.sign_with(keys, url, &credentials, &scope, presigning.expires(), token)
    }
}

fn without_query(uri: &Uri) -> Result<String, RequestError> {
    let mut parts = uri.clone().into_parts();
    let path = PathAndQuery::try_from(uri.path())
        .map_err(|error| RequestError::new(RequestErrorKind::Build, error))?;
    parts.path_and_query = Some(path);
    let uri = Uri::from_parts(parts)
        .map_err(|error| RequestError::new(RequestErrorKind::Build, error))?;
    Ok(uri.to_string())
}
