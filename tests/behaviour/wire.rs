//! EC2 Image Builder's generated requests against those that boto3 1.44.5 sent.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use shapewright_imagebuilder::operation::create_image::CreateImageInput;
use shapewright_imagebuilder::operation::delete_image::DeleteImageInput;
use shapewright_imagebuilder::operation::get_image::GetImageInput;
use shapewright_imagebuilder::operation::list_image_packages::ListImagePackagesInput;
use shapewright_runtime::auth::Credentials;
use shapewright_runtime::bytes::Bytes;
use shapewright_runtime::client::Client;
use shapewright_runtime::http::Request;
use shapewright_runtime::operation::Operation;
use shapewright_runtime::platform::{Random, block_on};
use shapewright_runtime::testing::StubTransport;
use std::collections::BTreeMap;
use std::io;

/// What boto3 was made to fill in.
const TOKEN: &str = "00000000-0000-4000-8000-000000000000";

/// A request as a server got it.
#[derive(Deserialize)]
struct Recorded {
    name: String,
    operation: String,
    input: Value,
    endpoint: Option<String>,
    method: String,
    target: String,
    headers: BTreeMap<String, String>,
    body: String,
}

fn recorded() -> Vec<Recorded> {
    let recorded: Vec<Recorded> =
        serde_json::from_str(include_str!("../fixtures/wire/requests.json")).unwrap();
    assert_eq!(recorded.len(), 8);
    recorded
}

/// Zeros, of which the client makes the token that boto3 was made to fill in.
#[derive(Debug)]
struct Zeros;

impl Random for Zeros {
    fn fill(&self, buffer: &mut [u8]) -> io::Result<()> {
        buffer.fill(0);
        Ok(())
    }
}

/// From the operation's pure functions, nothing around them.
fn pure<O: Operation + DeserializeOwned>(recorded: &Recorded) -> Request<Bytes> {
    let mut input: O = serde_json::from_value(recorded.input.clone()).unwrap();
    input.fill_idempotency_tokens(&mut || TOKEN.to_owned());
    input.to_request().unwrap()
}

/// As the client hands it to the transport; the stub's clock stands when boto3's was made to.
fn sent<O: Operation + DeserializeOwned>(recorded: &Recorded) -> Request<Bytes> {
    let stub = StubTransport::new();
    stub.respond(200, "{}");
    let mut config = stub
        .config()
        .to_builder()
        .credentials_provider(Credentials::new(
            "AKIDEXAMPLE",
            "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        ))
        .random(Zeros);
    if let Some(endpoint) = &recorded.endpoint {
        config = config.endpoint_url(endpoint);
    }
    let input: O = serde_json::from_value(recorded.input.clone()).unwrap();
    let answer = block_on(Client::new(&config.build()).send(input));
    assert!(answer.is_ok(), "{}", recorded.name);
    stub.calls().remove(0).request
}

fn assert_same_body(request: &Request<Bytes>, recorded: &Recorded) {
    if recorded.body.is_empty() {
        assert!(request.body().is_empty(), "{}", recorded.name);
        return;
    }
    let ours: Value = serde_json::from_slice(request.body()).unwrap();
    let theirs: Value = serde_json::from_str(&recorded.body).unwrap();
    assert_eq!(ours, theirs, "{}", recorded.name);
}

fn header<'r>(request: &'r Request<Bytes>, name: &str) -> Option<&'r str> {
    Some(request.headers().get(name)?.to_str().unwrap())
}

#[test]
fn the_pure_functions_make_boto3s_requests() {
    for recorded in recorded() {
        let request = match recorded.operation.as_str() {
            "create_image" => pure::<CreateImageInput>(&recorded),
            "delete_image" => pure::<DeleteImageInput>(&recorded),
            "get_image" => pure::<GetImageInput>(&recorded),
            "list_image_packages" => pure::<ListImagePackagesInput>(&recorded),
            other => panic!("{other} is not known to this test"),
        };
        assert_eq!(request.method().as_str(), recorded.method);
        assert_eq!(request.uri().to_string(), recorded.target);
        let theirs = recorded.headers.get("content-type").map(String::as_str);
        assert_eq!(header(&request, "content-type"), theirs);
        assert_same_body(&request, &recorded);
    }
}

#[test]
fn the_client_sends_and_signs_what_boto3_does() {
    for recorded in recorded() {
        let request = match recorded.operation.as_str() {
            "create_image" => sent::<CreateImageInput>(&recorded),
            "delete_image" => sent::<DeleteImageInput>(&recorded),
            "get_image" => sent::<GetImageInput>(&recorded),
            "list_image_packages" => sent::<ListImagePackagesInput>(&recorded),
            other => panic!("{other} is not known to this test"),
        };
        assert_eq!(request.method().as_str(), recorded.method);
        let target = request.uri().path_and_query().unwrap();
        assert_eq!(target.as_str(), recorded.target);
        for name in ["host", "content-type", "x-amz-date"] {
            let theirs = recorded.headers.get(name).map(String::as_str);
            assert_eq!(header(&request, name), theirs, "{}: {name}", recorded.name);
        }
        assert_same_body(&request, &recorded);
        let ours = header(&request, "authorization").unwrap();
        let theirs = recorded.headers["authorization"].as_str();
        if recorded.body.is_empty() {
            assert_eq!(ours, theirs, "{}", recorded.name);
        } else {
            // boto3's JSON has blanks, so its bytes and its signature differ; what is signed does not.
            let scope = |authorization: &str| {
                authorization
                    .split(", Signature=")
                    .next()
                    .map(str::to_owned)
            };
            assert_eq!(scope(ours), scope(theirs), "{}", recorded.name);
        }
    }
}

/// The waiter that a person added in `spec/`, as AWS models none.
#[test]
fn a_wait_for_an_image_ends_as_the_image_does() {
    for (end, is_good) in [
        ("AVAILABLE", true),
        ("FAILED", false),
        ("CANCELLED", false),
        ("DELETED", false),
    ] {
        let stub = StubTransport::new();
        for status in ["BUILDING", "TESTING", end] {
            let body = format!(r#"{{"image": {{"state": {{"status": "{status}"}}}}}}"#);
            stub.respond(200, body);
        }
        let client = shapewright_imagebuilder::Client::new(&stub.config());
        let waiter = client.wait_until_image_available();
        let hour = std::time::Duration::from_secs(3600);
        match block_on(waiter.image_build_version_arn("arn").wait(hour)) {
            Ok(poll) => assert!(is_good && poll.as_result().is_ok(), "{end}"),
            Err(error) => assert!(
                !is_good && error.to_string().contains("can no longer be reached"),
                "{error}"
            ),
        }
        stub.assert_done();
    }
}
