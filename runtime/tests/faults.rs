//! Both transports against a real server on loopback that fails in every way it can: the attempts
//! made and how the call ends.
#![cfg(all(feature = "hyper", feature = "blocking", feature = "gzip"))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;
#[path = "common/server.rs"]
mod server;

use common::{GetImage, GetImageError, GetImageOutput};
use server::{Answer, Reaction, Server};
use shapewright_runtime::RequestErrorKind;
use shapewright_runtime::auth::Credentials;
use shapewright_runtime::client::Client;
use shapewright_runtime::config::{Config, ConfigBuilder, TimeoutConfig};
use shapewright_runtime::operation::OperationError;
use shapewright_runtime::platform::Random;
use shapewright_runtime::transport::{HyperTransport, UreqTransport};
use std::io::Write;
use std::net::TcpListener;
use std::time::Duration;

const BODY: &str = r#"{"image":{"name":"web"}}"#;

/// Makes every jittered wait as short as it can be.
#[derive(Debug)]
struct Zeros;

impl Random for Zeros {
    fn fill(&self, buffer: &mut [u8]) -> std::io::Result<()> {
        buffer.fill(0);
        Ok(())
    }
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Async,
    Blocking,
}

fn config(url: &str) -> ConfigBuilder {
    Config::builder()
        .region("us-east-1")
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "not a secret"))
        .random(Zeros)
        .endpoint_url(url)
}

fn call(kind: Kind, config: ConfigBuilder) -> Result<GetImageOutput, GetImageError> {
    match kind {
        Kind::Async => {
            let client = Client::new(&config.transport(HyperTransport::new()).build());
            runtime().block_on(client.send(GetImage::new()))
        }
        Kind::Blocking => {
            let client = Client::new(&config.transport(UreqTransport::new()).build());
            client.send_blocking(GetImage::new())
        }
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

fn good() -> Reaction {
    Reaction::Answer(Answer::new(200, BODY))
}

fn answer(status: u16, body: &str) -> Reaction {
    Reaction::Answer(Answer::new(status, body))
}

fn coded(status: u16, code: &str) -> Answer {
    Answer::new(status, r#"{"message":"no"}"#).header("x-amzn-errortype", code)
}

/// How a call ends, whatever the transport calls it.
#[derive(Debug, PartialEq)]
enum End {
    Output,
    Failed(RequestErrorKind),
    Error(Option<u16>, Option<String>),
}

fn end(result: &Result<GetImageOutput, GetImageError>) -> End {
    match result {
        Ok(output) => {
            assert_eq!(output.name.as_deref(), Some("web"));
            End::Output
        }
        Err(GetImageError::Request(error)) => End::Failed(error.kind()),
        Err(error) => {
            let metadata = error.payload().metadata();
            End::Error(metadata.status(), metadata.code().map(str::to_owned))
        }
    }
}

/// Checks how a call with both transports ends, and after how many requests.
fn check(name: &str, reactions: &[Reaction], requests: usize, expected: &End) {
    let timeouts = TimeoutConfig::default().with_attempt(Duration::from_millis(300));
    for kind in [Kind::Async, Kind::Blocking] {
        let server = Server::script(reactions.to_vec());
        let result = call(kind, config(&server.url()).timeout_config(timeouts));
        assert_eq!(end(&result), *expected, "{name}, {kind:?}: {result:?}");
        assert_eq!(server.count(), requests, "{name}, {kind:?}: {result:?}");
        if let Err(error) = result {
            let attempts = error.payload().metadata().attempts();
            assert_eq!(attempts as usize, requests, "{name}, {kind:?}");
        }
    }
}

#[test]
fn transient_faults_are_retried_until_they_pass() {
    let late = Duration::from_millis(700);
    let cut = |length| Reaction::Cut(Answer::new(200, BODY), length);
    let faults = [
        ("reset before the answer", Reaction::Reset),
        ("reset in the headers", cut(20)),
        ("reset in the body: truncated", cut(60)),
        ("slow headers", Reaction::Late(Answer::new(200, BODY), late)),
        (
            "slow body",
            Reaction::Slow(Answer::new(200, BODY), 60, late),
        ),
        ("429", answer(429, "")),
        ("500", answer(500, "")),
        ("502", answer(502, "<html>bad gateway</html>")),
        ("503", answer(503, "")),
        ("504", answer(504, "")),
        (
            "throttling in a 400",
            Reaction::Answer(coded(400, "ThrottlingException")),
        ),
        (
            "not HTTP",
            Reaction::Raw(b"SSH-2.0-OpenSSH_9\r\n\r\n".to_vec()),
        ),
        (
            "a content length that is too long",
            Reaction::Raw(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{}".to_vec()),
        ),
    ];
    for (name, fault) in faults {
        check(name, &[fault.clone(), good()], 2, &End::Output);
        check(name, &[fault.clone(), fault, good()], 3, &End::Output);
    }
}

#[test]
fn faults_that_stay_end_the_call_after_three_attempts() {
    let late = Duration::from_millis(700);
    let slow = Reaction::Late(Answer::new(200, BODY), late);
    let cut = Reaction::Cut(Answer::new(200, BODY), 60);
    check(
        "reset",
        &[Reaction::Reset],
        3,
        &End::Failed(RequestErrorKind::Io),
    );
    check("truncated", &[cut], 3, &End::Failed(RequestErrorKind::Io));
    check("slow", &[slow], 3, &End::Failed(RequestErrorKind::Timeout));
    check("503", &[answer(503, "")], 3, &End::Error(Some(503), None));
    check("429", &[answer(429, "")], 3, &End::Error(Some(429), None));
    check(
        "throttling",
        &[Reaction::Answer(coded(400, "ThrottlingException"))],
        3,
        &End::Error(Some(400), Some("ThrottlingException".to_owned())),
    );
}

#[test]
fn answers_that_no_retry_mends_end_the_call_at_once() {
    let unreadable = End::Failed(RequestErrorKind::Response);
    check(
        "malformed JSON",
        &[answer(200, "{\"image\":")],
        1,
        &unreadable,
    );
    check("HTML", &[answer(200, "<html>proxy</html>")], 1, &unreadable);
    check("empty body", &[answer(200, "")], 1, &unreadable);
    check(
        "a content length that is too short",
        &[Reaction::Raw(
            format!("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{BODY}").into_bytes(),
        )],
        1,
        &unreadable,
    );
    let invalid = Reaction::Answer(Answer::new(200, b"{\"image\":{\"name\":\"\xff\"}}"));
    check("invalid UTF-8", &[invalid], 1, &unreadable);
    let page = answer(403, "<html>forbidden by the proxy</html>");
    check("HTML of an error", &[page], 1, &End::Error(Some(403), None));
    check(
        "redirect",
        &[Reaction::Answer(
            Answer::new(301, "").header("location", "http://127.0.0.1:9/"),
        )],
        1,
        &End::Error(Some(301), None),
    );
    check(
        "forbidden",
        &[Reaction::Answer(coded(403, "ForbiddenException"))],
        1,
        &End::Error(Some(403), Some("ForbiddenException".to_owned())),
    );
}

#[test]
fn large_and_compressed_answers_arrive_whole() {
    let large = format!(
        r#"{{"image":{{"name":"web"}},"padding":"{}"}}"#,
        "x".repeat(10 << 20)
    );
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(large.as_bytes()).expect("memory");
    let compressed = encoder.finish().expect("memory");
    let gzip = Answer::new(200, compressed).header("content-encoding", "gzip");
    for reaction in [answer(200, &large), Reaction::Answer(gzip)] {
        for kind in [Kind::Async, Kind::Blocking] {
            let server = Server::script([reaction.clone()]);
            let output = call(kind, config(&server.url())).expect("an output");
            assert_eq!(output.echo, large.len());
        }
    }
    let broken = Answer::new(200, BODY).header("content-encoding", "gzip");
    let unreadable = End::Failed(RequestErrorKind::Response);
    check("not gzip", &[Reaction::Answer(broken)], 1, &unreadable);
    let other = Answer::new(200, BODY).header("content-encoding", "br");
    check("brotli", &[Reaction::Answer(other)], 1, &unreadable);
}

#[test]
fn a_refused_connection_is_tried_three_times() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    for kind in [Kind::Async, Kind::Blocking] {
        let error = call(kind, config(&url)).expect_err("nobody listens");
        assert_eq!(end(&Err(error)), End::Failed(RequestErrorKind::Connect));
        let error = call(kind, config(&url)).expect_err("nobody listens");
        assert_eq!(error.payload().metadata().attempts(), 3);
        let text = error.to_string();
        assert!(
            text.starts_with("GetImage: cannot connect (3 attempts): "),
            "{text}"
        );
        assert!(text.contains("refused"), "{text}");
    }
}

#[test]
fn a_wrong_clock_is_corrected_by_one_retry() {
    for kind in [Kind::Async, Kind::Blocking] {
        let skewed =
            coded(403, "RequestTimeTooSkewed").header("date", "Thu, 01 Jan 2015 00:00:00 GMT");
        let server = Server::script([Reaction::Answer(skewed), good()]);
        assert_eq!(end(&call(kind, config(&server.url()))), End::Output);
        let requests = server.requests();
        assert_eq!(requests.len(), 2);
        let date = requests[1].header("x-amz-date").expect("a date");
        assert!(date.starts_with("20150101T0000"), "{date}");
    }
}

#[test]
fn the_whole_call_keeps_its_limit() {
    for kind in [Kind::Async, Kind::Blocking] {
        let late = Reaction::Late(Answer::new(200, BODY), Duration::from_secs(2));
        let server = Server::script([late]);
        let timeouts = TimeoutConfig::default().with_operation(Duration::from_millis(400));
        let result = call(kind, config(&server.url()).timeout_config(timeouts));
        assert_eq!(
            end(&result),
            End::Failed(RequestErrorKind::Timeout),
            "{kind:?}"
        );
        assert_eq!(server.count(), 1);
    }
}

#[test]
fn requests_tell_who_calls_and_how_often() {
    for kind in [Kind::Async, Kind::Blocking] {
        let server = Server::script([answer(500, ""), good()]);
        call(kind, config(&server.url()).app_name("tests")).expect("an output");
        let requests = server.requests();
        assert_eq!(
            requests[0].header("amz-sdk-request"),
            Some("attempt=1; max=3")
        );
        assert_eq!(
            requests[1].header("amz-sdk-request"),
            Some("attempt=2; max=3")
        );
        let id = |index: usize| requests[index].header("amz-sdk-invocation-id");
        assert!(id(0).is_some());
        assert_eq!(id(0), id(1));
        let agent = requests[0].header("user-agent").expect("a user agent");
        assert!(agent.starts_with("shapewright/") && agent.ends_with("app/tests"));
        assert!(requests[0].header("accept-encoding").is_none());
    }
}

#[test]
fn connections_are_used_again() {
    let server = Server::script([good()]);
    let client = Client::new(&config(&server.url()).build());
    runtime().block_on(async {
        for _ in 0..5 {
            client.send(GetImage::new()).await.expect("an output");
        }
    });
    assert_eq!((server.count(), server.connections()), (5, 1));
    let server = Server::script([good()]);
    let client = Client::new(&config(&server.url()).build());
    for _ in 0..5 {
        client.send_blocking(GetImage::new()).expect("an output");
    }
    assert_eq!((server.count(), server.connections()), (5, 1));
}

#[test]
fn a_dropped_call_makes_no_further_attempt() {
    let server = Server::script([Reaction::Late(
        Answer::new(500, ""),
        Duration::from_millis(300),
    )]);
    let client = Client::new(&config(&server.url()).build());
    runtime().block_on(async {
        let call = client.send(GetImage::new());
        let limited = tokio::time::timeout(Duration::from_millis(100), call).await;
        assert!(limited.is_err());
        tokio::time::sleep(Duration::from_millis(500)).await;
    });
    assert_eq!(server.count(), 1);
}

#[test]
fn the_async_transport_without_a_runtime_says_so() {
    let config = config("http://127.0.0.1:1").transport(HyperTransport::new());
    let error = Client::new(&config.build())
        .send_blocking(GetImage::new())
        .expect_err("no runtime");
    assert!(error.to_string().contains("runs on tokio"), "{error}");
}

#[test]
fn a_blocking_call_on_a_runtimes_thread_needs_nothing_of_the_runtime() {
    let bad = Reaction::Answer(Answer::new(500, ""));
    let server = Server::script([bad, good()]);
    let client = Client::new(&config(&server.url()).build());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let output = runtime.block_on(async { client.send_blocking(GetImage::new()) });
    assert!(output.is_ok(), "{output:?}");
    assert_eq!(server.count(), 2);
}
