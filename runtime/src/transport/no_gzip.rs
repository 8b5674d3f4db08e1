//! A build that cannot decompress.

use super::limits::ResponseLimits;
use crate::operation::error::RequestError;

/// Nothing.
pub(super) fn decompress(
    _compressed: &[u8],
    _limits: &ResponseLimits,
) -> Option<Result<Vec<u8>, RequestError>> {
    None
}
