//! When checksums are sent and checked.

/// When the client adds a checksum to a request.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum RequestChecksumCalculation {
    /// If the operation supports one.
    #[default]
    WhenSupported,
    /// Only if the operation requires one. Some S3-compatible servers reject other checksums.
    WhenRequired,
}

/// When the client requests and validates the checksum of a response's body.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum ResponseChecksumValidation {
    /// If the operation supports one.
    #[default]
    WhenSupported,
    /// Only if the input asks for one.
    WhenRequired,
}

/// Whether a text says `when_supported`; `None` where it says neither that nor `when_required`.
pub(super) fn is_supported(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "when_supported" => Some(true),
        "when_required" => Some(false),
        _ => None,
    }
}
