//! What a configuration says of how requests are authorized.

use super::builder::ConfigBuilder;
use crate::auth::ProvideToken;
use std::sync::Arc;

impl ConfigBuilder {
    /// Which way to authorize requests goes before others, where a service takes several: `sigv4`, `sigv4a`,
    /// `httpBearerAuth`, `noAuth`. `AWS_AUTH_SCHEME_PREFERENCE` and a profile's `auth_scheme_preference` say
    /// the same, with commas.
    #[must_use]
    pub fn auth_scheme_preference<S: Into<String>>(
        mut self,
        schemes: impl IntoIterator<Item = S>,
    ) -> Self {
        self.auth_preference.schemes = schemes.into_iter().map(Into::into).collect();
        self.auth_preference.is_own = true;
        self
    }

    /// The regions that signatures by SigV4A are good in, such as `eu-west-1,us-east-1` or `*`, in place of
    /// what the endpoint says. `AWS_SIGV4A_SIGNING_REGION_SET` and a profile's `sigv4a_signing_region_set` say the
    /// same.
    #[must_use]
    pub fn sigv4a_signing_region_set(mut self, regions: impl Into<String>) -> Self {
        self.auth_preference.region_set = Some(regions.into());
        self
    }

    /// The bearer token, a [`Token`](crate::auth::Token) or where to get it, of services that take one. Where
    /// a service takes signatures too, it is authorized by this token.
    #[must_use]
    pub fn token_provider(mut self, tokens: impl ProvideToken) -> Self {
        self.tokens = Some(Arc::new(tokens));
        self.auth_preference.has_own_token = true;
        self
    }
}
