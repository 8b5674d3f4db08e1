//! A client on the stub transport: what an application's test sees.
#![cfg(feature = "client")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod common;

use common::{ARN, GetImage, GetImageError, GetImageOutput};
use http::Response;
use shapewright_runtime::client::{Client, NextPage, Paginated};
use shapewright_runtime::config::RetryConfig;
use shapewright_runtime::operation::OperationError;
use shapewright_runtime::platform::block_on;
use shapewright_runtime::testing::StubTransport;
use shapewright_runtime::{RequestError, RequestErrorKind, UnknownError};

const BODY: &str = r#"{"image":{"name":"web"}}"#;

fn client(stub: &StubTransport) -> Client {
    Client::new(&stub.config())
}

fn send(stub: &StubTransport, input: GetImage) -> Result<GetImageOutput, GetImageError> {
    block_on(client(stub).send(input))
}

fn failed_response(status: u16, code: &str) -> Response<bytes::Bytes> {
    Response::builder()
        .status(status)
        .header("x-amzn-errortype", code)
        .header("x-amzn-requestid", "8a1c")
        .body(r#"{"message":"no"}"#.into())
        .expect("a valid response")
}

#[test]
fn a_call_reaches_the_transport_and_comes_back() {
    let stub = StubTransport::new();
    stub.respond(200, BODY);
    let output = send(&stub, GetImage::new()).expect("an output");
    assert_eq!(output.name.as_deref(), Some("web"));
    let calls = stub.calls();
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].operation, "GetImage");
    let arn = ARN.replace(':', "%3A").replace('/', "%2F");
    assert_eq!(
        calls[0].request.uri().to_string(),
        format!("https://imagebuilder.us-east-1.amazonaws.com/GetImage?imageBuildVersionArn={arn}")
    );
    assert_eq!(
        calls[0].request.headers()["host"],
        "imagebuilder.us-east-1.amazonaws.com"
    );
    stub.assert_done();
}

#[test]
fn typed_answers_need_no_wire_format() {
    let stub = StubTransport::new();
    let output = GetImageOutput {
        name: Some("typed".to_owned()),
        echo: 7,
    };
    stub.error::<GetImage>(GetImageError::Forbidden(UnknownError::default()));
    stub.output::<GetImage>(output.clone());
    let error = send(&stub, GetImage::new()).expect_err("an error");
    assert!(matches!(error, GetImageError::Forbidden(_)));
    assert_eq!(error.payload().metadata().operation(), Some("GetImage"));
    assert_eq!(send(&stub, GetImage::new()).expect("an output"), output);
    stub.assert_done();
}

#[test]
fn an_unexpected_call_fails_once() {
    let stub = StubTransport::new();
    stub.respond_to("DeleteImage", 200, "{}");
    let error = send(&stub, GetImage::new()).expect_err("an error");
    assert_eq!(
        error.to_string(),
        "GetImage: no endpoint (1 attempt): the stub has no response for GetImage"
    );
    assert_eq!(stub.calls().len(), 1);
    let outcome = std::panic::catch_unwind(|| stub.assert_done());
    assert!(outcome.is_err());
}

#[test]
fn the_metadata_of_a_success_is_there() {
    let stub = StubTransport::new();
    stub.respond(503, "");
    stub.respond_with(
        Response::builder()
            .header("x-amzn-requestid", "42-f")
            .body(BODY.into())
            .expect("a valid response"),
    );
    let answer = block_on(client(&stub).send_with_metadata(GetImage::new())).expect("an answer");
    assert_eq!(answer.request_id(), Some("42-f"));
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.attempts(), 2);
    assert_eq!(answer.into_output().name.as_deref(), Some("web"));
}

#[test]
fn errors_say_everything() {
    let stub = StubTransport::new();
    stub.respond_with(failed_response(403, "ForbiddenException"));
    let error = send(&stub, GetImage::new()).expect_err("an error");
    assert!(matches!(error, GetImageError::Forbidden(_)));
    assert_eq!(
        error.to_string(),
        "GetImage: ForbiddenException: no (HTTP 403, request id 8a1c, 1 attempt)"
    );
    stub.assert_done();
}

#[test]
fn throttling_is_retried_with_the_same_token() {
    let stub = StubTransport::new();
    stub.respond_with(failed_response(400, "ThrottlingException"))
        .respond(429, "")
        .respond(200, BODY);
    let input = GetImage {
        wants_token: true,
        ..GetImage::new()
    };
    send(&stub, input).expect("an output");
    let bodies: Vec<_> = stub
        .calls()
        .iter()
        .map(|call| call.request.body().clone())
        .collect();
    assert_eq!(bodies.len(), 3);
    assert!(bodies[0].len() > 36);
    assert!(bodies.iter().all(|body| *body == bodies[0]));
}

#[test]
fn attempts_are_limited() {
    let stub = StubTransport::new();
    for _ in 0..3 {
        stub.fail(RequestError::new(RequestErrorKind::Connect, "refused"));
    }
    let error = send(&stub, GetImage::new()).expect_err("an error");
    assert_eq!(
        error.to_string(),
        "GetImage: cannot connect (3 attempts): refused"
    );
    stub.assert_done();

    stub.respond(500, "");
    let config = stub
        .config()
        .to_builder()
        .retry_config(RetryConfig::disabled());
    let error = block_on(Client::new(&config.build()).send(GetImage::new())).expect_err("an error");
    assert_eq!(error.payload().metadata().attempts(), 1);
    stub.assert_done();
}

#[test]
fn nothing_is_sent_without_a_required_member() {
    let stub = StubTransport::new();
    let error = send(&stub, GetImage::default()).expect_err("an error");
    assert_eq!(
        error.to_string(),
        "GetImage: cannot build the request: required member `arn` (on the wire \
         `imageBuildVersionArn`) is not set"
    );
    stub.assert_done();
}

#[test]
fn futures_can_move_between_threads() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    let stub = StubTransport::new();
    stub.respond(200, BODY);
    let client = client(&stub);
    let future = is_send(client.send(GetImage::new()));
    block_on(future).expect("an output");
}

#[cfg(feature = "blocking")]
#[test]
fn a_blocking_call_needs_no_runtime() {
    let stub = StubTransport::new();
    stub.respond(200, BODY);
    let output = client(&stub).send_blocking(GetImage::new());
    assert_eq!(output.expect("an output").name.as_deref(), Some("web"));
}

impl Paginated for GetImage {
    fn next_page(&mut self, output: &Self::Output) -> NextPage {
        match &output.name {
            Some(name) if Some(name) != self.arn.as_ref() => {
                self.arn = Some(name.clone());
                NextPage::Request
            }
            _ => NextPage::End,
        }
    }
}

#[cfg(feature = "blocking")]
#[test]
fn pages_come_one_by_one_without_a_runtime() {
    let stub = StubTransport::new();
    for body in [r#"{"image":{"name":"2"}}"#, "{}"] {
        stub.respond(200, body);
    }
    let pages =
        shapewright_runtime::client::Paginator::new(client(&stub), Ok(GetImage::new())).blocking();
    let names: Vec<_> = pages.map(|page| page.expect("a page").name).collect();
    assert_eq!(names, [Some("2".to_owned()), None]);
    stub.assert_done();
}

#[test]
fn adaptive_mode_sends_more_slowly_after_a_throttled_call() {
    use shapewright_runtime::config::RetryMode;
    use shapewright_runtime::testing::ManualClock;

    let waits = |mode: RetryMode| {
        let stub = StubTransport::new();
        stub.respond_with(failed_response(400, "ThrottlingException"));
        stub.respond(200, BODY).respond(200, BODY);
        let clock = ManualClock::new(std::time::SystemTime::UNIX_EPOCH);
        let retry = RetryConfig::disabled().with_mode(mode);
        let config = stub.config().to_builder();
        let config = config.clock(clock.clone()).retry_config(retry).build();
        let client = Client::new(&config);
        assert!(block_on(client.send(GetImage::new())).is_err());
        for _ in 0..2 {
            assert!(block_on(client.clone().send(GetImage::new())).is_ok());
        }
        clock.sleeps().len()
    };
    assert_eq!(waits(RetryMode::Standard), 0);
    assert_eq!(waits(RetryMode::Adaptive), 2);
}
