//! A build that cannot decompress.

use super::limits::ResponseLimits;
use crate::operation::error::CallError;

/// Nothing.
pub(super) fn decompress(
    _compressed: &[u8],
    _limits: &ResponseLimits,
) -> Option<Result<Vec<u8>, CallError>> {
    None
}
