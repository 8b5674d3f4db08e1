//! Names that Rust, its prelude or the generated code have a meaning for.

use super::{body, response, round_trip};
use golden_diabolical::operation::new_::NewInput;
use golden_diabolical::operation::new_2::{New2Input, New2Output};
use golden_diabolical::operation::send_::{SendError, SendInput, SendOutput};
use golden_diabolical::operation::r#type::TypeInput;
use golden_diabolical::{Client, types};
use serde_json::{Map, Value, json};
use shapewright_runtime::operation::Operation;
use shapewright_runtime::platform::block_on;
use shapewright_runtime::testing::StubTransport;

/// The members of `Send`, from its spec, each with a value of its own.
fn members() -> Value {
    let spec = include_str!("../../fixtures/spec/diabolical/send.json");
    let spec: Value = serde_json::from_str(spec).unwrap();
    let names = spec["request"].as_object().unwrap().keys();
    Value::Object(
        names
            .map(|name| (name.clone(), format!("<{name}>").into()))
            .collect(),
    )
}

#[test]
fn every_member_goes_round() {
    let members = members();
    assert_eq!(members.as_object().map(Map::len), Some(41));
    let input: SendInput = round_trip(members.clone());
    assert_eq!(input.r#type.as_deref(), Some("<type>"));
    assert_eq!(input.self_.as_deref(), Some("<Self>"));
    assert_eq!(input.client_.as_deref(), Some("<client>"));
    assert_eq!(body(&input.to_request().unwrap()), members);
    round_trip::<SendOutput>(members);
}

#[test]
fn every_shape_goes_round() {
    let output: New2Output = round_trip(json!({
        "option": {"some": "a", "option": {"none": "b"}},
        "result": {"result": {"": "empty"}},
    }));
    assert!(output.option.is_some());
    round_trip::<types::ResultShape>(json!({"Ok": "a"}));
    round_trip::<types::ResultShape>(json!({"ok": "a"}));
    round_trip::<types::ResultShape>(json!({"Unknown": "a"}));
    round_trip::<types::BoxShape>(json!({"box": {"string": {"string": "s"}}}));
    round_trip::<types::Timestamp>(json!({"timestamp": "2020-01-01T00:00:00Z"}));
    round_trip::<types::Union>(json!({"sparse": [1.5, null, "NaN"]}));
    for value in [
        "None", "Self", "self", "1.0", "", "Unknown", "unknown", "other",
    ] {
        assert_eq!(types::NoneShape::from(value).as_str(), value);
        round_trip::<types::NoneShape>(json!(value));
    }
}

#[test]
fn operations_called_as_methods_of_the_client_are_called() {
    let stub = StubTransport::new();
    for _ in 0..4 {
        stub.respond(200, "{}");
    }
    let client = Client::new(&stub.config());
    block_on(client.send_().send_("x").send()).unwrap();
    block_on(client.new_().send()).unwrap();
    block_on(client.new_2().send()).unwrap();
    block_on(client.r#type().self_("s").r#type("a/b").send()).unwrap();
    let paths: Vec<String> = stub
        .calls()
        .iter()
        .map(|call| call.request.uri().path().to_owned())
        .collect();
    assert_eq!(paths, ["/Send", "/NEW", "/New", "/type/s/a/b"]);
    assert_eq!(
        TypeInput::new("s", "t").to_request().unwrap().uri(),
        "/type/s/t"
    );
    assert!(NewInput::default().to_request().is_ok());
}

#[test]
fn exceptions_called_as_parts_of_an_error_are_told_apart() {
    let fails = |code: &str| {
        let answer = response(400, &[("x-amzn-errortype", code)], "{}");
        SendInput::parse_response(&answer).unwrap_err()
    };
    assert!(matches!(fails("request"), SendError::RequestShape(_)));
    assert!(matches!(fails("Error"), SendError::Error(_)));
    assert!(matches!(fails("UnknownError"), SendError::UnknownError(_)));
    assert!(matches!(fails("Exception"), SendError::ExceptionShape(_)));
    assert!(matches!(fails("Other"), SendError::Unknown(_)));
}

#[test]
fn operations_that_differ_by_case_alone_are_told_apart() {
    let paths = [
        NewInput::default().to_request().unwrap(),
        New2Input::default().to_request().unwrap(),
    ]
    .map(|request| request.uri().path().to_owned());
    assert_eq!(paths, ["/NEW", "/New"]);
}
