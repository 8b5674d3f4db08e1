//! Single texts of a response.

use super::read;
use crate::protocol::XmlLimits;

/// The text of an element of one below the root.
pub(crate) fn element_in(body: &[u8], within: &str, part: &str) -> Option<String> {
    let document = read::document(body, &XmlLimits::default()).ok()?;
    let found = document.root_element().child(within)?.child(part)?;
    Some(found.text().into_owned())
}
