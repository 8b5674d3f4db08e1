//! The JSON of the services and files that credentials come from. Errors do not show what is in it, as
//! that is secret.

use crate::format::json;
use crate::value::{Document, Map};

/// A whole document.
///
/// # Errors
/// It is no JSON; where, line and column.
pub(super) fn parse(text: &[u8]) -> Result<Document, (usize, usize)> {
    let read = match std::str::from_utf8(text) {
        Ok(text) => json::from_str(text).map_err(|(position, _)| position),
        Err(error) => Err(error.valid_up_to()),
    };
    read.map_err(|position| json::line_and_column(text, position))
}

/// The document as it is sent or kept.
pub(super) fn to_string(document: &Document) -> String {
    json::to_string(document)
}

/// An object of these members, in their order.
pub(super) fn object<const N: usize>(members: [(&str, Document); N]) -> Document {
    let members = members.map(|(name, value)| (name.to_owned(), value));
    Document::Object(Map::from_iter(members))
}

/// A member is not what it should be, or is not there.
pub(super) struct Unexpected;

/// A member that is text; `None` where it is absent or `null`.
pub(super) fn text(document: &Document, name: &str) -> Result<Option<String>, Unexpected> {
    match document.get(name) {
        None | Some(Document::Null) => Ok(None),
        Some(Document::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(Unexpected),
    }
}

/// A member that is text.
pub(super) fn required(document: &Document, name: &str) -> Result<String, Unexpected> {
    text(document, name)?.ok_or(Unexpected)
}

/// A member that is a whole number, of seconds or the like.
pub(super) fn number(document: &Document, name: &str) -> Result<u64, Unexpected> {
    match document.get(name) {
        Some(Document::Integer(number)) => u64::try_from(*number).map_err(|_| Unexpected),
        Some(Document::Unsigned(number)) => Ok(*number),
        _ => Err(Unexpected),
    }
}

/// Sets members, where this is an object.
pub(super) fn set<const N: usize>(document: &mut Document, members: [(&str, String); N]) {
    if let Document::Object(object) = document {
        for (name, value) in members {
            object.insert(name.to_owned(), value.into());
        }
    }
}
