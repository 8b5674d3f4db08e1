//! A request in the one form that signatures are made of.

use crate::protocol::percent_encoded;
use bytes::Bytes;
use http::{HeaderMap, Request};
use std::collections::BTreeMap;

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

/// The headers that a signature covers, in their order.
pub(super) struct SignedHeaders<'a>(BTreeMap<&'a str, String>);

impl<'a> SignedHeaders<'a> {
    pub(super) fn of(all: &'a HeaderMap) -> Self {
        let mut headers: BTreeMap<&str, String> = BTreeMap::new();
        for (name, value) in all {
            if UNSIGNED_HEADERS.contains(&name.as_str()) {
                continue;
            }
            let value = String::from_utf8_lossy(value.as_bytes());
            let mut words = value.split_whitespace();
            let line = headers.entry(name.as_str()).or_default();
            if !line.is_empty() {
                line.push(',');
            }
            line.push_str(words.next().unwrap_or_default());
            for word in words {
                line.push(' ');
                line.push_str(word);
            }
        }
        Self(headers)
    }

    /// Their names, as requests have them.
    pub(super) fn names(&self) -> String {
        let names: Vec<&str> = self.0.keys().copied().collect();
        names.join(";")
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
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
    let mut canonical = format!("{}\n{path}\n{query}\n", request.method());
    for (name, value) in &headers.0 {
        canonical.push_str(name);
        canonical.push(':');
        canonical.push_str(value);
        canonical.push('\n');
    }
    canonical.push('\n');
    canonical.push_str(&headers.names());
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
