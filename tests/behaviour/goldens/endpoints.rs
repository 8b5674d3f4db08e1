//! Endpoints by rules: what calls, clients and configurations say decides where requests go.

use golden_endpoint_rules::Client;
use golden_endpoint_rules::operation::move_items::MoveItemsInput;
use golden_endpoint_rules::operation::put_item::PutItemInput;
use golden_endpoint_rules::types::{Move, Put, Take};
use shapewright_runtime::config::ConfigBuilder;
use shapewright_runtime::http::Request;
use shapewright_runtime::operation::Operation;
use shapewright_runtime::platform::block_on;
use shapewright_runtime::testing::StubTransport;

const SHELF: &str = "arn:aws:depot:eu-west-3:123456789012:shelf/upper";

/// The request of a call, or why there was none.
fn sent<O: Operation>(
    input: O,
    configured: impl Fn(ConfigBuilder) -> ConfigBuilder,
) -> Result<Request<shapewright_runtime::bytes::Bytes>, String> {
    let stub = StubTransport::new();
    stub.respond(200, "{}");
    let config = configured(stub.config().to_builder().region("eu-west-1"));
    let client = Client::new(&config.build());
    match block_on(client.send(input)) {
        Ok(_) => Ok(stub.calls()[0].request.clone()),
        Err(error) => {
            let mut text = String::new();
            let mut next: Option<&dyn std::error::Error> = Some(&error);
            while let Some(error) = next {
                text.push_str(&format!("{error}; "));
                next = error.source();
            }
            Err(text)
        }
    }
}

fn put(shelf: &str) -> PutItemInput {
    PutItemInput {
        shelf: Some(shelf.to_owned()),
        mirrored: None,
    }
}

#[test]
fn a_member_decides_host_path_headers_and_signature() {
    let request = sent(put(SHELF), |config| config).unwrap();
    let expected = "https://data-123456789012.depot.eu-west-1.example/shelves/items";
    assert_eq!(request.uri().to_string(), expected);
    assert_eq!(request.headers()["x-amz-shelf"], "upper");
    let signature = request.headers()["authorization"].to_str().unwrap();
    assert!(
        signature.contains("/eu-west-3/shelves/aws4_request"),
        "{signature}"
    );
    assert!(signature.contains("x-amz-shelf"), "{signature}");
}

#[test]
fn configurations_and_clients_are_asked_too() {
    let fips = sent(put(SHELF), |config| config.use_fips(true)).unwrap();
    assert_eq!(fips.uri().host(), Some("data-depot-fips.eu-west-1.example"));
    let own = |config: ConfigBuilder| {
        let config = config.endpoint_url("http://localhost:4566");
        config.inject_host_prefix(false)
    };
    let own = sent(put(SHELF), own).unwrap();
    assert_eq!(own.uri().to_string(), "http://localhost:4566/items");
    let of_client = |config: ConfigBuilder| config.endpoint_parameter("Plane", "control");
    let input = PutItemInput::default();
    let request = sent(input, of_client).unwrap();
    let host = request.uri().host();
    assert_eq!(host, Some("data-depot-control.us-east-1.amazonaws.com"));
}

#[test]
fn rules_say_why_there_is_no_endpoint() {
    let error = sent(put("upper"), |config| config).unwrap_err();
    assert!(
        error.contains("`upper` is not the ARN of a shelf"),
        "{error}"
    );
    let mirrored = PutItemInput {
        mirrored: Some(true),
        ..put(SHELF)
    };
    let error = sent(mirrored, |config| config).unwrap_err();
    assert!(error.contains("sigv4a"), "{error}");
}

#[test]
fn values_are_found_deep_in_a_request() {
    let take = |shelf: &str| Move {
        take: Some(Take {
            shelf: shelf.to_owned(),
        }),
        put: Some(Put::default()),
    };
    let input = MoveItemsInput {
        moves: Some(vec![Move::default(), take(SHELF)]),
    };
    let request = sent(input, |config| config).unwrap();
    let host = request.uri().host();
    assert_eq!(host, Some("123456789012.depot.eu-west-1.example"));
    let none = sent(MoveItemsInput::default(), |config| config).unwrap();
    assert_eq!(none.uri().host(), Some("depot.eu-west-1.example"));
}
