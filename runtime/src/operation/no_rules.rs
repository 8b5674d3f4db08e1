//! No endpoint rules: the feature `endpoint-rules` is off.

/// The endpoint rules of a service, of which there are none.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Rules {}
