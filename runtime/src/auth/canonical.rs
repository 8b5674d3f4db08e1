//! A request in the one form that signatures are made of.

use crate::protocol::percent_encoded;
use bytes::Bytes;
use http::header::HeaderName;
use http::{HeaderMap, HeaderValue, Request};
use std::borrow::Cow;

/// Headers that proxies and HTTP stacks add or change, so a signature cannot cover them.
const UNSIGNED_HEADERS: [&str; 15] = [
    "authorization",
    "baggage",
    "connection",
    "expect",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "traceparent",
    "tracestate",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "x-amzn-trace-id",
];

/// The path is signed as it is sent, not encoded once more; an extension of the request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlainPath;

/// The header that a session's token is in, where it is not the usual one; an extension of the request.
#[derive(Clone, Debug)]
pub(crate) struct TokenHeader(pub(crate) HeaderName);

/// The headers that a signature covers, in their order.
pub(super) struct SignedHeaders<'a> {
    lines: Vec<(&'a str, Cow<'a, str>)>,
    names: String,
}

impl<'a> SignedHeaders<'a> {
    pub(super) fn of(all: &'a HeaderMap) -> Self {
        let mut lines: Vec<(&str, Cow<'_, str>)> = Vec::with_capacity(all.keys_len());
        for name in all.keys().map(HeaderName::as_str) {
            if UNSIGNED_HEADERS.contains(&name) {
                continue;
            }
            let mut values = all.get_all(name).iter();
            let first = values.next().map_or(Cow::Borrowed(""), one_line);
            lines.push((name, values.fold(first, joined)));
        }
        lines.sort_unstable_by_key(|(name, _)| *name);
        let mut names = String::with_capacity(128);
        for (name, _) in &lines {
            if !names.is_empty() {
                names.push(';');
            }
            names.push_str(name);
        }
        Self { lines, names }
    }

    /// Their names, as requests have them.
    pub(super) fn names(&self) -> &str {
        &self.names
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut lines = self.lines.iter();
        lines.find_map(|(it, line)| (*it == name).then_some(&**line))
    }
}

/// A value with one blank where it has white space within.
fn one_line(value: &HeaderValue) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(value.as_bytes());
    let is_plain = text.bytes().all(|byte| matches!(byte, b'!'..=b'~'));
    if is_plain {
        return text;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").into()
}

fn joined<'a>(line: Cow<'a, str>, next: &'a HeaderValue) -> Cow<'a, str> {
    let next = one_line(next);
    if line.is_empty() {
        return next;
    }
    [&*line, ",", &next].concat().into()
}

/// The canonical request with this query and this hash of its body.
pub(super) fn canonical_request(
    request: &Request<Bytes>,
    headers: &SignedHeaders<'_>,
    query: &str,
    hash: &str,
) -> String {
    let path = request.uri().path();
    let path = match request.extensions().get::<PlainPath>() {
        Some(PlainPath) => path.to_owned(),
        None => canonical_path(path),
    };
    let query = canonical_query(query);
    let mut canonical = String::with_capacity(path.len() + query.len() + 512);
    for part in [request.method().as_str(), &path, &query] {
        canonical.push_str(part);
        canonical.push('\n');
    }
    for (name, value) in &headers.lines {
        canonical.push_str(name);
        canonical.push(':');
        canonical.push_str(value);
        canonical.push('\n');
    }
    canonical.push('\n');
    canonical.push_str(headers.names());
    canonical.push('\n');
    canonical.push_str(hash);
    canonical
}

/// The path without empty and dot segments, percent-encoded once more.
fn canonical_path(path: &str) -> String {
    let mut segments = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            segment => segments.push(segment),
        }
    }
    let mut canonical = String::with_capacity(path.len() + 8);
    for segment in &segments {
        canonical.push('/');
        canonical.push_str(&percent_encoded(segment));
    }
    if segments.is_empty() || path.ends_with('/') {
        canonical.push('/');
    }
    canonical
}

/// The parameters in order of name, then value; encoded as they are sent.
fn canonical_query(query: &str) -> String {
    let mut parameters: Vec<(&str, &str)> = query
        .split('&')
        .filter(|parameter| !parameter.is_empty())
        .map(|parameter| parameter.split_once('=').unwrap_or((parameter, "")))
        .collect();
    parameters.sort_unstable();
    let mut canonical = String::with_capacity(query.len() + 1);
    for (name, value) in parameters {
        if !canonical.is_empty() {
            canonical.push('&');
        }
        canonical.push_str(name);
        canonical.push('=');
        canonical.push_str(value);
    }
    canonical
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lose_empty_and_dot_segments() {
        assert_eq!(canonical_path("/"), "/");
        assert_eq!(canonical_path("//a//b/"), "/a/b/");
        assert_eq!(canonical_path("/a/../b/./c"), "/b/c");
        assert_eq!(canonical_path("/../.."), "/");
    }

    #[test]
    fn paths_are_encoded_twice() {
        assert_eq!(canonical_path("/a%2Fb"), "/a%252Fb");
    }

    #[test]
    fn queries_are_sorted_by_name_then_value() {
        assert_eq!(canonical_query("b=2&a&b=1&a-=x"), "a=&a-=x&b=1&b=2");
        assert_eq!(canonical_query(""), "");
    }
}
