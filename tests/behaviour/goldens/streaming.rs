//! Bodies that stream.

use super::response;
use golden_streaming::Client;
use golden_streaming::operation::get_thing::{GetThingInput, GetThingOutput};
use golden_streaming::operation::put_sized::PutSizedInput;
use golden_streaming::operation::put_thing::PutThingInput;
use golden_streaming::primitives::ByteStream;
use serde_json::json;
use shapewright_runtime::bytes::Bytes;
use shapewright_runtime::operation::Operation;
use shapewright_runtime::platform::block_on;
use shapewright_runtime::testing::StubTransport;

#[test]
fn a_body_is_handed_on_beside_the_pure_functions() {
    let mut input = PutThingInput {
        body: Some("a thing".into()),
        ..PutThingInput::new("one")
    };
    let request = input.to_request().unwrap();
    assert!(request.body().is_empty());
    assert_eq!(
        request.headers()["content-type"],
        "application/octet-stream"
    );
    assert_eq!(input.take_body().unwrap().bytes(), Some(&b"a thing"[..]));
    let none = PutThingInput::new("one").to_request().unwrap();
    assert!(none.headers().is_empty());
    let sized = PutSizedInput::new("a film").to_request().unwrap();
    assert_eq!(sized.headers()["content-type"], "video/mp4");

    let head = response(200, &[("X-Tag", "t")], "").map(|_| Bytes::new());
    let mut output = GetThingInput::parse_response(&head).unwrap();
    assert_eq!(output.tag.as_deref(), Some("t"));
    GetThingInput::set_body(&mut output, ByteStream::from("a thing"));
    let expected = json!({"tag": "t", "body": "YSB0aGluZw=="});
    assert_eq!(serde_json::to_value(&output).unwrap(), expected);
    let nothing: GetThingOutput = serde_json::from_value(json!({})).unwrap();
    assert_eq!(nothing.body.bytes(), Some(&b""[..]));
}

#[test]
fn a_stub_has_bodies_in_memory() {
    let stub = StubTransport::new();
    stub.respond(200, r#"{"size": 7}"#)
        .respond(200, "a thing")
        .output::<GetThingInput>(GetThingOutput {
            tag: None,
            body: "typed".into(),
        });
    let client = Client::new(&stub.config());
    let put = client.put_thing().name("one").body("a thing").send();
    assert_eq!(block_on(put).unwrap().size, Some(7));
    assert_eq!(stub.calls()[0].request.body(), "a thing");
    for expected in ["a thing", "typed"] {
        let output = block_on(client.get_thing().name("one").send()).unwrap();
        assert_eq!(
            output.body.collect_blocking().unwrap().into_bytes(),
            expected
        );
    }
    stub.assert_done();
}
