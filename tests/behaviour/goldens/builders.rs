//! Fluent builders: members one by one and whole, and calls with settings of their own.

use golden_collections::Client;
use golden_collections::operation::put_all::PutAllInput;
use golden_collections::types::Item;
use shapewright_runtime::Map;
use shapewright_runtime::config::RetryConfig;
use shapewright_runtime::platform::block_on;
use shapewright_runtime::testing::StubTransport;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

fn client(stub: &StubTransport) -> Client {
    Client::new(&stub.config())
}

#[test]
fn a_member_s_own_name_adds_one_and_set_takes_the_whole() {
    let client = client(&StubTransport::new());
    let input = client.put_all().names("a").names("b").tags("k", "v");
    let input = input.tags("l", "w").items(Item::default()).build().unwrap();
    assert_eq!(input.names, ["a", "b"]);
    let tags =
        Map::from_iter([("k", "v"), ("l", "w")].map(|(key, value)| (key.into(), value.into())));
    assert_eq!(input.tags.as_ref(), Some(&tags));
    assert_eq!(input.items.as_ref().map(Vec::len), Some(1));

    let whole = client
        .put_all()
        .names("before")
        .set_names(Some(vec!["a".into()]));
    let whole = whole
        .set_tags(Some(tags.clone()))
        .tags("m", "x")
        .matrix(vec![1]);
    let whole = whole.set_matrix(None).build().unwrap();
    assert_eq!(whole.names, ["a"]);
    assert_eq!(whole.tags.map(|tags| tags.len()), Some(3));
    assert_eq!(whole.matrix, None);
}

#[test]
fn a_call_has_settings_of_its_own() {
    let stub = StubTransport::new();
    stub.respond(503, "{}").respond(200, "{}");
    let client = client(&stub);
    let seen = Arc::new(AtomicU16::new(0));
    let last = Arc::clone(&seen);
    let call = client.put_all().names("a").customize();
    let call = call
        .header("x-trace", "t-1")
        .endpoint_url("https://other.example.com/base")
        .mutate_request(|request| {
            let headers = request.headers_mut();
            headers.insert(
                "x-late",
                shapewright_runtime::http::HeaderValue::from_static("1"),
            );
        })
        .inspect_response(move |response| {
            last.store(response.status().as_u16(), Ordering::Relaxed);
        })
        .retry_config(RetryConfig::disabled());
    block_on(call.send()).unwrap_err();
    assert_eq!(seen.load(Ordering::Relaxed), 503);
    let calls = stub.calls();
    assert_eq!(calls.len(), 1);
    let request = &calls[0].request;
    assert_eq!(request.uri().host(), Some("other.example.com"));
    assert_eq!(request.headers()["x-trace"], "t-1");
    let signature = request.headers()["authorization"].to_str().unwrap();
    assert!(
        signature.contains("x-late") && signature.contains("x-trace"),
        "{signature}"
    );

    // The client's own settings hold for every other call.
    block_on(client.send(PutAllInput::new(vec!["a".into()]))).unwrap();
    let request = &stub.calls()[1].request;
    assert!(!request.headers().contains_key("x-trace"));
    assert_ne!(request.uri().host(), Some("other.example.com"));
}

#[test]
fn a_header_that_cannot_be_sent_is_told_before() {
    let stub = StubTransport::new();
    let call = client(&stub).put_all().names("a").customize();
    let error = block_on(call.header("no name", "v").send()).unwrap_err();
    assert!(error.to_string().contains("no name"), "{error}");
    assert!(stub.calls().is_empty());
}
