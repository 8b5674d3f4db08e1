//! The signature of a request that arrived, made again as a service makes it.

use crate::server::Received;
use crate::{KEY, REGION, SECRET};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// What stands behind `name=` in an `Authorization`.
fn part<'a>(authorization: &'a str, name: &str) -> &'a str {
    let start = authorization.find(name).unwrap() + name.len() + 1;
    authorization[start..].split(',').next().unwrap()
}

/// A header's value in the canonical form: trimmed, one space for several.
fn canonical(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Holds a request to its signature, whose path is that of the request line.
pub fn check(request: &Received) {
    check_in(request, REGION);
}

pub fn check_in(request: &Received, region: &str) {
    check_by(request, (KEY, SECRET), region, "objects");
}

/// The same, by the key and the scope of whom it says.
pub fn check_by(request: &Received, (key, secret): (&str, &str), region: &str, service: &str) {
    let authorization = request.header("authorization").expect("a signature");
    let credential = part(authorization, "Credential");
    let date = request.header("x-amz-date").unwrap();
    let scope = format!("{}/{region}/{service}/aws4_request", &date[..8]);
    assert_eq!(credential, format!("{key}/{scope}"));
    let (path, query) = request
        .target
        .split_once('?')
        .unwrap_or((&request.target, ""));
    let mut pairs: Vec<String> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| match pair.contains('=') {
            true => pair.to_owned(),
            false => format!("{pair}="),
        })
        .collect();
    pairs.sort();
    let names = part(authorization, "SignedHeaders");
    let headers: String = names
        .split(';')
        .map(|name| {
            let value = request.header(name).expect("a signed header is sent");
            format!("{name}:{}\n", canonical(value))
        })
        .collect();
    let hash = request.header("x-amz-content-sha256");
    let hash = hash.expect("stores want the hash of every body, that of none too");
    if hash.len() == 64 {
        assert_eq!(hash, hex(&Sha256::digest(&request.body)));
    }
    let text = format!(
        "{}\n{path}\n{}\n{headers}\n{names}\n{hash}",
        request.method,
        pairs.join("&")
    );
    let to_sign = format!(
        "AWS4-HMAC-SHA256\n{date}\n{scope}\n{}",
        hex(&Sha256::digest(&text))
    );
    let mut key = format!("AWS4{secret}").into_bytes();
    for word in [&date[..8], region, service, "aws4_request"] {
        key = mac(&key, word);
    }
    let expected = hex(&mac(&key, &to_sign));
    assert_eq!(part(authorization, "Signature"), expected, "{text}");
}
