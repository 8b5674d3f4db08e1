//! Places in a JSON text: from a pointer to a span.

use super::pointer::segments;
use jsonc_parser::ast::{Object, ObjectProp, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions};
use std::collections::BTreeMap;
use std::ops::Range;

/// The tree of a JSON text, each node with its span. `None` where the text is not JSON.
pub(crate) fn parse(text: &str) -> Option<Value<'_>> {
    let strict = ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    jsonc_parser::parse_to_ast(text, &CollectOptions::default(), &strict)
        .ok()?
        .value
}

/// A JSON text in which places are looked up.
pub(crate) struct Located<'t> {
    text: &'t str,
    /// The tree, or where the text breaks off being JSON.
    tree: Result<Value<'t>, Range<usize>>,
}

impl<'t> Located<'t> {
    /// Reads a text.
    pub(crate) fn new(text: &'t str) -> Self {
        let tree = match serde_json::from_str::<serde_json::Value>(text) {
            Ok(_) => parse(text).ok_or(0..0),
            Err(error) => Err(at_line_column(text, error.line(), error.column())),
        };
        Self { text, tree }
    }

    /// What stands at a pointer, or at the nearest place around it: a property whole where it stands
    /// on one line, its key where it does not. In a text that is not JSON, where it breaks off.
    pub(crate) fn span(&self, pointer: &str) -> Range<usize> {
        match &self.tree {
            Ok(tree) => span(self.text, tree, pointer),
            Err(end) => end.clone(),
        }
    }
}

fn span(text: &str, tree: &Value<'_>, pointer: &str) -> Range<usize> {
    let mut span = opening(tree);
    let mut node = tree;
    for segment in segments(pointer) {
        match node {
            Value::Object(object) => {
                let Some(property) = property(object, &segment) else {
                    break;
                };
                span = on_one_line(text, property);
                node = &property.value;
            }
            Value::Array(array) => {
                let element = segment
                    .parse()
                    .ok()
                    .and_then(|at: usize| array.elements.get(at));
                let Some(element) = element else {
                    break;
                };
                span = opening(element);
                node = element;
            }
            _ => break,
        }
    }
    span
}

/// The line and column of an offset, both from 1; the column counts characters.
pub(crate) fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let column = before.get(line_start..).unwrap_or_default().chars().count();
    (before.matches('\n').count() + 1, column + 1)
}

/// The lines and columns of some offsets, by offset: one pass over the text.
pub(crate) fn line_columns(text: &str, mut offsets: Vec<usize>) -> BTreeMap<usize, (usize, usize)> {
    offsets.sort_unstable();
    let (mut line, mut column, mut done) = (1, 1, 0);
    let mut places = BTreeMap::new();
    for offset in offsets {
        for c in text.get(done..offset).unwrap_or_default().chars() {
            (line, column) = if c == '\n' {
                (line + 1, 1)
            } else {
                (line, column + 1)
            };
        }
        done = offset;
        places.insert(offset, (line, column));
    }
    places
}

/// The node at a pointer.
pub(crate) fn find<'t, 'a>(tree: &'t Value<'a>, pointer: &str) -> Option<&'t Value<'a>> {
    segments(pointer).try_fold(tree, |node, segment| match node {
        Value::Object(object) => property(object, &segment).map(|property| &property.value),
        Value::Array(array) => array.elements.get(segment.parse::<usize>().ok()?),
        _ => None,
    })
}

fn property<'t, 'a>(object: &'t Object<'a>, name: &str) -> Option<&'t ObjectProp<'a>> {
    let mut properties = object.properties.iter();
    properties.find(|property| property.name.as_str() == name)
}

fn on_one_line(text: &str, property: &ObjectProp<'_>) -> Range<usize> {
    let whole = property.start()..property.end();
    match text.get(whole.clone()) {
        Some(one_line) if !one_line.contains('\n') => whole,
        _ => property.name.start()..property.name.end(),
    }
}

/// A scalar whole, of anything else its bracket.
fn opening(value: &Value<'_>) -> Range<usize> {
    match value {
        Value::Object(_) | Value::Array(_) => value.start()..value.start() + 1,
        scalar => scalar.start()..scalar.end(),
    }
}

/// The character at a line and column (in bytes) as serde_json counts them.
fn at_line_column(text: &str, line: usize, column: usize) -> Range<usize> {
    let line_start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let mut start = (line_start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let width = text
        .get(start..)
        .and_then(|rest| rest.chars().next())
        .map_or(0, char::len_utf8);
    start..start + width
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_the_property_or_its_key() {
        let text = "{\n  \"a\": {\n    \"b~/\": [1, 22]\n  }\n}";
        let located = Located::new(text);
        let at = |pointer| text.get(located.span(pointer)).unwrap_or_default();
        assert_eq!(at(""), "{");
        assert_eq!(at("/a"), "\"a\"");
        assert_eq!(at("/a/b~0~1"), "\"b~/\": [1, 22]");
        assert_eq!(at("/a/b~0~1/1"), "22");
        assert_eq!(at("/a/nowhere/at/all"), "\"a\"", "the nearest place around");
    }

    #[test]
    fn a_span_in_broken_json_is_where_it_breaks() {
        let text = "{\n  \"a\": 1,\n  oops\n}";
        let span = Located::new(text).span("");
        assert_eq!(text.get(span.clone()), Some("o"));
        assert_eq!(line_column(text, span.start), (3, 3));
        assert_eq!(line_column("ä\nöö!", 7), (2, 3), "characters, not bytes");
    }
}
