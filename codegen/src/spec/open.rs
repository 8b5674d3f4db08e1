//! What a `service.json` marks as still to be said: texts that begin with [`OPEN`].

use super::{OPEN, locate};
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
