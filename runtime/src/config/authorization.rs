//! Settings of authentication.

use super::builder::{Config, ConfigBuilder};
use crate::auth::{self, ProvideToken};
use crate::operation::{Auth, Metadata, Service};
use std::sync::Arc;

impl ConfigBuilder {
    /// Orders the authentication schemes by preference, for services that accept several: `sigv4`, `sigv4a`,
    /// `httpBearerAuth`, `noAuth`. Also `AWS_AUTH_SCHEME_PREFERENCE`, and `auth_scheme_preference` in a
    /// profile, separated by commas.
    #[must_use]
    pub fn auth_scheme_preference<S: Into<String>>(
        mut self,
        schemes: impl IntoIterator<Item = S>,
    ) -> Self {
        self.auth_preference.schemes = schemes.into_iter().map(Into::into).collect();
        self.auth_preference.is_own = true;
        self
    }

    /// Sets the regions in which SigV4A signatures are valid, such as `eu-west-1,us-east-1` or `*`, instead
    /// of the endpoint's. Also `AWS_SIGV4A_SIGNING_REGION_SET`, and `sigv4a_signing_region_set` in a profile.
    #[must_use]
    pub fn sigv4a_signing_region_set(mut self, regions: impl Into<String>) -> Self {
        self.auth_preference.region_set = Some(regions.into());
        self
    }

    /// Sets the bearer token, or the source of it, for services that accept one: a
    /// [`Token`](crate::auth::Token) or any provider. It takes precedence over signatures if a service
    /// accepts both.
    #[must_use]
    pub fn token_provider(mut self, tokens: impl ProvideToken) -> Self {
        self.tokens = Some(Arc::new(tokens));
        self.auth_preference.has_own_token = true;
        self
    }
}

impl Config {
    /// The way that calls are authorized in: of those that the service takes, the one that code, environment
    /// or profile prefer, or a bearer token where there is one; else the first that is known here.
    pub(crate) fn auth(&self, metadata: &Metadata) -> Auth {
        let own = metadata.auth;
        let offered = metadata.service.auth_schemes;
        // An operation that says so itself has its own way.
        if offered.is_empty() || matches!(own, Auth::None | Auth::Bearer | Auth::SigV4a) {
            return own;
        }
        let preference = &self.parts().auth_preference;
        let chosen = auth::choose(offered, &preference.schemes).unwrap_or(own);
        let is_free = chosen == Auth::Bearer || !preference.is_own;
        let has_token = || preference.has_own_token || self.token_of(metadata.service).is_some();
        if is_free && offered.contains(&Auth::Bearer) && has_token() {
            return Auth::Bearer;
        }
        match chosen {
            // The same way, without the body's hash.
            Auth::SigV4 if own == Auth::SigV4UnsignedBody => own,
            chosen => chosen,
        }
    }

    /// The bearer token that the environment has for a service.
    pub(crate) fn token_of(&self, service: &Service) -> Option<&str> {
        let variable = auth::bearer_variable(service.signing_name);
        let environment = &self.parts().endpoint.environment;
        environment.get(&variable).filter(|token| !token.is_empty())
    }
}
