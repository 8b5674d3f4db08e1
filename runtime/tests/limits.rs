//! What a hostile or broken server, a wrong proxy and a wrong endpoint can do: one call fails, nothing
//! leaks, nothing goes another way. Nothing here depends on how fast the machine is.
#![cfg(all(
    feature = "hyper",
    feature = "blocking",
    feature = "gzip",
    feature = "test-util"
))]
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;
#[path = "common/server.rs"]
mod server;

use common::{GetImage, GetImageError, GetImageOutput};
use server::{Answer, Reaction, Server};
use shapewright_runtime::RequestErrorKind;
use shapewright_runtime::auth::{
    CredentialContext, Credentials, CredentialsError, ProvideCredentials,
};
use shapewright_runtime::client::Client;
use shapewright_runtime::config::{Config, ConfigBuilder, RetryConfig, TimeoutConfig};
use shapewright_runtime::operation::OperationError;
use shapewright_runtime::platform::{BoxFuture, Environment, block_on};
use shapewright_runtime::testing::{RecordingTransport, StubTransport};
use shapewright_runtime::transport::{HyperTransport, ResponseLimits, UreqTransport};
use std::io::Write;
use std::net::TcpListener;
use std::time::Duration;

const SHORT: Duration = Duration::from_millis(200);
const LONG: Duration = Duration::from_secs(600);

type Outcome = Result<GetImageOutput, GetImageError>;

fn config(url: &str) -> ConfigBuilder {
    Config::builder()
        .region("us-east-1")
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "not a secret"))
        .retry_config(RetryConfig::disabled())
        .endpoint_url(url)
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

/// The outcomes of a call by hyper and by ureq.
fn both(config: ConfigBuilder) -> [Outcome; 2] {
    let client = Client::new(&config.build());
    [
        runtime().block_on(client.send(GetImage::new())),
        client.send_blocking(GetImage::new()),
    ]
}

fn kind(outcome: &Outcome) -> Option<RequestErrorKind> {
    match outcome {
        Err(GetImageError::Request(error)) => Some(error.kind()),
        _ => None,
    }
}

fn text(outcome: &Outcome) -> String {
    let error = outcome.as_ref().expect_err("it fails");
    format!("{error} {error:?}")
}

#[test]
fn waits_have_limits_of_their_own() {
    let answer = Answer::new(200, "{}");
    let waits = TimeoutConfig::default()
        .with_first_byte(LONG)
        .with_between_bytes(LONG);
    for (reaction, timeouts) in [
        (
            Reaction::Late(answer.clone(), LONG),
            waits.with_first_byte(SHORT),
        ),
        (
            Reaction::Slow(answer.clone(), 45, LONG),
            waits.with_between_bytes(SHORT),
        ),
        (
            Reaction::Late(answer.clone(), LONG),
            waits.with_operation(SHORT),
        ),
        (Reaction::Late(answer, LONG), waits.with_attempt(SHORT)),
    ] {
        let server = Server::start(false, move |_, _| reaction.clone());
        for outcome in both(config(&server.url()).timeout_config(timeouts)) {
            assert_eq!(
                kind(&outcome),
                Some(RequestErrorKind::Timeout),
                "{timeouts:?} {outcome:?}"
            );
        }
    }
}

/// A source that never answers.
#[derive(Debug)]
struct Never;

impl ProvideCredentials for Never {
    fn credentials<'a>(
        &'a self,
        _: CredentialContext<'a>,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(std::future::pending())
    }
}

#[test]
fn the_limit_of_a_call_holds_for_its_credentials() {
    let timeouts = TimeoutConfig::default().with_operation(SHORT);
    let config = config("http://127.0.0.1:1")
        .credentials_provider(Never)
        .timeout_config(timeouts);
    for outcome in both(config) {
        assert_eq!(
            kind(&outcome),
            Some(RequestErrorKind::Timeout),
            "{outcome:?}"
        );
    }
}

#[test]
fn no_limit_is_too_long() {
    let server = Server::start(false, |_, _| Reaction::Answer(Answer::new(200, "{}")));
    let most = Duration::MAX;
    let timeouts = TimeoutConfig::default()
        .with_connect(most)
        .with_first_byte(most)
        .with_between_bytes(most)
        .with_attempt(most)
        .with_operation(most);
    let retry = RetryConfig::default().with_max_backoff(most);
    for outcome in both(
        config(&server.url())
            .timeout_config(timeouts)
            .retry_config(retry),
    ) {
        assert!(outcome.is_ok(), "{outcome:?}");
    }
}

#[test]
fn an_answer_is_no_larger_than_it_may_be() {
    let chunked = |length: usize| {
        let mut raw = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
        let piece = format!("{length:x}\r\n{}\r\n0\r\n\r\n", " ".repeat(length));
        raw.extend_from_slice(piece.as_bytes());
        Reaction::Raw(raw)
    };
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&[b' '; 3000]).expect("memory");
    let zipped = encoder.finish().expect("memory");
    let zipped = Answer::new(200, zipped).header("content-encoding", "gzip");
    let limits = ResponseLimits::default().with_body(2000);
    for reaction in [
        Reaction::Answer(Answer::new(200, " ".repeat(2001))),
        chunked(2001),
        Reaction::Answer(zipped),
    ] {
        let server = Server::start(false, move |_, _| reaction.clone());
        for outcome in both(config(&server.url()).response_limits(limits)) {
            assert_eq!(
                kind(&outcome),
                Some(RequestErrorKind::Response),
                "{outcome:?}"
            );
            assert!(text(&outcome).contains("ResponseLimits"), "{outcome:?}");
        }
    }
    let body = format!("{{}}{}", " ".repeat(1998));
    let server = Server::start(false, move |_, _| {
        Reaction::Answer(Answer::new(200, body.clone()))
    });
    for outcome in both(config(&server.url()).response_limits(limits)) {
        assert!(outcome.is_ok(), "{outcome:?}");
    }
}

/// Every proxy that cannot be used, over both transports: the call fails, and nothing is sent anywhere.
#[test]
fn a_proxy_that_cannot_be_used_is_not_passed_by() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    for proxy in [
        "socks5://user:SECRET@localhost:1080".to_owned(),
        "socks4://localhost".to_owned(),
        "ftp://user:SECRET@localhost".to_owned(),
        format!("http://user:SECRET@localhost:{port}/x"),
        "http://user:SECRET@localhost:port".to_owned(),
        "http://user:SECRET@".to_owned(),
        "::::".to_owned(),
    ] {
        let environment: Environment = [("HTTPS_PROXY", proxy.as_str())].into_iter().collect();
        assert!(HyperTransport::from_environment(&environment).is_err());
        assert!(UreqTransport::from_environment(&environment).is_err());
        let url = format!("https://localhost:{port}");
        for outcome in both(config(&url).environment(environment)) {
            assert_eq!(
                kind(&outcome),
                Some(RequestErrorKind::Endpoint),
                "{proxy}: {outcome:?}"
            );
            assert!(!text(&outcome).contains("SECRET"), "{outcome:?}");
        }
    }
    listener.set_nonblocking(true).expect("a listener");
    assert!(listener.accept().is_err(), "something went direct");
}

/// What a proxy that is named by `https` gets is TLS, and never the password.
#[test]
fn a_proxy_with_tls_is_told_nothing_in_clear() {
    for number in 0..2 {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let seen = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("a connection");
            let mut first = [0; 1];
            std::io::Read::read_exact(&mut stream, &mut first).expect("a byte");
            first
        });
        let proxy = format!("https://user:SECRET@localhost:{port}");
        let environment: Environment = [("HTTPS_PROXY", proxy)].into_iter().collect();
        let client = Client::new(
            &config("https://localhost:1")
                .environment(environment)
                .build(),
        );
        let outcome = match number {
            0 => runtime().block_on(client.send(GetImage::new())),
            _ => client.send_blocking(GetImage::new()),
        };
        assert!(!text(&outcome).contains("SECRET"), "{outcome:?}");
        assert_eq!(seen.join().expect("no panic"), [22], "a handshake of TLS");
    }
}

#[test]
fn an_endpoint_is_on_the_web_and_names_no_user() {
    for url in [
        "ftp://127.0.0.1:1",
        "ws://127.0.0.1:1",
        "http://user:SECRET@127.0.0.1:1",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:0",
        "http://a..b",
        "127.0.0.1",
    ] {
        for outcome in both(config(url)) {
            assert_eq!(
                kind(&outcome),
                Some(RequestErrorKind::Endpoint),
                "{url}: {outcome:?}"
            );
            assert!(!text(&outcome).contains("SECRET"), "{outcome:?}");
        }
    }
}

#[test]
fn what_a_service_says_moves_no_cursor() {
    let stub = StubTransport::new();
    stub.respond(403, "{\"message\":\"\\u001b[2Jno\\r\\nnext\\u202e\"}");
    let outcome = block_on(Client::new(&stub.config()).send(GetImage::new()));
    let error = outcome.expect_err("an error");
    let message = error.payload().metadata().message().expect("a message");
    assert!(message.contains('\u{1b}'), "the text itself is as it came");
    for shown in [error.to_string(), format!("{error:?}")] {
        assert!(!shown.chars().any(char::is_control), "{shown:?}");
        assert!(
            !shown.contains('\u{202e}') && shown.contains("\\u{1b}[2Jno"),
            "{shown:?}"
        );
    }
}

/// A body that came compressed, of an operation with a member that is not to be shown.
#[cfg(unix)]
#[test]
fn a_recording_is_its_owners_and_holds_no_secret() {
    use std::os::unix::fs::PermissionsExt;

    let body = r#"{"image":{"name":"web","userData":"SECRET"}}"#;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(body.as_bytes()).expect("memory");
    let zipped = Answer::new(200, encoder.finish().expect("memory"));
    let server = Server::script([
        Reaction::Answer(
            zipped
                .header("content-encoding", "gzip")
                .header("x-own", "kept"),
        ),
        Reaction::Answer(Answer::new(200, &body[..body.len() - 1])),
    ]);
    let recording = RecordingTransport::new(UreqTransport::new());
    let client = Client::new(&config(&server.url()).transport(recording.clone()).build());
    assert!(client.send_blocking(GetImage::new()).is_ok());
    assert!(client.send_blocking(GetImage::new()).is_err());
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("owned.json");
    std::fs::write(&path, "an older one").expect("a file");
    recording.save(&path).expect("a file");
    let text = std::fs::read_to_string(&path).expect("a file");
    assert!(!text.contains("SECRET") && text.contains("x-own"), "{text}");
    assert!(
        text.contains("web") && !text.contains("content-encoding"),
        "{text}"
    );
    let mode = std::fs::metadata(&path)
        .expect("a file")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}
