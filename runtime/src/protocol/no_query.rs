//! A build without the query protocols.

/// Nothing: no body here is a form or XML.
pub(crate) fn redacted(_text: &str, _sensitive: &[&str]) -> Option<String> {
    None
}
