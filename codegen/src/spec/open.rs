//! What is still to be said: the texts of a `service.json` that begin with [`OPEN`], and what the pages of
//! operations do not tell.

use super::{OPEN, Operation, Shape, Type, locate};
use crate::diagnostic::pointer::escape;
use crate::diagnostic::{Diagnostics, Place};
use serde_json::Value;

/// The pointer of each, and what is to be written there. A file that is no JSON has none.
pub(super) fn open(bytes: &[u8]) -> Vec<(String, String)> {
    let mut open = Vec::new();
    if let Ok(file) = serde_json::from_slice(bytes) {
        find(&file, String::new(), &mut open);
    }
    open
}

fn find(value: &Value, pointer: String, open: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => {
            if let Some(what) = text.strip_prefix(OPEN) {
                let what = what.trim_start_matches([':', ' ']);
                open.push((pointer, format!("write {what}")));
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                find(member, locate::join(&pointer, name), open);
            }
        }
        Value::Array(elements) => {
            for (at, element) in elements.iter().enumerate() {
                find(element, locate::join(&pointer, &at.to_string()), open);
            }
        }
        _ => {}
    }
}

/// Whether an operation is from a page.
pub(crate) fn is_of_page(operation: &Operation) -> bool {
    let source = operation.source.as_ref();
    source.is_some_and(|source| source.page.is_some())
}

/// Asks what each member is that the page of an operation shows as `{}`.
pub(crate) fn ask_of_empty(operation: &Operation, place: &Place, problems: &mut Diagnostics) {
    let sections = [
        ("request", operation.request.as_ref()),
        ("response", operation.response.as_ref()),
    ];
    for (section, members) in sections {
        let at = inner(place, &format!("/{section}"), &format!(".{section}"));
        for (name, member) in members.into_iter().flatten() {
            ask_of_shape(member, &member_of(&at, name, ""), problems);
        }
    }
}

/// A page shows `{}` for a structure without members, for any JSON, and for JSON in a string.
fn ask_of_shape(shape: &Shape, place: &Place, problems: &mut Diagnostics) {
    let is_structure = matches!(shape.kind, Some(Type::Structure | Type::Union));
    if is_structure && shape.members.is_none() {
        let message = "the page shows `{}` here, which tells no type".to_owned();
        let help = "make it a `\"string\"` where the service has JSON in a string, a `\"document\"` where \
                    it is any JSON, or add `\"members\": {}` where it is an empty structure";
        problems.push(place, message, help);
    }
    for (name, member) in shape.members.iter().flatten() {
        ask_of_shape(member, &member_of(place, name, "/members"), problems);
    }
    let within = [
        (&shape.element, "/element", "[]"),
        (&shape.key, "/key", "{key}"),
        (&shape.value, "/value", "{}"),
    ];
    for (shape, pointer, path) in within {
        if let Some(shape) = shape {
            ask_of_shape(shape, &inner(place, pointer, path), problems);
        }
    }
}

/// The place of a member.
pub(crate) fn member_of(place: &Place, name: &str, within: &str) -> Place {
    let pointer = format!("{within}/{}", escape(name));
    inner(place, &pointer, &format!(".{name}"))
}

/// A place within another one.
pub(crate) fn inner(place: &Place, pointer: &str, path: &str) -> Place {
    Place {
        file: place.file.clone(),
        pointer: format!("{}{pointer}", place.pointer),
        path: format!("{}{path}", place.path),
    }
}
