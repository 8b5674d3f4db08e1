//! A build without the protocols that speak XML.

/// Nothing: no body here is XML.
pub(crate) fn element(_body: &[u8], _part: &str) -> Option<String> {
    None
}

/// Nothing: no body here is XML.
pub(super) fn redacted(_text: &str, _sensitive: &[&str]) -> Option<String> {
    None
}
