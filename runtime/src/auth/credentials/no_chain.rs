//! A build without sources of credentials.

use super::provide::ProvideCredentials;
use std::sync::Arc;

/// None: the configuration must name a source.
pub(crate) fn default_credentials() -> Option<Arc<dyn ProvideCredentials>> {
    None
}
