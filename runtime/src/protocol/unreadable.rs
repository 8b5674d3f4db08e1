//! Answers that cannot be read.

use crate::operation::error::{CallError, CallErrorKind, Fault};
use crate::operation::unreadable::{Path, Step, Unreadable};
use crate::value::escape::beginning;
use std::fmt::Write;

/// What stands for a problem whose text may show values.
const REFUSED: &str = "a value is not one that the API has there";

impl Unreadable {
    /// A header that is not what it should be.
    pub(crate) fn header<T>(name: &str, text: &str) -> CallError {
        let kind = std::any::type_name::<T>();
        let kind = kind.rsplit("::").next().unwrap_or(kind);
        CallError::unreadable(Self {
            place: format!("header `{name}`"),
            path: Vec::new(),
            expected: format!("expected a value of the type {kind}"),
            shown: Some(format!("header `{name}` has an unexpected value {text:?}")),
        })
    }

    /// A body that is no text.
    pub(crate) fn text(error: std::str::Utf8Error, body: &[u8]) -> CallError {
        Self {
            place: format!("byte {}", error.valid_up_to()),
            expected: "expected UTF-8".to_owned(),
            shown: Some(error.to_string()),
            path: Vec::new(),
        }
        .in_body(body)
    }

    /// JSON that is not what it should be.
    pub(crate) fn json(error: &serde_json::Error, body: &str) -> CallError {
        let (line, column) = (error.line(), error.column());
        let place = format!("line {line} column {column}");
        let text = error.to_string();
        let plain = text.strip_suffix(&format!(" at {place}")).unwrap_or(&text);
        let is_data = error.is_data();
        let path = if is_data {
            path(body, line, column)
        } else {
            Vec::new()
        };
        let shown = match path.is_empty() {
            true => text.clone(),
            false => format!("{text}, in `{}`", Path(&path)),
        };
        Self {
            expected: if is_data {
                without_values(plain)
            } else {
                plain.to_owned()
            },
            shown: Some(shown),
            place,
            path,
        }
        .in_body(body.as_bytes())
    }

    /// The error with the beginning of the body.
    pub(crate) fn in_body(mut self, body: &[u8]) -> CallError {
        if let Some(shown) = &mut self.shown {
            let _ = write!(shown, "; {}", beginning(body));
        }
        let mut error = CallError::unreadable(self);
        error.metadata_mut().set_raw_body(body);
        error
    }
}

impl CallError {
    fn unreadable(problem: Unreadable) -> Self {
        Self::new(CallErrorKind::Response, problem)
    }
}

/// What one of serde's problems says of the expected value, without the one that was there.
pub(crate) fn without_values(problem: &str) -> String {
    let has_expected = [
        "invalid type: ",
        "invalid value: ",
        "invalid length ",
        "unknown variant `",
    ];
    if has_expected.iter().any(|start| problem.starts_with(start)) {
        // What was expected is last, and never holds this itself.
        return match problem.rsplit_once(", expected ") {
            Some((_, expected)) => format!("expected {expected}"),
            None => REFUSED.to_owned(),
        };
    }
    let is_fixed = problem.ends_with("of a union is set") || problem.starts_with("missing field `");
    match is_fixed {
        true => problem.to_owned(),
        false => REFUSED.to_owned(),
    }
}

/// The members that lead to a place in JSON.
fn path(json: &str, line: usize, column: usize) -> Vec<Step> {
    let before: usize = json
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let end = before.saturating_add(column).min(json.len());
    let read = json.as_bytes().get(..end).unwrap_or_default();
    // A value that has only begun is the one that is wrong, and nothing in it.
    let read = read
        .strip_suffix(b"[")
        .or(read.strip_suffix(b"{"))
        .unwrap_or(read);
    let mut open: Vec<Step> = Vec::new();
    let mut keyed: Vec<bool> = Vec::new();
    let mut index = 0;
    while let Some(byte) = read.get(index) {
        let start = index;
        index += 1;
        match byte {
            b'{' => {
                open.push(Step::Member(String::new()));
                keyed.push(false);
            }
            b'[' => {
                open.push(Step::Element(0));
                keyed.push(true);
            }
            b'}' | b']' => {
                open.pop();
                keyed.pop();
            }
            b',' => match (open.last_mut(), keyed.last_mut()) {
                (Some(Step::Element(at)), _) => *at += 1,
                (Some(Step::Member(_)), Some(keyed)) => *keyed = false,
                _ => {}
            },
            b'"' => {
                index = end_of_string(read, index);
                if let (Some(Step::Member(name)), Some(keyed @ false)) =
                    (open.last_mut(), keyed.last_mut())
                {
                    *keyed = true;
                    let text = read.get(start..index).unwrap_or_default();
                    *name = serde_json::from_slice(text).unwrap_or_default();
                }
            }
            _ => {}
        }
    }
    open
}

/// Where a string ends that goes on here.
fn end_of_string(text: &[u8], mut index: usize) -> usize {
    while let Some(byte) = text.get(index) {
        index += match byte {
            b'\\' => 2,
            b'"' => return index + 1,
            _ => 1,
        };
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Map;

    type Deep = Map<String, Vec<Map<String, i32>>>;

    fn errors(json: &str) -> (String, String) {
        let error = serde_json::from_str::<Deep>(json).expect_err("it is wrong");
        let mut error = Unreadable::json(&error, json);
        let shown = error.to_string();
        error.redact(&["secret"]);
        (shown, error.to_string())
    }

    #[test]
    fn what_is_not_to_be_shown_is_left_out() {
        let (shown, redacted) =
            errors(r#"{"a": [{"b": 1}, {"x\"y": 2, "c": "VALUE, expected \"!"}]}"#);
        assert!(
            shown.contains("VALUE") && shown.contains("in `a[1].c`"),
            "{shown}"
        );
        assert_eq!(
            redacted,
            "cannot read the answer: line 1 column 55, in `a[1].c`: expected i32"
        );
        let (_, redacted) = errors("{\"secret\":\n[{\"KEY\": \"VALUE\"}]}");
        assert!(
            redacted.ends_with("line 2 column 16, in `secret`: expected i32"),
            "{redacted}"
        );
        let (_, redacted) = errors(r#"{"a": "VALUE"}"#);
        assert!(
            redacted.ends_with("in `a`: expected a sequence"),
            "{redacted}"
        );
        let (_, redacted) = errors(r#"{"a": [{"VALUE": 1"#);
        assert!(
            redacted.contains("EOF") && !redacted.contains("VALUE"),
            "{redacted}"
        );
        let (_, redacted) = errors(r#"{"a": {"VALUE": 1}}"#);
        assert!(
            redacted.ends_with("in `a`: expected a sequence"),
            "{redacted}"
        );
    }

    #[test]
    fn the_texts_of_serde_lose_their_values() {
        for (problem, expected) in [
            (
                "invalid type: string \"VALUE\", expected i32",
                "expected i32",
            ),
            ("invalid value: integer `7`, expected u8", "expected u8"),
            (
                "invalid value: string \", expected V\", expected x",
                "expected x",
            ),
            (
                "unknown variant `VALUE`, expected `a` or `b`",
                "expected `a` or `b`",
            ),
            ("unknown variant `VALUE`, there are no variants", REFUSED),
            ("missing field `a`", "missing field `a`"),
            ("VALUE, expected SECRET", REFUSED),
        ] {
            assert_eq!(without_values(problem), expected);
        }
    }
}
