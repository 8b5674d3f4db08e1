//! Checksums of bodies that stream.
#![cfg(all(feature = "hyper", feature = "blocking", feature = "checksum"))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;
#[path = "common/server.rs"]
mod server;
#[path = "common/stream.rs"]
mod stream;

use bytes::Bytes;
use http::{Request, Response};
use server::{Answer, Reaction, Server};
use shapewright_runtime::client::Client;
use shapewright_runtime::config::{
    Config, ConfigBuilder, RequestChecksumCalculation, ResponseChecksumValidation,
};
use shapewright_runtime::platform::{BoxFuture, Environment, block_on};
use shapewright_runtime::transport::{HyperTransport, Limits, Transport, UreqTransport};
use shapewright_runtime::{ByteStream, RequestError, RequestErrorKind};
use std::sync::{Arc, Mutex};
use stream::{BOTH, GetSummed, Kind, PutSummed, StreamError, config, runtime, temporary};

/// The checksum of `123456789`.
const CRC32: &str = "y/Q5Jg==";

/// Keeps the request with its body, and answers with nothing.
#[derive(Clone, Debug, Default)]
struct Capture(Arc<Mutex<Option<Request<Bytes>>>>);

impl Transport for Capture {
    fn send(
        &self,
        request: Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, RequestError>> {
        *self.0.lock().expect("no panic elsewhere") = Some(request);
        Box::pin(async { Ok(Response::new(Bytes::new())) })
    }
}

type Headers = &'static [(&'static str, &'static str)];

/// The request of an upload to this scheme.
fn sent<const REQUIRED: bool>(
    scheme: &str,
    change: impl FnOnce(ConfigBuilder) -> ConfigBuilder,
    headers: Headers,
    body: ByteStream,
) -> Result<Request<Bytes>, StreamError> {
    let capture = Capture::default();
    let config = change(config(&format!("{scheme}://example.org")).transport(capture.clone()));
    let input = PutSummed::<REQUIRED> {
        body: Some(body),
        headers,
    };
    block_on(Client::new(&config.build()).send(input))?;
    let request = capture.0.lock().expect("no panic elsewhere").take();
    Ok(request.expect("a request"))
}

fn header<'a>(request: &'a Request<Bytes>, name: &str) -> Option<&'a str> {
    let value = request.headers().get(name)?;
    Some(value.to_str().expect("text"))
}

fn once() -> ByteStream {
    ByteStream::from_read(&b"123456789"[..]).with_content_length(9)
}

fn same(config: ConfigBuilder) -> ConfigBuilder {
    config
}

#[test]
fn a_body_in_memory_has_its_checksum_before_it() {
    for scheme in ["http", "https"] {
        let request = sent::<false>(scheme, same, &[], "123456789".into()).expect("an answer");
        assert_eq!(header(&request, "x-amz-checksum-crc32"), Some(CRC32));
        assert_eq!(
            header(&request, "x-amz-sdk-checksum-algorithm"),
            Some("CRC32")
        );
        assert_eq!(header(&request, "content-length"), Some("9"));
        assert_eq!(request.body(), "123456789");
    }
}

#[test]
fn a_body_that_is_read_once_has_its_checksum_behind_it() {
    let path = temporary("trailer");
    std::fs::write(&path, "123456789").expect("a file");
    let file = ByteStream::from_path(&path).expect("a file");
    for body in [once(), file] {
        let request = sent::<false>("https", same, &[], body).expect("an answer");
        assert_eq!(
            request.body(),
            "9\r\n123456789\r\n0\r\nx-amz-checksum-crc32:y/Q5Jg==\r\n\r\n"
        );
        let length = request.body().len().to_string();
        for (name, value) in [
            ("content-length", &*length),
            ("x-amz-decoded-content-length", "9"),
            ("x-amz-trailer", "x-amz-checksum-crc32"),
            ("content-encoding", "aws-chunked"),
            ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
        ] {
            assert_eq!(header(&request, name), Some(value), "{name}");
        }
        assert_eq!(header(&request, "x-amz-checksum-crc32"), None);
    }
    // Without TLS the signature covers the body: a file is read for it, and chunks are signed one by one.
    let file = ByteStream::from_path(&path).expect("a file");
    let request = sent::<false>("http", same, &[], file).expect("an answer");
    assert_eq!(request.body(), "123456789");
    assert_eq!(header(&request, "x-amz-checksum-crc32"), Some(CRC32));
    let request = sent::<false>("http", same, &[("content-encoding", "gzip")], once());
    let request = request.expect("an answer");
    let body = String::from_utf8_lossy(request.body());
    assert_eq!(body.matches(";chunk-signature=").count(), 2, "{body}");
    assert!(body.contains("x-amz-trailer-signature:"), "{body}");
    assert_eq!(
        header(&request, "content-encoding"),
        Some("gzip,aws-chunked")
    );
    let length = request.body().len().to_string();
    assert_eq!(header(&request, "content-length"), Some(&*length));
    std::fs::remove_file(path).expect("the file");
}

#[test]
fn what_the_caller_gives_goes_before() {
    let given: [Headers; 3] = [
        &[("content-md5", "JfnnlDI7RTiF9RgfG2JNCw==")],
        &[(
            "x-amz-checksum-sha256",
            "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=",
        )],
        &[("x-amz-checksum-md5", "anything")],
    ];
    for headers in given {
        let request = sent::<true>("https", same, headers, once()).expect("an answer");
        assert_eq!(request.body(), "123456789");
        assert_eq!(header(&request, "x-amz-checksum-crc32"), None);
        assert_eq!(header(&request, "x-amz-trailer"), None);
        assert_eq!(header(&request, "x-amz-sdk-checksum-algorithm"), None);
    }
    for (algorithm, trailer) in [
        ("CRC32C", "x-amz-checksum-crc32c:4waSgw=="),
        ("CRC64NVME", "x-amz-checksum-crc64nvme:rosUhgp5mIg="),
        ("SHA1", "x-amz-checksum-sha1:98O8HYCOBHMq32eZZczDTKeuNEE="),
        (
            "SHA256",
            "x-amz-checksum-sha256:FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=",
        ),
    ] {
        let headers: Headers = Box::leak(Box::new([("x-amz-sdk-checksum-algorithm", algorithm)]));
        let request = sent::<false>("https", same, headers, once()).expect("an answer");
        let body = String::from_utf8_lossy(request.body()).into_owned();
        assert!(body.contains(trailer), "{body}");
    }
    let headers: Headers = &[("x-amz-sdk-checksum-algorithm", "CRC128")];
    let error = sent::<false>("https", same, headers, once()).expect_err("an error");
    assert!(matches!(error, StreamError::Call(error) if error.kind() == RequestErrorKind::Build));
}

#[test]
fn one_switch_leaves_out_all_that_is_not_required() {
    let required = |config: ConfigBuilder| {
        config
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
    };
    let request = sent::<false>("https", required, &[], once()).expect("an answer");
    let is_about = |name: &&http::HeaderName| {
        let name = name.as_str();
        name.contains("checksum") || name.contains("trailer") || name == "content-encoding"
    };
    assert_eq!(request.headers().keys().find(is_about), None);
    assert_eq!(request.body(), "123456789");
    let request = sent::<true>("https", required, &[], once()).expect("an answer");
    assert_eq!(
        header(&request, "x-amz-trailer"),
        Some("x-amz-checksum-crc32")
    );
    let server = Server::script([Reaction::Answer(
        Answer::new(200, "other").header("x-amz-checksum-crc32", CRC32),
    )]);
    let config = required(config(&server.url())).build();
    let body = Client::new(&config)
        .send_blocking(GetSummed)
        .expect("an answer")
        .body;
    assert_eq!(
        body.collect_blocking().expect("a body").into_bytes(),
        "other"
    );
    assert_eq!(server.requests()[0].header("x-amz-checksum-mode"), None);
}

#[test]
fn the_switch_is_in_the_environment_and_in_profiles() {
    let switched = |environment: Environment| {
        move |_: ConfigBuilder| {
            Config::load_from(environment)
                .expect("a configuration")
                .region("us-east-1")
                .credentials_provider(shapewright_runtime::auth::Credentials::new(
                    "AKID", "secret",
                ))
                .endpoint_url("https://example.org")
        }
    };
    for (value, is_sent) in [("when_supported", true), ("WHEN_REQUIRED", false)] {
        let environment: Environment = [
            ("AWS_REQUEST_CHECKSUM_CALCULATION", value),
            ("AWS_CONFIG_FILE", "/dev/null"),
            ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
        ]
        .into_iter()
        .collect();
        let capture = Capture::default();
        let config = switched(environment)(config("https://example.org"));
        let input = PutSummed::<false> {
            body: Some(once()),
            headers: &[],
        };
        let client = Client::new(&config.transport(capture.clone()).build());
        block_on(client.send(input)).expect("an answer");
        let request = capture.0.lock().expect("no panic elsewhere").take();
        let request = request.expect("a request");
        assert_eq!(
            header(&request, "x-amz-trailer").is_some(),
            is_sent,
            "{value}"
        );
    }
    let environment: Environment = [("AWS_RESPONSE_CHECKSUM_VALIDATION", "never")]
        .into_iter()
        .collect();
    let config = switched(environment)(config("https://example.org"));
    let result =
        Client::new(&config.transport(Capture::default()).build()).send_blocking(GetSummed);
    let error = result.expect_err("a setting that is none");
    assert!(error.to_string().contains("when_required"), "{error}");
}

#[test]
fn a_length_that_is_not_known_is_asked_for() {
    let body = ByteStream::from_read(&b"123456789"[..]);
    let error = sent::<false>("https", same, &[], body).expect_err("an error");
    assert!(matches!(error, StreamError::Call(error) if error.kind() == RequestErrorKind::Build));
}

#[test]
fn a_body_is_checked_at_its_end() {
    let download = |kind, url: &str| -> Result<Bytes, StreamError> {
        match kind {
            Kind::Async => runtime().block_on(async {
                let config = config(url).transport(HyperTransport::new());
                let body = Client::new(&config.build()).send(GetSummed).await?.body;
                Ok(body.collect().await?.into_bytes())
            }),
            Kind::Blocking => {
                let config = config(url).transport(UreqTransport::new());
                let body = Client::new(&config.build()).send_blocking(GetSummed)?.body;
                Ok(body.collect_blocking()?.into_bytes())
            }
        }
    };
    for kind in BOTH {
        for (name, value, is_right) in [
            ("x-amz-checksum-crc32", CRC32, true),
            ("x-amz-checksum-crc64nvme", "rosUhgp5mIg=", true),
            ("x-amz-checksum-crc32", "AAAAAA==", false),
            ("x-amz-checksum-sha1", "98O8HYCOBHMq32eZZczDTKeuNEA=", false),
            // A checksum of the checksums of parts, and what nobody knows.
            ("x-amz-checksum-crc32", "AAAAAA==-2", true),
            ("x-amz-checksum-new", "AAAAAA==", true),
        ] {
            let server = Server::script([Reaction::Answer(
                Answer::new(200, "123456789").header(name, value),
            )]);
            let result = download(kind, &server.url());
            let mode = server.requests()[0]
                .header("x-amz-checksum-mode")
                .map(str::to_owned);
            assert_eq!(mode.as_deref(), Some("ENABLED"));
            match result {
                Ok(body) => {
                    assert!(is_right, "{kind:?}: {value}");
                    assert_eq!(body, "123456789");
                }
                Err(StreamError::Call(error)) => {
                    assert!(!is_right, "{kind:?}: {value}: {error}");
                    assert_eq!(error.kind(), RequestErrorKind::Response);
                }
                Err(error) => panic!("{error}"),
            }
        }
    }
}
