//! Single texts of a response.

use super::read::{self, elements, name};
use crate::protocol::XmlLimits;

/// The text of an element of one below the root.
pub(crate) fn element_in(body: &[u8], within: &str, part: &str) -> Option<String> {
    let document = read::document(body, &XmlLimits::default()).ok()?;
    let within = elements(document.root_element()).find(|child| name(*child) == within)?;
    let found = elements(within).find(|child| name(*child) == part)?;
    Some(read::text(found).into_owned())
}
