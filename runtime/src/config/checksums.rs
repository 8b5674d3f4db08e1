//! When checksums are sent and checked.

/// When a request has a checksum that the caller did not give.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum RequestChecksumCalculation {
    /// Where the operation understands one.
    #[default]
    WhenSupported,
    /// Where the operation requires one. Other servers that speak a service's protocol may refuse more.
    WhenRequired,
}

/// When the checksum of a response's body is asked for and checked.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum ResponseChecksumValidation {
    /// Where the operation can send one.
    #[default]
    WhenSupported,
    /// Where the input asks for one.
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
