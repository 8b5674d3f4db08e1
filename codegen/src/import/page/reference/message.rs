//! The HTTP message that a syntax shows.

use super::tree::{self, Tree};
use super::xml::{self, Element};

/// A request or a response, as its syntax shows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Message {
    /// Of a request: the method and the URI. Services that speak JSON-RPC show none.
    pub target: Option<(String, String)>,
    /// Of a response: the status, or what stands for it.
    pub status: Option<Value>,
    /// The headers, each with what stands for its value.
    pub headers: Vec<(String, Value)>,
    pub body: Body,
}

/// What stands in place of a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Value {
    pub text: String,
    /// It is marked as something to be replaced. Where a form has no marks, its name tells.
    pub is_marked: bool,
}

/// The body of a message.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Body {
    #[default]
    None,
    Json(Tree),
    Xml(Element),
    /// One member is all of it.
    Whole(String),
    /// What is not read.
    Unread,
}

const VERSION: &str = " HTTP/1.1";

/// How many lines a long URI takes.
const MOST_LINES: usize = 20;

impl Message {
    /// Reads a syntax.
    pub(super) fn parse(code: &str) -> Self {
        let code = code.trim();
        let mut message = Self::default();
        let mut rest = code;
        if let Some(after) = code.strip_prefix("HTTP/1.1") {
            let (status, after) = after.split_once('\n').unwrap_or((after, ""));
            message.status = Some(Value::new(status.trim()));
            rest = message.read_headers(after);
        } else if let Some((target, after)) = target(code) {
            message.target = Some(target);
            rest = message.read_headers(after);
        }
        message.body = body(rest.trim());
        message
    }

    /// Reads the lines up to an empty one, and gives what follows.
    fn read_headers<'t>(&mut self, text: &'t str) -> &'t str {
        let mut rest = text;
        while !rest.is_empty() {
            let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
            let header = line.split_once(':').filter(|(name, _)| {
                !name.is_empty()
                    && name
                        .chars()
                        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
            });
            let Some((name, value)) = header else {
                break;
            };
            self.headers
                .push((name.to_owned(), Value::new(value.trim())));
            rest = after;
        }
        rest
    }
}

impl Value {
    pub(super) fn new(text: &str) -> Self {
        let inner = text
            .strip_prefix("{{")
            .and_then(|text| text.strip_suffix("}}"));
        Self {
            text: inner.unwrap_or(text).to_owned(),
            is_marked: inner.is_some(),
        }
    }
}

/// `GET /things/{{name}} HTTP/1.1`, which may take several lines, and what follows.
fn target(code: &str) -> Option<((String, String), &str)> {
    let (method, _) = code.split_once(' ')?;
    if method.is_empty() || !method.chars().all(|c| c.is_ascii_uppercase()) {
        return None;
    }
    let end = code.find(VERSION.trim_start())?;
    let (before, after) = code.split_at_checked(end)?;
    if before.lines().count() > MOST_LINES {
        return None;
    }
    let uri: String = before.get(method.len()..)?.split_whitespace().collect();
    let after = after.get(VERSION.len() - 1..)?;
    let after = after.split_once('\n').map_or("", |(_, after)| after);
    uri.starts_with('/')
        .then(|| ((method.to_owned(), uri), after))
}

fn body(text: &str) -> Body {
    if text.is_empty() {
        return Body::None;
    }
    if text.starts_with('<') {
        return xml::parse(text).map_or(Body::Unread, Body::Xml);
    }
    let whole = Value::new(text);
    if whole.is_marked && !whole.text.contains(char::is_whitespace)
        || text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    {
        return Body::Whole(whole.text);
    }
    tree::parse(text).map_or(Body::Unread, Body::Json)
}

#[cfg(test)]
mod tests {
    use super::{Body, Message, Value};

    #[test]
    fn a_request_has_a_target_headers_and_a_body() {
        let message = Message::parse(
            "POST /things/{{name}}?a={{b}} HTTP/1.1\nX-Id: {{id}}\nContent-type: application/json\n\n{{payload}}\n",
        );
        assert_eq!(
            message.target,
            Some(("POST".to_owned(), "/things/{{name}}?a={{b}}".to_owned()))
        );
        assert_eq!(
            message.headers.first(),
            Some(&("X-Id".to_owned(), Value::new("{{id}}")))
        );
        assert_eq!(message.body, Body::Whole("payload".to_owned()));
    }

    #[test]
    fn a_response_has_a_status() {
        let message = Message::parse(
            "\nHTTP/1.1 201\nContent-type: application/json\n\n{\n   \"a\": \"string\"\n}",
        );
        assert_eq!(message.status, Some(Value::new("201")));
        assert!(matches!(message.body, Body::Json(_)));
        let rpc = Message::parse("{\n   \"a\": \"string\"\n}");
        assert_eq!(rpc.target, None);
        assert!(matches!(rpc.body, Body::Json(_)));
    }
}
