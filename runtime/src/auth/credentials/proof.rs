//! The proof of who has a session of `aws login`: RFC 9449.
//!
//! <https://www.rfc-editor.org/rfc/rfc9449>

use super::json;
use super::provide::CredentialContext;
use crate::platform::random;
use crate::transport::crypto_provider;
use crate::value::Document;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use rustls::SignatureScheme;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;
use std::time::SystemTime;

/// The proof that the sender has the key of the session.
pub(super) fn proof(
    context: CredentialContext<'_>,
    pem: &str,
    uri: &str,
    now: SystemTime,
) -> Result<String, String> {
    let unreadable = |_| "the key of the session cannot be read".to_owned();
    let key = PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(|_| unreadable(()))?;
    let provider = crypto_provider().map_err(|error| error.to_string())?;
    let key = provider.key_provider.load_private_key(key);
    let key = key.map_err(|_| unreadable(()))?;
    let public = key.public_key().ok_or_else(|| unreadable(()))?;
    // The last 64 bytes of a key on P-256 are its coordinates.
    let point = public.len().checked_sub(64).and_then(|at| public.get(at..));
    let (x, y) = point
        .and_then(|point| point.split_at_checked(32))
        .ok_or_else(|| unreadable(()))?;
    let signer = key
        .choose_scheme(&[SignatureScheme::ECDSA_NISTP256_SHA256])
        .ok_or_else(|| unreadable(()))?;
    let jwk = json::object([
        ("kty", "EC".into()),
        ("x", BASE64.encode(x).into()),
        ("y", BASE64.encode(y).into()),
        ("crv", "P-256".into()),
    ]);
    let header = json::object([
        ("typ", "dpop+jwt".into()),
        ("alg", "ES256".into()),
        ("jwk", jwk),
    ]);
    let since = now
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    let id = random::uuid(context.random()).map_err(|e| e.to_string())?;
    let payload = json::object([
        ("htm", "POST".into()),
        ("htu", uri.into()),
        ("iat", since.as_secs().into()),
        ("jti", id.into()),
    ]);
    let encode = |document: &Document| BASE64.encode(json::to_string(document));
    let signed = format!("{}.{}", encode(&header), encode(&payload));
    let signature = signer
        .sign(signed.as_bytes())
        .map_err(|error| error.to_string())?;
    let signature = fixed_size(&signature).ok_or_else(|| unreadable(()))?;
    Ok(format!("{signed}.{}", BASE64.encode(signature)))
}

/// The two numbers of a signature, 32 bytes each, of the DER that holds them.
fn fixed_size(der: &[u8]) -> Option<[u8; 64]> {
    let mut fixed = [0; 64];
    let mut rest = der.strip_prefix(&[0x30]).and_then(|rest| rest.get(1..))?;
    for half in fixed.chunks_exact_mut(32) {
        let (length, content) = rest.strip_prefix(&[0x02])?.split_first()?;
        let (number, following) = content.split_at_checked(usize::from(*length))?;
        let number = number.strip_prefix(&[0]).unwrap_or(number);
        let start = half.len().checked_sub(number.len())?;
        half.get_mut(start..)?.copy_from_slice(number);
        rest = following;
    }
    Some(fixed)
}
