//! What both transports take from the outside: proxy, trusted certificates, crypto provider.

use super::proxy::Proxies;
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::platform::Environment;
use crate::transport::provider;
use rustls::crypto::CryptoProvider;
use std::sync::Arc;

/// How HTTPS requests find their way.
#[derive(Clone, Default)]
pub(crate) struct Network {
    /// The proxy for them.
    pub(crate) proxies: Proxies,
    /// The certificates to trust instead of Mozilla's, in PEM.
    pub(crate) roots: Option<Vec<u8>>,
}

impl Network {
    /// What the variables say that curl, pip and the AWS CLI know.
    pub(crate) fn from_environment(environment: &Environment) -> Result<Self, RequestError> {
        let first = |names: &[&str]| names.iter().find_map(|name| environment.get(name));
        let roots = environment
            .get("AWS_CA_BUNDLE")
            .map(|path| {
                std::fs::read(path).map_err(|error| {
                    RequestError::new(
                        RequestErrorKind::Endpoint,
                        format!("AWS_CA_BUNDLE: {path}: {error}"),
                    )
                })
            })
            .transpose()?;
        Ok(Self {
            proxies: Proxies::new(
                first(&["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]),
                first(&["no_proxy", "NO_PROXY"]).unwrap_or_default(),
            ),
            roots,
        })
    }
}

/// ring where the feature is on, else what the application installed for the process.
pub(crate) fn crypto_provider() -> Result<Arc<CryptoProvider>, RequestError> {
    provider::provider().ok_or_else(|| {
        RequestError::new(
            RequestErrorKind::Endpoint,
            "HTTPS needs a crypto provider: enable the feature `ring`, or install one with \
             `rustls::crypto::CryptoProvider::install_default`",
        )
    })
}
