//! Requests that are sent in a way of their own.

use super::body;
use golden_sending::Client;
use golden_sending::operation::find_zone::FindZoneInput;
use golden_sending::operation::move_zone::MoveZoneInput;
use golden_sending::operation::predict::PredictInput;
use golden_sending::primitives::{ByteStream, percent_decoded};
use serde_json::json;
use shapewright_runtime::operation::Operation;
use shapewright_runtime::platform::block_on;
use shapewright_runtime::testing::StubTransport;

#[test]
fn headers_of_the_service_give_way_to_members() {
    let request = PredictInput::new("https://a.example").to_request().unwrap();
    assert_eq!(request.headers()["accept"], "application/json");
    assert_eq!(request.headers()["x-version"], "2020-01-01");
    let input = FindZoneInput {
        accept: Some("text/csv".to_owned()),
        ..FindZoneInput::default()
    };
    assert_eq!(input.to_request().unwrap().headers()["accept"], "text/csv");
}

#[test]
fn what_is_left_out_is_filled_in_and_a_query_is_a_form() {
    let mut input = FindZoneInput::default();
    let request = input.to_request().unwrap();
    assert_eq!(
        (request.method().as_str(), request.uri().path()),
        ("POST", "/-/zones")
    );
    assert_eq!(request.uri().query(), None);
    assert_eq!(request.body(), "format=sdk");
    input.account = Some("1234".to_owned());
    input.marker = Some("/zone/Z1".to_owned());
    let request = input.to_request().unwrap();
    assert_eq!(request.uri(), "/1234/zones");
    assert_eq!(request.body(), "format=sdk&marker=Z1");
}

#[test]
fn ids_are_sent_without_what_stands_before_them() {
    let input = MoveZoneInput {
        other: Some("/zone/Z3".to_owned()),
        script: Some("as it is/".to_owned()),
        ..MoveZoneInput::new("/zone/Z1", "Z2")
    };
    let request = input.to_request().unwrap();
    assert_eq!(request.uri(), "/zones/Z1");
    let expected = json!({"set": "Z2", "other": "Z3", "script": "as it is/"});
    assert_eq!(body(&request), expected);
}

#[test]
fn a_member_can_say_where_its_request_goes() {
    let stub = StubTransport::new();
    stub.respond(200, "{}").respond(200, "{}");
    let client = Client::new(&stub.config());
    let predict = client.predict().endpoint("https://predict.example/base/");
    block_on(predict.send()).unwrap();
    let refused = block_on(client.predict().endpoint("not a URL").send()).unwrap_err();
    let request = &stub.calls()[0].request;
    assert_eq!(request.uri(), "https://predict.example/base/predict");
    assert_eq!(request.headers()["host"], "predict.example");
    assert_eq!(
        body(request),
        json!({"endpoint": "https://predict.example/base/"})
    );
    assert_eq!(stub.calls().len(), 1, "{refused}");
}

#[test]
fn a_body_has_the_hash_of_its_tree() {
    const HASH: &str = "x-amz-sha256-tree-hash";
    let stub = StubTransport::new();
    stub.respond(204, "").respond(204, "").respond(204, "");
    let client = Client::new(&stub.config());
    block_on(client.store().body("0").send()).unwrap();
    block_on(client.store().body("0").checksum("given").send()).unwrap();
    let sent = |at: usize| stub.calls()[at].request.headers()[HASH].clone();
    let zero = "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9";
    assert_eq!(sent(0), zero);
    assert_eq!(
        stub.calls()[0].request.headers()["x-amz-content-sha256"],
        zero
    );
    assert_eq!(sent(1), "given");
    let once = ByteStream::from_read(&b"0"[..]);
    let refused = block_on(client.store().body(once).send()).unwrap_err();
    let metadata = refused.as_service_error();
    assert!(metadata.is_none());
    assert!(refused.to_string().contains("read twice"), "{refused}");
}

#[test]
fn what_is_encoded_is_left_to_the_caller() {
    let response = super::response(200, &[], r#"{"policy": "%7B%7D"}"#);
    let output = FindZoneInput::parse_response(&response).unwrap();
    assert_eq!(output.policy.as_deref(), Some("%7B%7D"));
    assert_eq!(percent_decoded(&output.policy.unwrap()), "{}");
}
