//! How requests are to be authorized, where a service takes several ways.

use super::builder::ConfigBuilder;
use crate::auth::ProvideToken;
use std::sync::Arc;

/// How requests are to be authorized, where a service takes several ways.
#[derive(Clone, Debug, Default)]
pub(crate) struct AuthPreference {
    /// The ways, by their names, the preferred one first.
    pub(crate) schemes: Vec<String>,
    /// Whether they were set in code.
    pub(crate) is_own: bool,
    /// The regions that signatures by SigV4A are good in.
    pub(crate) region_set: Option<String>,
    /// Whether the token was set in code.
    pub(crate) has_own_token: bool,
}

impl AuthPreference {
    /// Takes what the environment or a profile says: names between commas.
    pub(super) fn set_found(&mut self, text: Option<&str>) {
        let names = text.unwrap_or_default().split(',').map(str::trim);
        let names = names.filter(|name| !name.is_empty());
        self.schemes = names.map(str::to_owned).collect();
    }
}

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
