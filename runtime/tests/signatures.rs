//! Signatures against those of others: boto3's, and AWS's suite as botocore ships it.
#![cfg(feature = "client")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use bytes::Bytes;
use http::Request;
use shapewright_runtime::Deserialize;
use shapewright_runtime::Timestamp;
use shapewright_runtime::auth::Credentials;
use shapewright_runtime::auth::sigv4::{Payload, Scope, sign};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
struct Recorded {
    name: String,
    region: String,
    method: String,
    target: String,
    headers: BTreeMap<String, String>,
    body: String,
    authorization: String,
    access_key_id: String,
    secret_access_key: String,
}

/// 2015-08-30T12:36:00Z
fn time() -> Timestamp {
    Timestamp::from_unix(1_440_938_160, 0).expect("a time in range")
}

fn authorization(request: &Request<Bytes>) -> &str {
    let header = request.headers().get("authorization");
    header
        .and_then(|value| value.to_str().ok())
        .expect("a signed request")
}

#[test]
fn signatures_equal_boto3s() {
    let recorded: Vec<Recorded> =
        serde_json::from_str(include_str!("fixtures/boto3_signatures.json")).expect("the fixture");
    assert_eq!(recorded.len(), 8);
    for Recorded {
        name,
        region,
        method,
        target,
        headers,
        body,
        authorization: expected,
        access_key_id,
        secret_access_key,
    } in recorded
    {
        let mut request = Request::builder().method(method.as_str()).uri(target);
        for (name, value) in headers.iter().filter(|(name, _)| *name != "x-amz-date") {
            request = request.header(name, value);
        }
        let mut request = request.body(Bytes::from(body)).expect("a request");
        let credentials = Credentials::new(access_key_id, secret_access_key);
        let scope = Scope {
            region: &region,
            service: "imagebuilder",
            time: time(),
        };
        sign(&mut request, &credentials, &scope, Payload::Signed).expect("a signature");
        assert_eq!(authorization(&request), expected, "{name}");
        let date = request.headers().get("x-amz-date");
        assert_eq!(
            date.expect("a date"),
            headers.get("x-amz-date").expect("a date")
        );
    }
}

/// AWS's signature suite: a folder per case with `NAME.req` and `NAME.authz`, as in
/// `tests/unit/auth/aws4_testsuite` of botocore's source distribution.
#[test]
#[ignore = "needs AWS_SIGV4_SUITE, the folder of the suite, which is not part of this repository"]
fn the_sigv4_suite_passes() {
    let folder = std::env::var_os("AWS_SIGV4_SUITE").expect("AWS_SIGV4_SUITE is set");
    let mut requests = Vec::new();
    find_requests(Path::new(&folder), &mut requests);
    // No request line can hold a space, so there is no such request to sign; botocore leaves it out too.
    requests.retain(|path| !path.ends_with("get-space/get-space.req"));
    requests.sort();
    let mut failures = Vec::new();
    for path in &requests {
        let expected = fs::read_to_string(path.with_extension("authz")).expect("an answer");
        let canonical = fs::read_to_string(path.with_extension("creq")).expect("a request");
        let actual = sign_raw(&fs::read_to_string(path).expect("a request"), &canonical);
        if actual != expected.trim() {
            let name = path.display();
            failures.push(format!(
                "{name}\n  expected {expected}\n  got      {actual}"
            ));
        }
    }
    println!(
        "{} passed, {} failed",
        requests.len() - failures.len(),
        failures.len()
    );
    assert!(requests.len() >= 31, "only {} cases found", requests.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn find_requests(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            find_requests(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "req") {
            found.push(path);
        }
    }
}

/// The `Authorization` of a request that the suite has as text. The suite has path and query as they
/// are before a client encodes them.
fn sign_raw(text: &str, canonical: &str) -> String {
    let text = text.replace('\r', "");
    let (head, body) = text.split_once("\n\n").unwrap_or((&text, ""));
    let head = head.replace("\n ", " ");
    let mut lines = head.lines();
    let request_line = lines.next().expect("a request line");
    let (method, rest) = request_line.split_once(' ').expect("a method");
    let (target, _version) = rest.rsplit_once(' ').expect("a version");
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut request = Request::builder()
        .method(method)
        .uri(format!("{path}?{}", encode(query)));
    for line in lines {
        let (name, value) = line.split_once(':').expect("a header");
        request = request.header(name, value.trim());
    }
    let mut request = request
        .body(Bytes::from(body.to_owned()))
        .expect("a request");
    let token = canonical
        .lines()
        .find_map(|line| line.strip_prefix("x-amz-security-token:"))
        .map(str::to_owned);
    let credentials = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
        .with_session_token(token);
    let scope = Scope {
        region: "us-east-1",
        service: "service",
        time: time(),
    };
    sign(&mut request, &credentials, &scope, Payload::Signed).expect("a signature");
    authorization(&request).to_owned()
}

fn encode(query: &str) -> String {
    query
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            b'-' | b'_' | b'.' | b'~' | b'=' | b'&' | b'%' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
