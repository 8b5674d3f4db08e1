//! No endpoint rules: the feature `endpoint-rules` is off.

/// The endpoint rules of a service, which need the feature.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Rules {}
