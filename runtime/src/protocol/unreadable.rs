//! Responses that cannot be read.

use crate::format::json::{self, Problem};
use crate::operation::error::{ProvideErrorMetadata, RequestError, RequestErrorKind};
use crate::operation::unreadable::{Step, Unreadable};
use crate::value::escape::beginning;
use std::fmt::Write;
use std::str::Utf8Error;

impl Unreadable {
    /// A header that is not what it should be.
    pub(crate) fn header<T>(name: &str, text: &str) -> RequestError {
        let kind = std::any::type_name::<T>();
        let kind = kind.rsplit("::").next().unwrap_or(kind);
        RequestError::unreadable(Self {
            place: format!("header `{name}`"),
            path: Vec::new(),
            expected: format!("expected a value of the type {kind}"),
            shown: Some(format!("header `{name}` has an unexpected value {text:?}")),
            is_cut: false,
        })
    }

    /// A body that is not UTF-8.
    pub(crate) fn utf8(error: Utf8Error) -> Self {
        Self {
            place: format!("byte {}", error.valid_up_to()),
            expected: "expected UTF-8".to_owned(),
            shown: Some(error.to_string()),
            path: Vec::new(),
            is_cut: false,
        }
    }

    /// JSON that is not what it should be at a byte of it.
    pub(crate) fn json(problem: Problem, at: usize, body: &str) -> RequestError {
        let read = body.as_bytes().get(..at).unwrap_or(body.as_bytes());
        let (line, column) = json::line_and_column(body.as_bytes(), at);
        // Where a body is cut, that says more than the member it is cut in.
        let is_cut = at >= body.len();
        let ends = if is_cut { "it ends here, " } else { "" };
        let mut unreadable = Self {
            place: format!("line {line} column {column}"),
            path: if is_cut { Vec::new() } else { path(read) },
            expected: format!("{ends}{problem}"),
            shown: None,
            is_cut: false,
        };
        unreadable.shown = Some(unreadable.to_string());
        unreadable.in_body(body.as_bytes())
    }

    /// The error with the beginning of the body.
    pub(crate) fn in_body(mut self, body: &[u8]) -> RequestError {
        if let Some(shown) = &mut self.shown {
            let _ = write!(shown, "; {}", beginning(body));
        }
        let mut error = RequestError::unreadable(self);
        error.metadata_mut().set_raw_body(body);
        error
    }
}

impl RequestError {
    fn unreadable(problem: Unreadable) -> Self {
        // What is complete by its length may have been cut before: as where the connection breaks.
        let kind = match problem.is_cut {
            true => RequestErrorKind::Io,
            false => RequestErrorKind::Response,
        };
        Self::new(kind, problem)
    }
}

/// The members that lead to where JSON was read to.
fn path(read: &[u8]) -> Vec<Step> {
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
                    let text = std::str::from_utf8(text).unwrap_or_default();
                    *name = json::from_str(text).unwrap_or_default();
                }
            }
            _ => {}
        }
    }
    // An object whose next key is not read.
    if keyed.last() == Some(&false) {
        open.pop();
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
    use crate::format::json::from_str;
    use crate::value::Map;

    type Deep = Map<String, Vec<Map<String, i32>>>;

    fn errors(json: &str) -> (String, String) {
        let (at, problem) = from_str::<Deep>(json).expect_err("it is wrong");
        let mut error = Unreadable::json(problem, at, json);
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
            "cannot parse the response: line 1 column 35, in `a[1].c`: expected an integer"
        );
        let (_, redacted) = errors("{\"secret\":\n[{\"KEY\": \"VALUE\"}]}");
        assert!(
            redacted.ends_with("line 2 column 10, in `secret`: expected an integer"),
            "{redacted}"
        );
        let (_, redacted) = errors(r#"{"a": "VALUE"}"#);
        assert!(redacted.ends_with("in `a`: expected a list"), "{redacted}");
        let (_, redacted) = errors(r#"{"a": [{"VALUE": 1"#);
        assert!(
            redacted.contains("it ends here") && !redacted.contains("VALUE"),
            "{redacted}"
        );
        let (_, redacted) = errors(r#"{"a": {"VALUE": 1}}"#);
        assert!(redacted.ends_with("in `a`: expected a list"), "{redacted}");
    }
}
