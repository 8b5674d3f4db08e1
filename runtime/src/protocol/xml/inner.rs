//! Single texts of a response.

use super::read::{self, child};
use crate::protocol::XmlLimits;

/// The text of an element of one below the root.
pub(crate) fn element_in(body: &[u8], within: &str, part: &str) -> Option<String> {
    let document = read::document(body, &XmlLimits::default()).ok()?;
    let found = child(child(document.root_element(), within)?, part)?;
    Some(read::text(found).into_owned())
}
