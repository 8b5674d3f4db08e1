//! AWS Signature Version 4: a pure function of request, credentials, scope and time. It follows [AWS's
//! description][sigv4] and is tested against boto3's signatures.
//!
//! [sigv4]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html

use crate::auth::canonical::{SignedHeaders, canonical_request};
use crate::auth::sha256::{self, HmacKey};
use crate::auth::{Credentials, PlainPath, TokenHeader};
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::value::{Timestamp, hex};
use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderName, InvalidHeaderValue};
use http::{HeaderValue, Request};
use std::fmt;
use std::sync::{Mutex, PoisonError};
use zeroize::Zeroizing;

pub(super) const ALGORITHM: &str = "AWS4-HMAC-SHA256";
pub(super) const DATE: HeaderName = HeaderName::from_static("x-amz-date");
pub(super) const REGION_SET: HeaderName = HeaderName::from_static("x-amz-region-set");
pub(super) const TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");
pub(crate) const CONTENT_HASH: HeaderName = HeaderName::from_static("x-amz-content-sha256");
pub(super) const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

/// The scope of a signature.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// The region, such as `eu-west-1`.
    pub region: &'a str,
    /// The signing name of the service, such as `imagebuilder`.
    pub service: &'a str,
    /// The time of the signature.
    pub time: Timestamp,
}

/// Whether a signature covers the body.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Payload {
    /// It covers the body.
    Signed,
    /// It does not cover the body.
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
    pub(super) fn key(&self, secret: &str, day: &str, scope: &Scope<'_>) -> HmacKey {
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

/// Signs the request in its headers, replacing any earlier signature.
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
    let credential_scope = credential_scope(day, scope);
    let key = keys.key(credentials.secret_access_key(), day, scope);
    let terms = terms(&time, &credential_scope);
    let sign = |text: &str| hex(&key.mac(text.as_bytes()));
    let signature = sign_headers(request, credentials, &terms, payload, sign)?;
    Ok(Seed {
        key,
        scope: credential_scope,
        signature,
        time,
    })
}

/// What a signature is made by, beside its key.
pub(super) struct Terms<'a> {
    pub(super) algorithm: &'static str,
    pub(super) time: &'a str,
    pub(super) scope: &'a str,
    /// The regions, where the scope does not say them.
    pub(super) region_set: Option<&'a str>,
}

impl Terms<'_> {
    /// What is signed of a canonical request.
    pub(super) fn string_to_sign(&self, canonical: &str) -> String {
        let (algorithm, time, scope) = (self.algorithm, self.time, self.scope);
        let hash = hex(&sha256::hash(canonical.as_bytes()));
        [algorithm, "\n", time, "\n", scope, "\n", &hash].concat()
    }
}

/// The terms of SigV4.
pub(super) fn terms<'a>(time: &'a str, scope: &'a str) -> Terms<'a> {
    Terms {
        algorithm: ALGORITHM,
        time,
        scope,
        region_set: None,
    }
}

/// Puts a signature into the headers; what it is.
pub(super) fn sign_headers(
    request: &mut Request<Bytes>,
    credentials: &Credentials,
    terms: &Terms<'_>,
    payload: Payload,
    sign: impl FnOnce(&str) -> String,
) -> Result<String, RequestError> {
    set_headers(request, credentials, terms, payload).map_err(unusable)?;
    let headers = SignedHeaders::of(request.headers());
    let query = request.uri().query().unwrap_or_default();
    let hash = match headers.get(CONTENT_HASH.as_str()) {
        Some(hash) => hash.to_owned(),
        None => body_hash(request.body()),
    };
    let canonical = canonical_request(request, &headers, query, &hash);
    let signature = sign(&terms.string_to_sign(&canonical));
    let authorization = [
        terms.algorithm,
        " Credential=",
        credentials.access_key_id(),
        "/",
        terms.scope,
        ", SignedHeaders=",
        headers.names(),
        ", Signature=",
        &signature,
    ]
    .concat();
    let authorization = sensitive(&authorization).map_err(unusable)?;
    request.headers_mut().insert(AUTHORIZATION, authorization);
    Ok(signature)
}

/// The scope of a signature, as requests name it.
pub(super) fn credential_scope(day: &str, scope: &Scope<'_>) -> String {
    [day, "/", scope.region, "/", scope.service, "/aws4_request"].concat()
}

/// The hash of a body, as canonical requests have it.
pub(super) fn body_hash(body: &[u8]) -> String {
    hex(&sha256::hash(body))
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
pub(crate) fn sensitive(text: &str) -> Result<HeaderValue, InvalidHeaderValue> {
    let mut value = HeaderValue::from_str(text)?;
    value.set_sensitive(true);
    Ok(value)
}

/// The header that the token of a session is in.
pub(super) fn token_header(request: &Request<Bytes>) -> HeaderName {
    let own = request.extensions().get::<TokenHeader>();
    own.map_or(TOKEN, |TokenHeader(name)| name.clone())
}

fn set_headers(
    request: &mut Request<Bytes>,
    credentials: &Credentials,
    terms: &Terms<'_>,
    payload: Payload,
) -> Result<(), InvalidHeaderValue> {
    let token = token_header(request);
    // Where paths are signed as they are sent, S3, every request says the hash of its body.
    let says_hash = request.extensions().get::<PlainPath>().is_some();
    if payload == Payload::Signed && says_hash && !request.headers().contains_key(CONTENT_HASH) {
        let hash = content_hash(request.body());
        request.headers_mut().insert(CONTENT_HASH, hash);
    }
    let headers = request.headers_mut();
    headers.remove(AUTHORIZATION);
    headers.insert(DATE, HeaderValue::from_str(terms.time)?);
    if let Some(set) = terms.region_set {
        headers.insert(REGION_SET, HeaderValue::from_str(set)?);
    }
    headers.remove(TOKEN);
    if let Some(text) = credentials.session_token() {
        headers.insert(token, sensitive(text)?);
    }
    if payload == Payload::Unsigned {
        // A body in chunks has a hash that says so.
        headers
            .entry(CONTENT_HASH)
            .or_insert(HeaderValue::from_static(UNSIGNED));
    }
    Ok(())
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
    let mut text = whole.to_string();
    text.retain(|character| !matches!(character, '-' | ':'));
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
}
