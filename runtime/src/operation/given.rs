//! Required members that are not `Option`s.

use super::contract::Operation;
use super::error::{ProvideErrorMetadata, RequestError};

/// The value of a required member of an operation's input.
///
/// # Errors
/// It is not set.
pub fn given<T, O: Operation>(
    field: &str,
    wire_name: &str,
    value: Option<T>,
) -> Result<T, RequestError> {
    value.ok_or_else(|| {
        let mut error = RequestError::missing(field, wire_name);
        error.metadata_mut().set_operation(O::METADATA.name);
        error
    })
}
