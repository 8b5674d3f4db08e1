//! What a subscriber of `tracing` sees of calls.
#![cfg(feature = "tracing")]
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

mod common;

use common::GetImage;
use shapewright_runtime::auth::Credentials;
use shapewright_runtime::client::Client;
use shapewright_runtime::platform::block_on;
use shapewright_runtime::testing::StubTransport;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};
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

#[test]
fn calls_are_spans_and_attempts_are_events() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
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
        let config = stub.config().to_builder().credentials(credentials).build();
        let client = Client::new(&config);
        block_on(client.send(GetImage::new())).expect("an output");
        block_on(client.send(GetImage::new())).expect_err("an error");
    });
    let log = String::from_utf8(log.0.lock().expect("no panic elsewhere").clone()).expect("text");
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(lines.len(), 3, "{log}");
    let span = r#"aws.call{service="imagebuilder" operation="GetImage"}"#;
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
