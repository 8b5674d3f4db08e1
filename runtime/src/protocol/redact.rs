//! Bodies without what is not to be recorded.

use super::{query, xml};

/// A form or an XML document without the values of these members, at any depth; `None` where it is
/// neither.
pub(crate) fn redacted(text: &str, sensitive: &[&str]) -> Option<String> {
    query::redacted(text, sensitive).or_else(|| xml::redacted(text, sensitive))
}
