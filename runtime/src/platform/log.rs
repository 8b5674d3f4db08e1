//! Events of `tracing` outside of calls.

use std::fmt::Display;

/// Warns of what went on in spite of a problem.
pub(crate) fn warn(what: &dyn Display) {
    tracing::warn!("{what}");
}
