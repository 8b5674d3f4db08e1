//! AWS Signature Version 4: a pure function of request, credentials, scope and time. It follows
//! [AWS's description][sigv4] and is held to the signatures of boto3.
//!
//! [sigv4]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html

use crate::auth::Credentials;
use crate::auth::sha256::{self, HmacKey};
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::protocol::percent_encoded;
use crate::value::Timestamp;
use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderName, InvalidHeaderValue};
use http::{HeaderValue, Request};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use zeroize::Zeroizing;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const DATE: HeaderName = HeaderName::from_static("x-amz-date");
const TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");
pub(crate) const CONTENT_HASH: HeaderName = HeaderName::from_static("x-amz-content-sha256");
const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

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

/// What a signature is good for.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// The region, such as `eu-west-1`.
    pub region: &'a str,
    /// The signing name of the service, such as `imagebuilder`.
    pub service: &'a str,
    /// The time of the signature.
    pub time: Timestamp,
}

/// What a signature says of the body.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Payload {
    /// It covers the body.
    Signed,
    /// It leaves the body out.
    Unsigned,
}

/// The key of the last signature. Deriving one is most of the work of a signature, and it is good for all
/// of a day in a region and service. `Debug` shows nothing of it; it is overwritten when it is dropped.
#[derive(Default)]
pub(crate) struct SigningKeys(Mutex<Option<DerivedKey>>);

struct DerivedKey {
    secret: Zeroizing<String>,
    day: String,
    region: String,
    service: String,
    key: HmacKey,
}

impl SigningKeys {
    fn key(&self, secret: &str, day: &str, scope: &Scope<'_>) -> HmacKey {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = &*last
            && (last.secret.as_str(), &*last.day) == (secret, day)
            && (&*last.region, &*last.service) == (scope.region, scope.service)
        {
            return last.key.clone();
        }
        let key = signing_key(secret, day, scope);
        *last = Some(DerivedKey {
            secret: Zeroizing::new(secret.to_owned()),
            day: day.to_owned(),
            region: scope.region.to_owned(),
            service: scope.service.to_owned(),
            key: key.clone(),
        });
        key
    }
}

impl fmt::Debug for SigningKeys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SigningKeys")
    }
}

/// What the signatures of a body's parts go on from: that of its request.
pub(crate) struct Seed {
    pub(crate) key: HmacKey,
    pub(crate) scope: String,
    pub(crate) signature: String,
    /// When it was signed, as its header has it.
    pub(crate) time: String,
}

impl fmt::Debug for Seed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Seed")
    }
}

/// Signs the request in its headers, over what it held before.
///
/// Path and query must be percent-encoded as they are sent, and the `Host` header must be set.
///
/// # Errors
/// A credential holds characters that no header can carry.
pub fn sign(
    request: &mut Request<Bytes>,
    credentials: &Credentials,
    scope: &Scope<'_>,
    payload: Payload,
) -> Result<(), RequestError> {
    sign_with(
        &SigningKeys::default(),
        request,
        credentials,
        scope,
        payload,
    )
    .map(drop)
}

/// As [`sign`], with the key of the last signature where it is still good.
pub(crate) fn sign_with(
    keys: &SigningKeys,
    request: &mut Request<Bytes>,
    credentials: &Credentials,
    scope: &Scope<'_>,
    payload: Payload,
) -> Result<Seed, RequestError> {
    let time = amz_date(scope.time);
    let day = time.split('T').next().unwrap_or_default();
    set_headers(request, credentials, &time, payload).map_err(unusable)?;
    let (signed_headers, canonical) = canonical_request(request);
    let credential_scope = format!("{day}/{}/{}/aws4_request", scope.region, scope.service);
    let string_to_sign = format!(
        "{ALGORITHM}\n{time}\n{credential_scope}\n{}",
        hex(&sha256::hash(canonical.as_bytes()))
    );
    let key = keys.key(credentials.secret_access_key(), day, scope);
    let signature = hex(&key.mac(string_to_sign.as_bytes()));
    let authorization = format!(
        "{ALGORITHM} Credential={}/{credential_scope}, SignedHeaders={signed_headers}, \
         Signature={signature}",
        credentials.access_key_id()
    );
    let authorization = sensitive(&authorization).map_err(unusable)?;
    request.headers_mut().insert(AUTHORIZATION, authorization);
    Ok(Seed {
        key,
        scope: credential_scope,
        signature,
        time,
    })
}

/// The hash of a body, as its header has it.
pub(crate) fn content_hash(body: &[u8]) -> HeaderValue {
    hash_value(&sha256::hash(body))
}

fn hash_value(hash: &[u8]) -> HeaderValue {
    HeaderValue::from_str(&hex(hash)).unwrap_or(HeaderValue::from_static(UNSIGNED))
}

/// The hash of a body that is seen piece by piece.
#[derive(Default)]
pub(crate) struct ContentHasher(sha256::Hasher);

impl ContentHasher {
    pub(crate) fn update(&mut self, piece: &[u8]) {
        self.0.update(piece);
    }

    pub(crate) fn finish(self) -> HeaderValue {
        hash_value(&self.0.finish())
    }
}

fn unusable(_: InvalidHeaderValue) -> RequestError {
    RequestError::new(
        RequestErrorKind::Credentials,
        "a credential holds characters that no header can carry",
    )
}

/// A header value that `Debug` does not show.
fn sensitive(text: &str) -> Result<HeaderValue, InvalidHeaderValue> {
    let mut value = HeaderValue::from_str(text)?;
    value.set_sensitive(true);
    Ok(value)
}

fn set_headers(
    request: &mut Request<Bytes>,
    credentials: &Credentials,
    time: &str,
    payload: Payload,
) -> Result<(), InvalidHeaderValue> {
    let headers = request.headers_mut();
    headers.remove(AUTHORIZATION);
    headers.insert(DATE, HeaderValue::from_str(time)?);
    match credentials.session_token() {
        Some(token) => headers.insert(TOKEN, sensitive(token)?),
        None => headers.remove(TOKEN),
    };
    if payload == Payload::Unsigned {
        // A body in chunks has a hash that says so.
        headers
            .entry(CONTENT_HASH)
            .or_insert(HeaderValue::from_static(UNSIGNED));
    }
    Ok(())
}

/// The names of the signed headers, and the canonical request.
fn canonical_request(request: &Request<Bytes>) -> (String, String) {
    let mut headers: BTreeMap<&str, String> = BTreeMap::new();
    for (name, value) in request.headers() {
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
    let names: Vec<&str> = headers.keys().copied().collect();
    let names = names.join(";");
    let mut canonical = format!(
        "{}\n{}\n{}\n",
        request.method(),
        canonical_path(request.uri().path()),
        canonical_query(request.uri().query().unwrap_or_default())
    );
    for (name, value) in &headers {
        canonical.push_str(name);
        canonical.push(':');
        canonical.push_str(value);
        canonical.push('\n');
    }
    canonical.push('\n');
    canonical.push_str(&names);
    canonical.push('\n');
    match headers.get(CONTENT_HASH.as_str()) {
        Some(hash) => canonical.push_str(hash),
        None => canonical.push_str(&hex(&sha256::hash(request.body()))),
    }
    (names, canonical)
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

fn signing_key(secret: &str, day: &str, scope: &Scope<'_>) -> HmacKey {
    let secret = Zeroizing::new(format!("AWS4{secret}"));
    let mut key = HmacKey::new(secret.as_bytes());
    for part in [day, scope.region, scope.service, "aws4_request"] {
        key = HmacKey::new(&*Zeroizing::new(key.mac(part.as_bytes())));
    }
    key
}

/// `20150830T123600Z`
pub(super) fn amz_date(time: Timestamp) -> String {
    let whole = Timestamp::from_unix(time.seconds(), 0).unwrap_or(time);
    whole.to_string().replace(['-', ':'], "")
}

pub(super) fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from(nibble + if nibble < 10 { b'0' } else { b'a' - 10 });
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 0xf));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_derived_anew_where_anything_that_it_is_made_of_is_new() -> Result<(), &'static str>
    {
        let time = Timestamp::from_unix(0, 0).ok_or("a time")?;
        let keys = SigningKeys::default();
        let scope = |region, service| Scope {
            region,
            service,
            time,
        };
        for (secret, day, region, service) in [
            ("a", "20150830", "r", "s"),
            ("b", "20150830", "r", "s"),
            ("b", "20150831", "r", "s"),
            ("b", "20150831", "q", "s"),
            ("b", "20150831", "q", "t"),
        ] {
            let scope = scope(region, service);
            let fresh = signing_key(secret, day, &scope).mac(b"x");
            assert_eq!(keys.key(secret, day, &scope).mac(b"x"), fresh);
            assert_eq!(keys.key(secret, day, &scope).mac(b"x"), fresh);
        }
        assert_eq!(format!("{keys:?}"), "SigningKeys");
        Ok(())
    }

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
