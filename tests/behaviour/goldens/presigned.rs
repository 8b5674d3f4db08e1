//! Requests with their signature in the URL.

use golden_ec2_query::operation::copy_disk::CopyDiskInput;
use golden_query::operation::copy_thing::CopyThingInput;
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
    let config = stub
        .config()
        .to_builder()
        .credentials_provider(credentials)
        .build();
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

/// The form that was sent.
fn form(stub: &StubTransport) -> Vec<(String, String)> {
    let request = &stub.calls()[0].request;
    let body = std::str::from_utf8(request.body()).unwrap().to_owned();
    let decoded = |text: &str| {
        let text = text
            .replace("%3A", ":")
            .replace("%2F", "/")
            .replace("%3F", "?");
        text.replace("%3D", "=")
            .replace("%26", "&")
            .replace("%25", "%")
    };
    let pairs = body.split('&').map(|pair| pair.split_once('=').unwrap());
    pairs
        .map(|(name, value)| (name.to_owned(), decoded(value)))
        .collect()
}

/// What botocore 1.44.8 makes of the same request.
const COPY_URL: &str = "https://query.eu-west-1.amazonaws.com/?Action=CopyThing&Version=2020-01-01\
    &Name=a&DestinationRegion=us-east-1&X-Amz-Algorithm=AWS4-HMAC-SHA256\
    &X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Feu-west-1%2Fquery%2Faws4_request\
    &X-Amz-Date=20150830T123600Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host\
    &X-Amz-Signature=9b5b69b5ffa5202c70f921cc1c5d59345e457a16958bce8ad7487fa720e2fced";
const DISK_URL: &str = "https://ec2-query.eu-west-1.amazonaws.com/?Action=CopyDisk&Version=2020-01-01\
    &SourceRegion=eu-west-1&DestinationRegion=us-east-1&X-Amz-Algorithm=AWS4-HMAC-SHA256\
    &X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Feu-west-1%2Fec2-query%2Faws4_request\
    &X-Amz-Date=20150830T123600Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host\
    &X-Amz-Signature=64d11639454b6f69824862b4e71ba83667a4fa17aca1a9a9039adcb6ebd20d77";

#[test]
fn a_copy_from_another_region_goes_by_a_url_that_is_presigned_there() {
    let answer = "<CopyThingResponse><CopyThingResult/></CopyThingResponse>";
    let copy = |input: CopyThingInput| {
        let stub = StubTransport::new();
        stub.respond(200, answer);
        block_on(golden_query::Client::new(&stub.config()).send(input)).unwrap();
        form(&stub)
    };
    let thing = CopyThingInput {
        source_region: Some("eu-west-1".into()),
        ..CopyThingInput::new("a")
    };
    let sent = copy(thing.clone());
    let names: Vec<_> = sent.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Action", "Version", "Name", "PreSignedUrl"]);
    assert_eq!(sent[3].1, COPY_URL);
    let own = CopyThingInput {
        pre_signed_url: Some("https://own".into()),
        ..thing
    };
    let sent = copy(own);
    assert_eq!(sent[3], ("PreSignedUrl".into(), "https://own".into()));
    assert_eq!(sent.len(), 4);
    assert_eq!(copy(CopyThingInput::new("a")).len(), 3);
}

#[test]
fn a_copy_of_ec2_has_both_regions() {
    let stub = StubTransport::new();
    stub.respond(200, "<CopyDiskResponse/>");
    let client = golden_ec2_query::Client::new(&stub.config());
    let input = CopyDiskInput {
        destination_region: Some("eu-west-2".into()),
        ..CopyDiskInput::new("eu-west-1")
    };
    block_on(client.send(input)).unwrap();
    let sent = form(&stub);
    let pairs: Vec<_> = sent
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let regions = [
        ("SourceRegion", "eu-west-1"),
        ("DestinationRegion", "us-east-1"),
    ];
    assert_eq!(
        pairs[2..],
        [regions[0], regions[1], ("PresignedUrl", DISK_URL)]
    );
}
