//! A build without a transport of its own.

use crate::platform::Environment;
use crate::transport::Transport;
use std::sync::Arc;

/// None: the configuration must name one.
pub(crate) fn default_transport(_environment: Environment) -> Option<Arc<dyn Transport>> {
    None
}
