//! What a subscriber of `tracing` sees of calls.
#![cfg(feature = "tracing")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod common;

use bytes::Bytes;
use common::GetImage;
use http::Response;
use shapewright_runtime::auth::Credentials;
use shapewright_runtime::client::Client;
use shapewright_runtime::platform::block_on;
use shapewright_runtime::testing::StubTransport;
use shapewright_runtime::{RequestError, RequestErrorKind};
use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::MakeWriter;

/// Collects what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no panic elsewhere").write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// An event's target and fields, each as its text.
type Fields = BTreeMap<&'static str, String>;

/// Keeps the measurements, as a layer of `tracing-opentelemetry` would see them.
#[derive(Clone, Default)]
struct Measurements(Arc<Mutex<Vec<Fields>>>);

impl Subscriber for Measurements {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        metadata.is_event() && metadata.target() == "shapewright::metrics"
    }

    fn new_span(&self, _attributes: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _span: &Id, _values: &Record<'_>) {}

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn event(&self, event: &Event<'_>) {
        struct Texts(Fields);

        impl Visit for Texts {
            fn record_str(&mut self, field: &Field, value: &str) {
                self.0.insert(field.name(), value.to_owned());
            }

            fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
                self.0.insert(field.name(), format!("{value:?}"));
            }
        }

        let mut texts = Texts(Fields::new());
        event.record(&mut texts);
        self.0.lock().expect("no panic elsewhere").push(texts.0);
    }

    fn enter(&self, _span: &Id) {}

    fn exit(&self, _span: &Id) {}
}

/// What is measured of a call that gets these answers, on a clock that moves only where a call waits.
fn measured(answers: impl FnOnce(&StubTransport)) -> Vec<Fields> {
    let measurements = Measurements::default();
    tracing::subscriber::with_default(measurements.clone(), || {
        let stub = StubTransport::new();
        answers(&stub);
        // The outcome is what the measurements tell.
        let _ = block_on(Client::new(&stub.config()).send(GetImage::new()));
    });
    let all = measurements.0.lock().expect("no panic elsewhere");
    all.clone()
}

/// The measurements' names, each with these attributes.
fn shown(all: &[Fields], attributes: &[&str]) -> Vec<String> {
    let of_one = |fields: &Fields| {
        let prefixes = ["histogram.", "monotonic_counter."];
        let is_name = |name: &&&str| prefixes.iter().any(|prefix| name.starts_with(prefix));
        let mut texts = vec![
            fields
                .keys()
                .find(is_name)
                .expect("a measurement")
                .to_string(),
        ];
        let value = |name: &&str| fields.get(*name).map(|value| format!("{name}={value}"));
        texts.extend(attributes.iter().filter_map(value));
        texts.join(" ")
    };
    all.iter().map(of_one).collect()
}

#[test]
fn a_call_an_attempt_and_a_retry_are_measured_by_the_names_of_opentelemetry() {
    let all = measured(|stub| {
        stub.respond(503, "").respond(200, "{}");
    });
    assert_eq!(
        shown(
            &all,
            &[
                "rpc.system.name",
                "rpc.method",
                "http.response.status_code",
                "error.type"
            ]
        ),
        [
            "histogram.http.client.request.duration rpc.method=imagebuilder/GetImage \
             http.response.status_code=503 error.type=503",
            "monotonic_counter.shapewright.client.call.retries rpc.system.name=aws-api \
             rpc.method=imagebuilder/GetImage error.type=503",
            "histogram.http.client.request.duration rpc.method=imagebuilder/GetImage \
             http.response.status_code=200",
            "histogram.rpc.client.call.duration rpc.system.name=aws-api \
             rpc.method=imagebuilder/GetImage",
        ]
    );
    let attempt = [
        "http.request.method",
        "server.address",
        "server.port",
        "url.scheme",
    ];
    assert_eq!(
        shown(&all[..1], &attempt),
        [
            "histogram.http.client.request.duration http.request.method=GET \
          server.address=imagebuilder.us-east-1.amazonaws.com server.port=443 url.scheme=https"
        ]
    );
    // Seconds, and on this clock nothing but the wait for the second attempt takes any.
    assert_eq!(all[0]["histogram.http.client.request.duration"], "0.0");
    let call: f64 = all[3]["histogram.rpc.client.call.duration"]
        .parse()
        .expect("seconds");
    assert!(call <= 20.0, "{call}");
    assert!(
        all.iter().all(|fields| !fields.contains_key("message")),
        "{all:?}"
    );
}

#[test]
fn why_a_call_failed_is_measured_in_few_words() {
    for (answer, expected) in [
        (
            Box::new(|stub: &StubTransport| {
                let response = Response::builder().status(403);
                let response = response.header("x-amzn-errortype", "ForbiddenException");
                stub.respond_with(response.body(Bytes::new()).expect("a response"));
            }) as Box<dyn FnOnce(&StubTransport)>,
            "rpc.response.status_code=ForbiddenException error.type=ForbiddenException",
        ),
        (
            Box::new(|stub| {
                stub.fail(RequestError::new(RequestErrorKind::Credentials, "none"));
            }),
            "error.type=credentials",
        ),
        (
            Box::new(|stub| {
                stub.respond(200, "<html>");
            }),
            "error.type=response",
        ),
    ] {
        let all = measured(answer);
        let last = shown(&all, &["rpc.response.status_code", "error.type"]).pop();
        let expected = format!("histogram.rpc.client.call.duration {expected}");
        assert_eq!(last, Some(expected));
    }
}

#[test]
fn what_fails_before_it_is_sent_is_a_call_without_an_attempt() {
    let measurements = Measurements::default();
    tracing::subscriber::with_default(measurements.clone(), || {
        let stub = StubTransport::new();
        let config = stub.config().to_builder().endpoint_url("no URL").build();
        block_on(Client::new(&config).send(GetImage::new())).expect_err("no endpoint");
    });
    let all = measurements.0.lock().expect("no panic elsewhere");
    assert_eq!(
        shown(&all, &["error.type"]),
        ["histogram.rpc.client.call.duration error.type=endpoint"]
    );
}

#[test]
fn calls_are_spans_and_attempts_are_events() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_ansi(false)
        .with_writer(log.clone())
        .finish();
    tracing::subscriber::with_default(subscriber, || {
        let stub = StubTransport::new();
        stub.respond(503, "")
            .respond(200, r#"{"image":{"name":"OUTPUT"}}"#);
        stub.respond(403, r#"{"message":"no"}"#);
        let credentials =
            Credentials::new("AKID", "SECRETKEY").with_session_token("TOKEN".to_owned());
        let config = stub
            .config()
            .to_builder()
            .credentials_provider(credentials)
            .build();
        let client = Client::new(&config);
        block_on(client.send(GetImage::new())).expect("an output");
        block_on(client.send(GetImage::new())).expect_err("an error");
    });
    let log = String::from_utf8(log.0.lock().expect("no panic elsewhere").clone()).expect("text");
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(lines.len(), 3, "{log}");
    let span = "aws.call{otel.name=imagebuilder.GetImage otel.kind=\"client\" \
                rpc.system.name=\"aws-api\" rpc.method=imagebuilder/GetImage";
    for (line, parts) in lines.iter().zip([
        ["attempt failed, another follows", "attempts=1 status=503"],
        ["call succeeded", "attempts=2"],
        ["call returned an error", "attempts=1 status=403"],
    ]) {
        assert!(line.contains(span), "{line}");
        assert!(parts.iter().all(|part| line.contains(part)), "{line}");
    }
    for secret in ["SECRETKEY", "TOKEN", "Signature", "OUTPUT", "my-image"] {
        assert!(!log.contains(secret), "{log}");
    }
}
