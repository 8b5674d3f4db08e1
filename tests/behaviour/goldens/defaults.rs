//! Members that are absent, of a service whose client fills in defaults.

use super::{body, response};
use golden_defaults::Client;
use golden_defaults::operation::bake::{BakeError, BakeInput};
use golden_defaults::operation::look::LookInput;
use golden_defaults::primitives::Timestamp;
use golden_defaults::types::{Bread, Crust, Grain, Topping};
use serde_json::json;
use shapewright_runtime::operation::Operation;
use shapewright_runtime::platform::block_on;
use shapewright_runtime::testing::StubTransport;

fn bread() -> Bread {
    Bread {
        name: Some("Miche".to_owned()),
        ..Bread::default()
    }
}

#[test]
fn a_request_has_the_defaults_that_are_not_left_to_the_service() {
    let stub = StubTransport::new();
    stub.respond(200, "{}").respond(200, "{}");
    let client = Client::new(&stub.config());
    let crust = Crust {
        inner: Some(Box::default()),
        ..Crust::default()
    };
    let input = BakeInput {
        topping: Some(Topping::Crust(crust)),
        ..BakeInput::new(bread(), Vec::new())
    };
    block_on(client.send(input)).unwrap();
    let sent = body(&stub.calls()[0].request);
    let expected = json!({
        "bread": {
            "name": "Miche", "grain": "rye", "loaves": 1, "weight": 0.75, "share": 0.5,
            "sliced": false, "fresh": true, "note": "by \"hand\"", "seeds": [], "labels": {},
            "baked": 1_500_000_000.5, "stamp": "YWJj", "extras": {},
        },
        "topping": {"crust": {"colour": "brown", "inner": {"colour": "brown"}}},
        "oven": "stone",
    });
    assert_eq!(sent, expected);
    block_on(client.send(LookInput::default())).unwrap();
    assert_eq!(stub.calls()[1].request.uri().query(), Some("grain=rye"));
}

#[test]
fn what_the_caller_gives_stays() {
    let stub = StubTransport::new();
    stub.respond(200, "{}");
    let given = Bread {
        grain: Some(Grain::Wheat),
        loaves: Some(0),
        fresh: Some(false),
        price: Some(7),
        ..bread()
    };
    let input = BakeInput {
        oven: Some(String::new()),
        ..BakeInput::new(given, Vec::new())
    };
    block_on(Client::new(&stub.config()).send(input)).unwrap();
    let sent = body(&stub.calls()[0].request);
    assert_eq!(sent["oven"], "");
    assert_eq!(sent["bread"]["grain"], "wheat");
    assert_eq!(sent["bread"]["loaves"], 0);
    assert_eq!(sent["bread"]["fresh"], false);
    assert_eq!(sent["bread"]["price"], 7);
}

#[test]
fn a_required_member_is_missed_and_not_made_up() {
    let stub = StubTransport::new();
    let client = Client::new(&stub.config());
    let error = block_on(client.send(BakeInput::new(Bread::default(), Vec::new()))).unwrap_err();
    assert!(error.to_string().contains("`bread.name`"), "{error}");
    assert_eq!(stub.calls().len(), 0);
}

#[test]
fn a_response_gets_defaults_and_the_zeros_of_what_it_must_have() {
    let text =
        json!({"shop": {"breads": [{}], "crust": {"inner": {}}}, "toppings": [{"crust": {}}]});
    let output = BakeInput::parse_response(&response(200, &[], &text.to_string())).unwrap();
    assert_eq!(output.left, Some(0));
    assert_eq!(output.rest.as_deref(), Some("none"));
    let shop = output.shop.unwrap();
    assert_eq!(
        (shop.id.as_deref(), shop.open, shop.since),
        (Some(""), Some(false), Timestamp::from_unix(0, 0))
    );
    // No value of an enumeration stands for none.
    assert_eq!(shop.grain, None);
    let bread = &shop.breads.unwrap()[0];
    assert_eq!((bread.name.as_deref(), bread.loaves), (Some(""), Some(1)));
    assert_eq!((bread.price, &bread.crust), (None, &None));
    let inner = shop.crust.unwrap().inner.unwrap();
    assert_eq!(inner.colour.as_deref(), Some("brown"));
    let toppings = output.toppings.unwrap();
    let crust = toppings[0].as_crust().unwrap();
    assert_eq!(crust.colour.as_deref(), Some("brown"));
    let bare = BakeInput::parse_response(&response(200, &[], r#"{"shop": {}}"#)).unwrap();
    let shop = bare.shop.unwrap();
    assert_eq!((shop.breads, bare.toppings), (Some(Vec::new()), None));
    assert_eq!(shop.crust.unwrap().colour.as_deref(), Some("brown"));
    let output = LookInput::parse_response(&response(200, &[], "")).unwrap();
    assert_eq!(output.etag.as_deref(), Some(""));
}

#[test]
fn so_does_an_exception() {
    let text = r#"{"__type": "SoldOut", "bread": {}}"#;
    let error = BakeInput::parse_response(&response(409, &[], text)).unwrap_err();
    let BakeError::SoldOut(sold_out) = error else {
        panic!("{error}");
    };
    assert_eq!((sold_out.left, &sold_out.message), (Some(3), &None));
    let bread = sold_out.bread.unwrap();
    assert_eq!((bread.loaves, bread.name.as_deref()), (Some(1), Some("")));
}

#[test]
fn an_empty_list_is_an_empty_header() {
    let mut input = BakeInput::new(bread(), Vec::new());
    let request = input.to_request().unwrap();
    assert_eq!(request.headers()["x-days"], "");
    assert!(!request.headers().contains_key("x-tags"));
    input.tags = Some(Vec::new());
    assert_eq!(input.to_request().unwrap().headers()["x-tags"], "");
    input.tags = Some(vec!["a".to_owned(), "b".to_owned()]);
    assert_eq!(input.to_request().unwrap().headers()["x-tags"], "a, b");
}

#[test]
fn the_checksum_is_an_md5_where_the_service_knows_no_other() {
    let request = BakeInput::new(bread(), Vec::new()).to_request().unwrap();
    assert_eq!(request.headers()["content-md5"].len(), 24);
    assert!(!request.headers().contains_key("x-amz-checksum-crc32"));
}
