//! A call recorded against a server and replayed without it, and the secrets that must stay out of
//! recordings, errors and everything that is printed.
#![cfg(all(feature = "hyper", feature = "test-util"))]
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

mod common;
#[path = "common/server.rs"]
mod server;

use common::GetImage;
use server::{Answer, Reaction, Server};
use shapewright_runtime::auth::Credentials;
use shapewright_runtime::client::Client;
use shapewright_runtime::config::Config;
use shapewright_runtime::platform::{Environment, block_on};
use shapewright_runtime::testing::{RecordingTransport, ReplayTransport, StubTransport};
use shapewright_runtime::transport::HyperTransport;
use std::fs;
use std::path::PathBuf;

const SECRETS: [&str; 4] = ["SECRETKEY", "SESSIONTOKEN", "USERDATA", "COOKIE"];
const BODY: &str = r#"{"image":{"name":"web","userData":"USERDATA"}}"#;

fn credentials() -> Credentials {
    Credentials::new("AKIDEXAMPLE", "SECRETKEY").with_session_token("SESSIONTOKEN".to_owned())
}

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// Fails where the text shows a secret, or the signature of a request.
fn assert_clean(what: &str, text: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "{what} shows {secret}: {text}");
    }
    assert!(
        !text.contains("Signature="),
        "{what} shows a signature: {text}"
    );
}

fn record(name: &str) -> PathBuf {
    let answer = |number| {
        Answer::new(200, BODY)
            .header("x-amzn-requestid", number)
            .header("set-cookie", "session=COOKIE")
    };
    let throttled = Answer::new(429, "").header("set-cookie", "COOKIE");
    let server = Server::script([
        Reaction::Answer(throttled),
        Reaction::Answer(answer("one")),
        Reaction::Answer(answer("two")),
    ]);
    let recording = RecordingTransport::new(HyperTransport::new());
    let config = Config::builder()
        .region("us-east-1")
        .credentials_provider(credentials())
        .endpoint_url(server.url())
        .transport(recording.clone())
        .build();
    let client = Client::new(&config);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        for _ in 0..2 {
            client.send(GetImage::new()).await.expect("an output");
        }
    });
    assert!(
        server
            .requests()
            .iter()
            .all(|request| { request.header("x-amz-security-token") == Some("SESSIONTOKEN") }),
        "the secrets were there to be recorded"
    );
    let path = file(name);
    recording.save(&path).expect("a file");
    path
}

#[test]
fn what_was_recorded_is_replayed() {
    let path = record("replayed.json");
    let replay = ReplayTransport::load(&path).expect("a recording");
    let client = Client::new(&replay.config());
    let first = block_on(client.send_with_metadata(GetImage::new())).expect("an output");
    assert_eq!((first.attempts(), first.request_id()), (2, Some("one")));
    let second = block_on(client.send_with_metadata(GetImage::new())).expect("an output");
    assert_eq!((second.attempts(), second.request_id()), (1, Some("two")));
    assert_eq!(second.into_output().name.as_deref(), Some("web"));
    replay.assert_done();
    let error = block_on(client.send(GetImage::new())).expect_err("nothing is left");
    assert!(
        error
            .to_string()
            .contains("no response left for GetImage GET /GetImage?")
    );
}

#[test]
fn recordings_hold_no_secrets() {
    let text = fs::read_to_string(record("secrets.json")).expect("a file");
    assert_clean("the recording", &text);
    assert!(text.contains("REDACTED") && text.contains("web"));
}

#[test]
fn a_file_that_is_no_recording_is_refused() {
    let path = file("broken.json");
    fs::write(&path, "[{}]").expect("a file");
    let error = ReplayTransport::load(&path).expect_err("it is broken");
    assert!(error.to_string().contains("broken.json"), "{error}");
    assert!(ReplayTransport::load(file("absent.json")).is_err());
}

#[test]
fn nothing_that_is_printed_shows_secrets() {
    let stub = StubTransport::new();
    stub.respond(403, r#"{"message":"no"}"#);
    let environment: Environment = [("AWS_SECRET_ACCESS_KEY", "SECRETKEY")]
        .into_iter()
        .collect();
    let config = stub
        .config()
        .to_builder()
        .credentials_provider(credentials())
        .environment(environment)
        .build();
    let client = Client::new(&config);
    let error = block_on(client.send(GetImage::new())).expect_err("an error");
    assert_clean("the error", &format!("{error} {error:?} {error:#?}"));
    assert_clean("the configuration", &format!("{config:?} {config:#?}"));
    assert_clean("the client", &format!("{client:?}"));
    assert_clean("the credentials", &format!("{:?}", credentials()));
    assert_clean("the stub", &format!("{stub:?}"));
    let calls = stub.calls();
    assert_eq!(calls.len(), 1);
    assert_clean("a recorded call", &format!("{calls:?}"));
}
