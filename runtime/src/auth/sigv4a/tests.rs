//! Signatures of AWS's common runtime (awscrt 0.27.6) are those of the same text and key; ours differ from
//! them, as a signature by ECDSA has a number of its own in it.

use super::*;
use crate::auth::PlainPath;
use crate::value::Timestamp;
use http::header::{AUTHORIZATION, HOST};
use p256::ecdsa::VerifyingKey;
use p256::ecdsa::signature::Verifier;
use serde_json::Value;
use std::error::Error;

/// 2026-11-27T10:20:30Z
const TIME: i64 = 1_795_774_830;

fn bytes(hex: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let pairs = (0..hex.len()).step_by(2);
    let byte = |at| u8::from_str_radix(hex.get(at..at + 2).unwrap_or_default(), 16);
    Ok(pairs.map(byte).collect::<Result<_, _>>()?)
}

fn text<'a>(case: &'a Value, name: &str) -> &'a str {
    case.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn is(case: &Value, name: &str) -> bool {
    case.get(name).and_then(Value::as_bool) == Some(true)
}

fn request(case: &Value) -> Result<Request<Bytes>, Box<dyn Error>> {
    let url = format!("https://depot.example{}", text(case, "path"));
    let mut builder = Request::builder().method(text(case, "method")).uri(url);
    builder = builder.header(HOST, "depot.example");
    for (name, value) in case
        .get("headers")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        builder = builder.header(name, value.as_str().unwrap_or_default());
    }
    if is(case, "s3") {
        builder = builder.extension(PlainPath);
    }
    Ok(builder.body(Bytes::from(text(case, "body").to_owned()))?)
}

/// The parameters of a request's target but its signature, in their order, and the signature.
fn parameters(target: &str) -> (Vec<&str>, &str) {
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let (mut all, mut signature) = (Vec::new(), "");
    for pair in query.split('&') {
        match pair.strip_prefix("X-Amz-Signature=") {
            Some(found) => signature = found,
            None => all.push(pair),
        }
    }
    all.sort_unstable();
    (all, signature)
}

#[test]
fn signatures_of_the_common_runtime_are_of_the_same_text_and_key() -> Result<(), Box<dyn Error>> {
    let cases = include_str!("../../../tests/fixtures/sigv4a.json");
    let cases: Vec<Value> = serde_json::from_str(cases)?;
    assert_eq!(cases.len(), 5);
    for case in &cases {
        let name = text(case, "name");
        let token = case.get("token").and_then(Value::as_str).map(str::to_owned);
        let credentials = Credentials::new(text(case, "key"), text(case, "secret"));
        let credentials = credentials.with_session_token(token);
        let scope = Scope {
            region: text(case, "regions"),
            service: text(case, "service"),
            time: Timestamp::from_unix(TIME, 0).ok_or("a time")?,
        };
        let (time, credential_scope) = when_and_what(&scope);
        let terms = terms(&scope, &time, &credential_scope);
        let mut request = request(case)?;
        let mut to_sign = String::new();
        let keep = |text: &str| {
            to_sign = text.to_owned();
            "00".to_owned()
        };
        let signature = if is(case, "query") {
            let payload = if is(case, "s3") {
                Payload::Unsigned
            } else {
                Payload::Signed
            };
            let minute = Duration::from_secs(60);
            sign_query_by(&mut request, &credentials, &terms, payload, minute, keep)?;
            let ours = request.uri().to_string();
            let (theirs, signature) = parameters(text(case, "target"));
            assert_eq!(parameters(&ours).0, theirs, "{name}");
            signature
        } else {
            sign_headers(&mut request, &credentials, &terms, Payload::Signed, keep)?;
            let ours = request
                .headers()
                .get(AUTHORIZATION)
                .ok_or("signed")?
                .to_str()?;
            let theirs = text(case, "authorization").split_once("Signature=");
            let (terms, signature) = theirs.ok_or("a signature")?;
            assert_eq!(
                ours.split_once("Signature=").map(|it| it.0),
                Some(terms),
                "{name}"
            );
            signature
        };
        let key = derived(text(case, "key"), text(case, "secret")).ok_or("a key")?;
        let signature = DerSignature::try_from(&*bytes(signature)?)?;
        let verified = VerifyingKey::from(&key).verify(to_sign.as_bytes(), &signature);
        assert!(verified.is_ok(), "{name}: {to_sign}");
    }
    Ok(())
}

#[test]
fn a_key_is_that_of_awss_vectors() -> Result<(), Box<dyn Error>> {
    let key = derived(
        "AKISORANDOMAASORANDOM",
        "q+jcrXGc+0zWN6uzclKVhvMmUsIfRPa4rlRandom",
    );
    let point = VerifyingKey::from(&key.ok_or("a key")?).to_sec1_point(false);
    let x = "15d242ceebf8d8169fd6a8b5a746c41140414c3b07579038da06af89190fffcb";
    let y = "0515242cedd82e94799482e4c0514b505afccf2c0c98d6a553bf539f424c5ec0";
    assert_eq!(point.as_bytes(), bytes(&format!("04{x}{y}"))?);
    Ok(())
}

#[test]
fn a_signature_can_be_verified_and_its_key_is_kept() -> Result<(), Box<dyn Error>> {
    let (keys, scope) = (
        AsymmetricKeys::default(),
        Scope {
            region: "*",
            service: "s3",
            time: Timestamp::from_unix(TIME, 0).ok_or("a time")?,
        },
    );
    for secret in ["one", "one", "two"] {
        let credentials = Credentials::new("AKIDEXAMPLE", secret);
        let mut request = Request::get("https://depot.example/").header(HOST, "depot.example");
        let mut request = std::mem::take(&mut request).body(Bytes::new())?;
        sign_with(&keys, &mut request, &credentials, &scope, Payload::Signed)?;
        let header = request
            .headers()
            .get(AUTHORIZATION)
            .ok_or("signed")?
            .to_str()?;
        let (_, signature) = header.split_once("Signature=").ok_or("a signature")?;
        let signature = DerSignature::try_from(&*bytes(signature)?)?;
        let (time, credential_scope) = when_and_what(&scope);
        let mut to_sign = String::new();
        let keep = |text: &str| {
            to_sign = text.to_owned();
            String::new()
        };
        let terms = terms(&scope, &time, &credential_scope);
        sign_headers(&mut request, &credentials, &terms, Payload::Signed, keep)?;
        let key = derived("AKIDEXAMPLE", secret).ok_or("a key")?;
        VerifyingKey::from(&key).verify(to_sign.as_bytes(), &signature)?;
        assert_eq!(
            request.headers().get("x-amz-region-set").ok_or("a set")?,
            "*"
        );
    }
    assert_eq!(format!("{keys:?}"), "AsymmetricKeys");
    Ok(())
}
