//! Names that meet, and what keeps its meaning where a newer model has more.

use super::{body, response, round_trip};
use golden_collisions::Client;
use golden_collisions::operation::inner_::InnerInput;
use golden_collisions::operation::send_with_metadata_::SendWithMetadataInput;
use golden_collisions::operation::service::{ServiceError, ServiceInput};
use golden_collisions::operation::wait_until_thing_ready::WaitUntilThingReadyInput;
use golden_collisions::types::{Rule, Value};
use serde_json::json;
use shapewright_runtime::operation::Operation;
use shapewright_runtime::platform::block_on;
use shapewright_runtime::testing::StubTransport;

/// `names.arguments` has the order, though the spec has another by now, and `arn` is not required any
/// more; what is newly required comes last.
#[test]
fn a_constructor_takes_its_arguments_as_it_once_did() {
    let input = ServiceInput::new("the name", "the arn", "the kind");
    assert_eq!(
        body(&input.to_request().unwrap()),
        json!({ "name": "the name", "arn": "the arn", "kind": "the kind" })
    );
    let rule = Rule::new("the target", "the source");
    assert_eq!(
        serde_json::to_value(rule).unwrap(),
        json!({ "target": "the target", "source": "the source" })
    );
}

#[test]
fn a_header_and_a_member_of_the_body_may_have_one_name() {
    let mut input = ServiceInput::new("n", "a", "k");
    input.header_id = Some("in the header".to_owned());
    input.query_id = Some("in the query".to_owned());
    input.id = Some("in the body".to_owned());
    let request = input.to_request().unwrap();
    assert_eq!(request.headers()["id"], "in the header");
    assert_eq!(request.uri().query(), Some("id=in%20the%20query"));
    assert_eq!(body(&request)["id"], "in the body");

    let answer = response(
        200,
        &[("id", "in the header")],
        r#"{ "id": "in the body" }"#,
    );
    let output = ServiceInput::parse_response(&answer).unwrap();
    assert_eq!(output.header_id.as_deref(), Some("in the header"));
    assert_eq!(output.id.as_deref(), Some("in the body"));
    round_trip::<ServiceInput>(json!({
        "arn": "a", "name": "n", "kind": "k", "HeaderId": "h", "QueryId": "q", "id": "i",
    }));
}

#[test]
fn the_client_keeps_its_own_methods() {
    let stub = StubTransport::new();
    stub.respond(200, r#"{ "value": { "text": "a" } }"#)
        .respond(200, r#"{ "a": "b" }"#)
        .respond(200, "{}")
        .respond(200, r#"{ "state": "READY" }"#)
        .respond(200, r#"{ "state": "ready" }"#)
        .respond(200, r#"{ "state": "GONE" }"#);
    let client = Client::new(&stub.config());
    block_on(async {
        client.inner_().send().await.unwrap();
        client
            .send_with_metadata_()
            .build_("b")
            .send()
            .await
            .unwrap();
        client.wait_until_thing_ready().send().await.unwrap();
        let asked = WaitUntilThingReadyInput::default;
        client
            .wait_until_thing_ready_2(asked())
            .wait()
            .await
            .unwrap()
            .unwrap();
        client
            .wait_until_thing_ready_3(asked())
            .wait()
            .await
            .unwrap()
            .unwrap();
        client.until_gone(asked()).wait().await.unwrap().unwrap();
    });
    let calls = stub.calls();
    let paths: Vec<_> = calls.iter().map(|call| call.request.uri().path()).collect();
    assert_eq!(paths[..2], ["/Inner", "/SendWithMetadata"]);
    assert_eq!(paths.len(), 6);
    assert_eq!(
        body(&calls[1].request),
        serde_json::to_value(SendWithMetadataInput {
            build: Some("b".into())
        })
        .unwrap()
    );
}

#[test]
fn an_error_is_asked_for_without_a_match() {
    let error = |code: &str| {
        let text = format!(r#"{{ "__type": "{code}", "message": "no" }}"#);
        ServiceInput::parse_response(&response(400, &[], &text)).unwrap_err()
    };
    let known: ServiceError = error("Throttling");
    assert!(known.is_throttling_());
    assert_eq!(
        (known.code(), known.message()),
        (Some("Throttling"), Some("no"))
    );
    let unknown = error("Other");
    assert!(!unknown.is_throttling_());
    assert_eq!(
        (unknown.code(), unknown.message()),
        (Some("Other"), Some("no"))
    );
}

#[test]
fn a_union_is_asked_for_without_a_match() {
    let read = |json| round_trip::<Value>(json);
    let text = read(json!({ "text": "a" }));
    assert_eq!((text.member_name(), text.as_text_2()), ("text", Some("a")));
    assert_eq!(text.as_numbers(), None);
    let shouted = read(json!({ "TEXT": "a" }));
    assert_eq!(
        (shouted.member_name(), shouted.as_text()),
        ("TEXT", Some("a"))
    );
    let numbers = read(json!({ "numbers": [1, 2] }));
    assert_eq!(numbers.as_numbers(), Some(&[1, 2][..]));
    let inner = read(json!({ "inner": { "text": "a" } }));
    assert_eq!(inner.as_inner(), Some(&text));
    let unknown = read(json!({ "newer": 1 }));
    assert_eq!((unknown.member_name(), unknown.as_text()), ("newer", None));
    let input = InnerInput { value: Some(text) };
    assert_eq!(
        body(&input.to_request().unwrap()),
        json!({ "value": { "text": "a" } })
    );
}
