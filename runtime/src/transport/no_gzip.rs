//! A build that can neither compress nor decompress.

use super::limits::ResponseLimits;
use crate::operation::error::RequestError;

/// Nothing.
pub(crate) fn compress(_body: &[u8]) -> Option<Vec<u8>> {
    None
}

/// Nothing.
pub(super) fn decompress(
    _compressed: &[u8],
    _limits: &ResponseLimits,
) -> Option<Result<Vec<u8>, RequestError>> {
    None
}
