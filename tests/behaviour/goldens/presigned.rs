//! Requests with their signature in the URL.

use golden_query::operation::ping::PingInput;
use golden_streaming::Client;
use golden_streaming::operation::put_thing::PutThingInput;
use shapewright_runtime::auth::Credentials;
use shapewright_runtime::platform::block_on;
use shapewright_runtime::presigning::{PresignedRequest, PresigningConfig};
use shapewright_runtime::testing::StubTransport;
use std::time::{Duration, SystemTime};

fn minute() -> PresigningConfig {
    PresigningConfig::expires_in(Duration::from_secs(60)).unwrap()
}

/// The parameters of a URL.
fn query(presigned: &PresignedRequest) -> Vec<&str> {
    let (_, query) = presigned.uri().split_once('?').unwrap();
    query.split('&').collect()
}

#[test]
fn a_builder_ends_in_a_presigned_request_too() {
    let client = Client::new(&StubTransport::new().config());
    let presigned = client.put_thing().name("a b").presigned(minute());
    let presigned = block_on(presigned).unwrap();
    assert_eq!(presigned.method(), "PUT");
    let place = "https://streaming.us-east-1.amazonaws.com/things/a%20b?";
    assert!(presigned.uri().starts_with(place), "{}", presigned.uri());
    let query = query(&presigned);
    assert_eq!(
        query[2..4],
        ["X-Amz-Date=20150830T123600Z", "X-Amz-Expires=60"]
    );
    assert_eq!(presigned.headers().count(), 0);
}

#[test]
fn the_body_and_the_headers_that_go_with_it_are_told() {
    let client = Client::new(&StubTransport::new().config());
    let input = PutThingInput {
        body: Some("a thing".into()),
        ..PutThingInput::new("one")
    };
    let presigned = block_on(client.inner().presigned(input, minute())).unwrap();
    let headers: Vec<_> = presigned.headers().collect();
    assert_eq!(headers, [("content-type", "application/octet-stream")]);
    assert_eq!(&presigned.body()[..], b"a thing");
    let signed = "X-Amz-SignedHeaders=content-type%3Bhost";
    assert!(query(&presigned).contains(&signed));
    let request = presigned.clone().into_request();
    assert_eq!(request.uri().to_string(), presigned.uri());

    let call = client.put_thing().name("one").customize();
    let call = call
        .header("x-trace", "t")
        .endpoint_url("http://127.0.0.1:1/base");
    let presigned = block_on(call.presigned(minute())).unwrap();
    assert!(
        presigned
            .uri()
            .starts_with("http://127.0.0.1:1/base/things/one?")
    );
    assert_eq!(presigned.headers().collect::<Vec<_>>(), [("x-trace", "t")]);
}

#[test]
fn a_form_travels_in_the_url() {
    let stub = StubTransport::new();
    let token = Some("a/token".to_owned());
    let credentials = Credentials::new("AKIDEXAMPLE", "not a secret").with_session_token(token);
    let config = stub.config().to_builder().credentials(credentials).build();
    let client = golden_query::Client::new(&config);
    let start = SystemTime::UNIX_EPOCH + Duration::from_secs(86_400);
    let presigning = PresigningConfig::builder().start_time(start);
    let presigning = presigning
        .expires_in(Duration::from_secs(1))
        .build()
        .unwrap();
    let presigned = client.inner().presigned(PingInput::default(), presigning);
    let presigned = block_on(presigned).unwrap();
    assert_eq!(presigned.method(), "GET");
    assert!(presigned.body().is_empty());
    let query = query(&presigned);
    assert_eq!(query[..2], ["Action=Ping", "Version=2020-01-01"]);
    assert!(query.contains(&"X-Amz-Date=19700102T000000Z"), "{query:?}");
    assert!(
        query.contains(&"X-Amz-Security-Token=a%2Ftoken"),
        "{query:?}"
    );
    assert!(stub.calls().is_empty());
}

#[test]
fn what_no_url_can_say_is_refused() {
    let client = Client::new(&StubTransport::new().config());
    let error = block_on(client.put_thing().presigned(minute())).unwrap_err();
    assert!(error.to_string().contains("name"), "{error}");
    let client = golden_event_streams::Client::new(&StubTransport::new().config());
    let error = block_on(client.tell().presigned(minute())).unwrap_err();
    assert!(error.to_string().contains("cannot be presigned"), "{error}");
}
