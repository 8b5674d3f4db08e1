//! The way a call is authorized in, and bearer tokens.

use super::address::refused;
use super::call::Call;
use crate::auth::sigv4::{self, CONTENT_HASH};
use crate::auth::{self, Token};
use crate::operation::Auth;
use crate::operation::error::RequestError;
use bytes::Bytes;
use http::Request;
use http::header::AUTHORIZATION;
use http::uri::Scheme;

impl Call<'_> {
    /// The way that the call is authorized in: of those that the service takes, the one that code, environment or
    /// profile prefer, or a bearer token where there is one; else the first that is known here.
    pub(super) fn auth(&self) -> Auth {
        let own = self.metadata.auth;
        let offered = self.metadata.service.auth_schemes;
        // An operation that says so itself has its own way.
        if offered.is_empty() || matches!(own, Auth::None | Auth::Bearer | Auth::SigV4a) {
            return own;
        }
        let preference = &self.config.parts().auth_preference;
        let chosen = auth::choose(offered, &preference.schemes).unwrap_or(own);
        let is_free = chosen == Auth::Bearer || !preference.is_own;
        if is_free && offered.contains(&Auth::Bearer) && self.has_token() {
            return Auth::Bearer;
        }
        match chosen {
            // The same way, without the body's hash.
            Auth::SigV4 if own == Auth::SigV4UnsignedBody => own,
            chosen => chosen,
        }
    }

    /// Whether somebody gave a token for this very service, or in code.
    fn has_token(&self) -> bool {
        self.config.parts().auth_preference.has_own_token || self.token_of_service().is_some()
    }

    /// The token that the environment has for the service.
    fn token_of_service(&self) -> Option<&str> {
        let variable = auth::bearer_variable(self.metadata.service.signing_name);
        let environment = &self.config.parts().endpoint.environment;
        environment.get(&variable).filter(|token| !token.is_empty())
    }

    /// Authorizes the request by a bearer token, which anybody could use who reads it.
    pub(super) async fn bear(&self, request: &mut Request<Bytes>) -> Result<(), RequestError> {
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
            && let Some(token) = self.token_of_service()
        {
            return Ok(Token::new(token));
        }
        let provider = parts.tokens.as_ref();
        let provider = provider.ok_or_else(|| refused("no bearer token is configured"))?;
        let context = parts.credential_context(self.mode, self.time_left());
        self.in_time(provider.token(context)).await
    }
}
