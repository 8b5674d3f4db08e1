//! What an endpoint may be: an address on the web, and nothing that leads elsewhere.

use crate::platform::host::{is_host, split_port};
use http::uri::{Authority, PathAndQuery, Scheme, Uri};

/// The parts of the URL of an endpoint: scheme, host and port, path. Errors do not show what is before an
/// `@`, as it may be a password.
pub(super) fn parse(url: &str) -> Result<(Scheme, Authority, String), String> {
    let refused = |what: &str| format!("endpoint URL `{}`: {what}", without_user(url));
    if has_user(url) {
        return Err(refused(
            "it must not name a user: credentials are set in the configuration",
        ));
    }
    let uri: Uri = url.parse().map_err(|error| refused(&format!("{error}")))?;
    let parts = uri.into_parts();
    let (Some(scheme), Some(place)) = (parts.scheme, parts.authority) else {
        return Err(refused(
            "it needs a scheme and a host, as in `http://127.0.0.1:8080`",
        ));
    };
    if scheme != Scheme::HTTP && scheme != Scheme::HTTPS {
        return Err(refused(&format!(
            "its scheme is `{scheme}`, and must be `http` or `https`"
        )));
    }
    check(place.as_str()).map_err(|what| refused(&what))?;
    let path = parts.path_and_query.as_ref().map_or("", PathAndQuery::path);
    if parts
        .path_and_query
        .as_ref()
        .and_then(PathAndQuery::query)
        .is_some()
        || url.contains('#')
    {
        return Err(refused("it must not have a query or a fragment"));
    }
    Ok((scheme, place, path.to_owned()))
}

/// A host, and perhaps a port.
pub(super) fn authority(text: &str) -> Result<Authority, String> {
    check(text)?;
    let refused = |error| format!("host name `{}`: {error}", without_user(text));
    text.parse().map_err(refused)
}

fn check(text: &str) -> Result<(), String> {
    let refused = |what: &str| format!("host name `{}`: {what}", without_user(text));
    if text.contains('@') {
        return Err(refused("it must not name a user"));
    }
    let (host, _) = split_port(text).ok_or_else(|| refused("its port is not one of 1 to 65535"))?;
    if !is_host(host) {
        return Err(refused("it is neither a name nor an address"));
    }
    let labels = host.strip_suffix('.').unwrap_or(host).split('.');
    if !host.starts_with('[') && labels.clone().any(|label| label.len() > LONGEST_LABEL) {
        return Err(refused("a label of it is longer than 63 characters"));
    }
    Ok(())
}

/// The characters of a label, by the rules of DNS.
const LONGEST_LABEL: usize = 63;

fn authority_end(url: &str) -> usize {
    let start = url.find("://").map_or(0, |scheme| scheme + 3);
    let rest = url.get(start..).unwrap_or_default();
    rest.find(['/', '?', '#'])
        .map_or(url.len(), |end| start + end)
}

fn has_user(url: &str) -> bool {
    url.get(..authority_end(url))
        .unwrap_or_default()
        .contains('@')
}

fn without_user(url: &str) -> String {
    match url.rsplit_once('@') {
        None => url.to_owned(),
        Some((front, place)) => {
            let scheme = front.split_once("://").map_or("", |(scheme, _)| scheme);
            format!("{scheme}://...@{place}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::is_host_prefix;

    #[test]
    fn endpoints_are_on_the_web() {
        for url in [
            "http://127.0.0.1:8080/base/",
            "https://localhost",
            "https://[::1]:8443",
            "http://my_service:4566",
            "http://localhost.localstack.cloud:4566/",
        ] {
            assert!(parse(url).is_ok(), "{url}");
        }
        for url in [
            "ftp://host",
            "file:///x",
            "unix://host",
            "ws://host",
            "http://user:SECRET@host",
            "http://user@host/",
            "https://SECRET@host:80/path",
            "http://host:0",
            "http://host:99999",
            "http://host:",
            "http://host:80a",
            "http://",
            "http://a..b",
            "http://.a",
            "http://[::1",
            "http://[x]",
            "http://a_b,c",
            "http://ho st",
            "http://host?x=y",
            "http://host/#SECRET",
            "//host",
            "host",
            "",
        ] {
            let error = parse(url).expect_err(url);
            assert!(!error.contains("SECRET") || !url.contains('@'), "{error}");
        }
        let label = "a".repeat(64);
        assert!(parse(&format!("http://{label}.b")).is_err());
        assert!(parse(&format!("http://{}.b", "a".repeat(63))).is_ok());
    }

    #[test]
    fn a_prefix_is_made_of_labels() {
        for prefix in ["data-", "data.", "123456789012.", "a.b-", "a.b."] {
            assert!(is_host_prefix(prefix), "{prefix}");
        }
        for prefix in [
            "", ".", "..", "-a.", "a-.", "a..b", "a@b.", "a/", "a:1.", "a_b.", "é.",
        ] {
            assert!(!is_host_prefix(prefix), "{prefix}");
        }
        assert!(!is_host_prefix(&format!("{}.", "a".repeat(64))));
    }
}
