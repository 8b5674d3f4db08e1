//! What both transports take from the outside: proxy, trusted certificates, crypto provider.

use crate::operation::error::{CallError, CallErrorKind};
use crate::platform::Environment;
use crate::transport::provider;
use rustls::crypto::CryptoProvider;
use std::sync::Arc;

/// How HTTPS requests find their way.
#[derive(Clone, Default)]
pub(crate) struct Network {
    /// The URL of the proxy for them.
    pub(crate) proxy: Option<String>,
    /// The hosts that are reached without it, separated by commas.
    pub(crate) no_proxy: Option<String>,
    /// The certificates to trust instead of Mozilla's, in PEM.
    pub(crate) roots: Option<Vec<u8>>,
}

impl Network {
    /// What the variables say that curl, pip and the AWS CLI know.
    pub(crate) fn from_environment(environment: &Environment) -> Result<Self, CallError> {
        let first = |names: &[&str]| {
            let value = names.iter().find_map(|name| environment.get(name));
            value.map(str::to_owned)
        };
        let roots = environment
            .get("AWS_CA_BUNDLE")
            .map(|path| {
                std::fs::read(path).map_err(|error| {
                    CallError::new(
                        CallErrorKind::Endpoint,
                        format!("AWS_CA_BUNDLE: {path}: {error}"),
                    )
                })
            })
            .transpose()?;
        Ok(Self {
            proxy: first(&["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]),
            no_proxy: first(&["NO_PROXY", "no_proxy"]),
            roots,
        })
    }
}

/// ring where the feature is on, else what the application installed for the process.
pub(crate) fn crypto_provider() -> Result<Arc<CryptoProvider>, CallError> {
    provider::provider().ok_or_else(|| {
        CallError::new(
            CallErrorKind::Endpoint,
            "HTTPS needs a crypto provider: enable the feature `ring`, or install one with \
             `rustls::crypto::CryptoProvider::install_default`",
        )
    })
}
