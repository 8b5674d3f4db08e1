//! Values of the spec as strings, to compare and show.

use crate::spec::Shape;
use serde::Serialize;
use serde_json::{Error, Value};
use std::collections::BTreeMap;

/// Keywords with their values.
pub(super) type Keywords = BTreeMap<String, String>;

/// What a member is, in a few words.
pub(super) fn brief(shape: &Shape) -> String {
    let name = shape.reference.clone();
    let kind = || shape.kind.map(|kind| format!("{kind:?}").to_lowercase());
    let text = name.or_else(kind).unwrap_or_default();
    let required = if shape.required { ", required" } else { "" };
    format!("{text}{required}")
}

/// The keywords of something that are asked for, with their values as text. White space of docs is
/// folded.
pub(super) fn keywords<T: Serialize>(
    value: &T,
    asked: impl Fn(&str) -> bool,
) -> Result<Keywords, Error> {
    let Value::Object(object) = serde_json::to_value(value)? else {
        return Ok(Keywords::new());
    };
    let keywords = object.into_iter().filter(|(keyword, _)| asked(keyword));
    Ok(keywords
        .map(|(keyword, value)| {
            let is_doc = matches!(keyword.as_str(), "doc" | "responseDoc");
            let text = match value {
                Value::String(text) if is_doc => {
                    text.split_whitespace().collect::<Vec<_>>().join(" ")
                }
                // Of a pattern, white space is a part.
                Value::String(text) => text,
                value => value.to_string(),
            };
            (keyword, text)
        })
        .collect())
}

/// What is said elsewhere, where nothing is said here.
pub(super) fn lay_below(keywords: &mut Keywords, below: Keywords) {
    for (keyword, text) in below {
        keywords.entry(keyword).or_insert(text);
    }
}

/// Keywords of something within, each behind its name.
pub(super) fn prefixed(name: &str, keywords: Keywords) -> Keywords {
    let keywords = keywords.into_iter();
    keywords
        .map(|(keyword, text)| (format!("{name}.{keyword}"), text))
        .collect()
}
