//! Calls that are authorized by a bearer token.

use super::address::refused;
use super::call::Call;
use crate::auth::Token;
use crate::auth::sigv4::{self, CONTENT_HASH};
use crate::operation::error::RequestError;
use bytes::Bytes;
use http::Request;
use http::header::AUTHORIZATION;
use http::uri::Scheme;

impl Call<'_> {
    /// Authorizes the request by a bearer token, which anybody could use who reads it.
    pub(super) async fn add_bearer_token(
        &self,
        request: &mut Request<Bytes>,
    ) -> Result<(), RequestError> {
        if request.uri().scheme() != Some(&Scheme::HTTPS) {
            return Err(refused("a bearer token is sent to HTTPS endpoints alone"));
        }
        let token = self.token().await?;
        let value = sigv4::sensitive(&format!("Bearer {}", token.token()));
        let value = value
            .map_err(|_| refused("the bearer token holds characters that no header can carry"))?;
        let headers = request.headers_mut();
        headers.insert(AUTHORIZATION, value);
        let hash = headers.get(CONTENT_HASH);
        if hash.is_some_and(|hash| hash.as_bytes().starts_with(b"STREAMING-AWS4")) {
            headers.remove(CONTENT_HASH);
        }
        Ok(())
    }

    async fn token(&self) -> Result<Token, RequestError> {
        let parts = self.config.parts();
        if !parts.auth_preference.has_own_token
            && let Some(token) = self.config.token_of(self.metadata.service)
        {
            return Ok(Token::new(token));
        }
        let provider = parts.tokens.as_ref();
        let provider = provider.ok_or_else(|| refused("no bearer token is configured"))?;
        let context = parts.credential_context(self.mode, self.time_left());
        self.in_time(provider.token(context)).await
    }
}
