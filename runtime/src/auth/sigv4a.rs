//! AWS Signature Version 4A: ECDSA signatures on the curve P-256, valid in a set of regions. Like [`sigv4`],
//! a pure function; the region of the scope is the set, such as `eu-west-1,us-east-1` or `*`.
//!
//! [`sigv4`]: super::sigv4

use super::presigning::sign_query_by;
use super::sha256::HmacKey;
use super::sigv4::{CONTENT_HASH, Payload, Scope, Terms, amz_date, sign_headers};
use crate::auth::Credentials;
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::value::hex;
use bytes::Bytes;
use http::Request;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{DerSignature, SigningKey};
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use zeroize::Zeroizing;

const ALGORITHM: &str = "AWS4-ECDSA-P256-SHA256";

/// Whether requests can be signed so in this build.
pub(crate) const IS_KNOWN: bool = true;

/// The key of the last signature, which is good for as long as its credentials. `Debug` shows nothing of
/// it; it is overwritten when it is dropped.
#[derive(Default)]
pub(crate) struct AsymmetricKeys(Mutex<Option<DerivedKey>>);

struct DerivedKey {
    id: String,
    secret: Zeroizing<String>,
    key: SigningKey,
}

impl AsymmetricKeys {
    fn key(&self, credentials: &Credentials) -> Result<SigningKey, RequestError> {
        let (id, secret) = (credentials.access_key_id(), credentials.secret_access_key());
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = &*last
            && (&*last.id, last.secret.as_str()) == (id, secret)
        {
            return Ok(last.key.clone());
        }
        let key = derived(id, secret).ok_or_else(|| {
            let problem = "no signing key can be made of the access key";
            RequestError::new(RequestErrorKind::Credentials, problem)
        })?;
        *last = Some(DerivedKey {
            id: id.to_owned(),
            secret: Zeroizing::new(secret.to_owned()),
            key: key.clone(),
        });
        Ok(key)
    }
}

impl fmt::Debug for AsymmetricKeys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AsymmetricKeys")
    }
}

/// The private key of an access key: the first of a sequence of hashes (a KDF in counter mode, NIST
/// SP 800-108) that is one less than a scalar of the curve.
fn derived(id: &str, secret: &str) -> Option<SigningKey> {
    let secret = Zeroizing::new(format!("AWS4A{secret}"));
    let mac = HmacKey::new(secret.as_bytes());
    (1..=254_u8).find_map(|counter| {
        let mut input = vec![0, 0, 0, 1];
        input.extend(ALGORITHM.as_bytes());
        input.push(0);
        input.extend(id.as_bytes());
        input.extend([counter, 0, 0, 1, 0]);
        let mut candidate = Zeroizing::new(mac.mac(&input));
        let mut carry = true;
        for byte in candidate.iter_mut().rev() {
            (*byte, carry) = byte.overflowing_add(u8::from(carry));
        }
        SigningKey::from_slice(&*candidate).ok().filter(|_| !carry)
    })
}

/// Signs the request in its headers, replacing any earlier signature.
///
/// Path and query must be percent-encoded as they are sent, and the `Host` header must be set.
///
/// # Errors
/// A credential or the set of regions has characters that are invalid in a header, or the parts of the body
/// are signed too.
pub fn sign(
    request: &mut Request<Bytes>,
    credentials: &Credentials,
    scope: &Scope<'_>,
    payload: Payload,
) -> Result<(), RequestError> {
    sign_with(
        &AsymmetricKeys::default(),
        request,
        credentials,
        scope,
        payload,
    )
}

/// As [`sign`], with the key of the last signature where it is of the same credentials.
pub(crate) fn sign_with(
    keys: &AsymmetricKeys,
    request: &mut Request<Bytes>,
    credentials: &Credentials,
    scope: &Scope<'_>,
    payload: Payload,
) -> Result<(), RequestError> {
    let hash = request.headers().get(CONTENT_HASH);
    if hash.is_some_and(|hash| hash.as_bytes().starts_with(b"STREAMING-AWS4-HMAC")) {
        return Err(RequestError::new(
            RequestErrorKind::Build,
            "the parts of a body cannot be signed by SigV4A: send it by TLS, or from memory or a file",
        ));
    }
    let key = keys.key(credentials)?;
    let (time, credential_scope) = when_and_what(scope);
    let terms = terms(scope, &time, &credential_scope);
    sign_headers(request, credentials, &terms, payload, |text| by(&key, text)).map(drop)
}

/// Signs the request in its query, as [`sign_query`](super::presigning::sign_query) does with SigV4.
///
/// # Errors
/// The URL would be too long.
pub fn sign_query(
    request: &mut Request<Bytes>,
    credentials: &Credentials,
    scope: &Scope<'_>,
    payload: Payload,
    expires_in: Duration,
) -> Result<(), RequestError> {
    let keys = AsymmetricKeys::default();
    sign_query_with(&keys, request, credentials, scope, payload, expires_in)
}

/// As [`sign_query`], with the key of the last signature where it is of the same credentials.
pub(crate) fn sign_query_with(
    keys: &AsymmetricKeys,
    request: &mut Request<Bytes>,
    credentials: &Credentials,
    scope: &Scope<'_>,
    payload: Payload,
    expires_in: Duration,
) -> Result<(), RequestError> {
    let key = keys.key(credentials)?;
    let (time, credential_scope) = when_and_what(scope);
    let terms = terms(scope, &time, &credential_scope);
    sign_query_by(request, credentials, &terms, payload, expires_in, |text| {
        by(&key, text)
    })
}

fn by(key: &SigningKey, text: &str) -> String {
    let signature: DerSignature = key.sign(text.as_bytes());
    hex(signature.as_bytes())
}

/// The time of a signature, and its scope without a region.
fn when_and_what(scope: &Scope<'_>) -> (String, String) {
    let time = amz_date(scope.time);
    let day = time.split('T').next().unwrap_or_default();
    let credential_scope = format!("{day}/{}/aws4_request", scope.service);
    (time, credential_scope)
}

fn terms<'a>(scope: &Scope<'a>, time: &'a str, credential_scope: &'a str) -> Terms<'a> {
    Terms {
        algorithm: ALGORITHM,
        time,
        scope: credential_scope,
        region_set: Some(scope.region),
    }
}

#[cfg(test)]
mod tests;
