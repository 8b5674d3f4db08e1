//! A build without the query protocols.

/// Nothing: no body here is a form.
pub(super) fn redacted(_text: &str, _sensitive: &[&str]) -> Option<String> {
    None
}
