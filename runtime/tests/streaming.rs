//! Bodies that stream, with both transports, against a real server on loopback.
#![cfg(all(feature = "hyper", feature = "blocking"))]
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
use server::{Answer, Reaction, Server};
use shapewright_runtime::client::Client;
use shapewright_runtime::config::{ConfigBuilder, TimeoutConfig};
use shapewright_runtime::operation::OperationError;
use shapewright_runtime::transport::{
    HyperTransport, MinimumThroughput, ResponseLimits, UreqTransport,
};
use shapewright_runtime::{ByteStream, RequestErrorKind};
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Duration;
use stream::{
    BOTH, Get, GetOutput, Kind, Put, Raw, StreamError, config, pieces, runtime, temporary,
};

fn get(kind: Kind, config: ConfigBuilder) -> Result<GetOutput, StreamError> {
    match kind {
        Kind::Async => {
            let client = Client::new(&config.transport(HyperTransport::new()).build());
            runtime().block_on(client.send(Get))
        }
        Kind::Blocking => {
            let client = Client::new(&config.transport(UreqTransport::new()).build());
            client.send_blocking(Get)
        }
    }
}

/// The body of an answer, read to its end within the runtime that it came by.
fn download(kind: Kind, config: ConfigBuilder) -> Result<Bytes, StreamError> {
    let read = |output: GetOutput| output.body;
    match kind {
        Kind::Async => runtime().block_on(async {
            let client = Client::new(&config.transport(HyperTransport::new()).build());
            let body = read(client.send(Get).await?);
            Ok(body.collect().await?.into_bytes())
        }),
        Kind::Blocking => {
            let body = read(get(kind, config)?);
            Ok(body.collect_blocking()?.into_bytes())
        }
    }
}

fn put(kind: Kind, config: ConfigBuilder, body: ByteStream) -> Result<(), StreamError> {
    let input = Put::new(body);
    match kind {
        Kind::Async => {
            let client = Client::new(&config.transport(HyperTransport::new()).build());
            runtime().block_on(client.send(input))
        }
        Kind::Blocking => {
            let client = Client::new(&config.transport(UreqTransport::new()).build());
            client.send_blocking(input)
        }
    }
}

fn kind_of<T: std::fmt::Debug>(result: &Result<T, StreamError>) -> Option<RequestErrorKind> {
    match result {
        Err(StreamError::Call(error)) => Some(error.kind()),
        _ => None,
    }
}

#[test]
fn a_body_that_is_cut_ends_with_an_error() {
    let cut: [&[u8]; 3] = [
        b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\nabc",
    ];
    for kind in BOTH {
        for head in cut {
            let server = Server::script([Reaction::Raw(head.to_vec())]);
            let result = download(kind, config(&server.url()));
            let text = String::from_utf8_lossy(head);
            assert_eq!(
                kind_of(&result),
                Some(RequestErrorKind::Io),
                "{kind:?}: {text}: {result:?}"
            );
            // Whoever reads it has had a part of it: it is not asked for again.
            assert_eq!(server.count(), 1, "{kind:?}: {text}");
        }
        let whole = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
        let server = Server::script([Reaction::Raw(whole.to_vec())]);
        assert_eq!(
            download(kind, config(&server.url())).expect("a body"),
            "abc"
        );
    }
}

#[test]
fn an_error_is_read_whole_and_no_more_of_it_than_may_be() {
    for kind in BOTH {
        let server = Server::script([Reaction::Answer(Answer::new(404, "no such thing"))]);
        let error = get(kind, config(&server.url())).expect_err("an error");
        let metadata = error.payload().metadata();
        assert_eq!(metadata.status(), Some(404), "{kind:?}");
        assert_eq!(metadata.raw_body(), Some(&b"no such thing"[..]), "{kind:?}");
        let limits = ResponseLimits::default().with_body(4);
        let small = config(&server.url()).response_limits(limits);
        assert_eq!(
            kind_of(&get(kind, small)),
            Some(RequestErrorKind::Response),
            "{kind:?}"
        );
    }
}

#[test]
fn a_body_may_be_larger_than_what_may_be_in_memory() {
    let limits = ResponseLimits::default().with_body(4);
    for kind in BOTH {
        let server = Server::script([Reaction::Answer(Answer::new(200, "0123456789"))]);
        let body = download(kind, config(&server.url()).response_limits(limits));
        assert_eq!(body.expect("a body"), "0123456789", "{kind:?}");
    }
}

#[test]
fn a_body_is_as_it_was_stored() {
    for kind in BOTH {
        let answer = Answer::new(200, "not gzip").header("content-encoding", "gzip");
        let server = Server::script([Reaction::Answer(answer)]);
        let body = download(kind, config(&server.url()));
        assert_eq!(body.expect("a body"), "not gzip", "{kind:?}");
        assert_eq!(server.requests()[0].header("accept-encoding"), None);
    }
}

#[test]
fn a_failed_attempt_is_made_again_only_where_the_body_is_still_there() {
    let path = temporary("again");
    std::fs::write(&path, "some bytes").expect("a file");
    for kind in BOTH {
        let part = ByteStream::from_path_range(&path, 5..).expect("a file");
        let whole = ByteStream::from_path(&path).expect("a file");
        for (body, expected) in [
            ("some bytes".into(), "some bytes"),
            (whole, "some bytes"),
            (part, "bytes"),
        ] {
            let server = Server::script(
                [503, 200].map(|status| Reaction::Answer(Answer::new(status, "{}"))),
            );
            put(kind, config(&server.url()), body).expect("a second attempt");
            let bodies: Vec<_> = server.requests().into_iter().map(|it| it.body).collect();
            assert_eq!(
                bodies,
                [expected.as_bytes(), expected.as_bytes()],
                "{kind:?}"
            );
        }
        for body in [
            ByteStream::from_read(&b"some bytes"[..]).with_content_length(10),
            ByteStream::from_stream(pieces(["some ", "bytes"])).with_content_length(10),
        ] {
            let server = Server::script(
                [503, 200].map(|status| Reaction::Answer(Answer::new(status, "{}"))),
            );
            let error = put(kind, config(&server.url()), body).expect_err("one attempt");
            assert_eq!(server.count(), 1, "{kind:?}");
            assert_eq!(server.requests()[0].body, b"some bytes");
            let metadata = error.payload().metadata();
            assert_eq!(metadata.status(), Some(503), "{kind:?}");
            assert!(metadata.is_body_spent(), "{kind:?}");
            assert!(
                error.to_string().contains("cannot be sent again"),
                "{error}"
            );
        }
        // What is wrong with the request is not about its body.
        let server = Server::script([Reaction::Answer(Answer::new(400, "{}"))]);
        let error = put(
            kind,
            config(&server.url()),
            ByteStream::from_read(&b"x"[..]).with_content_length(1),
        );
        assert!(
            !error
                .expect_err("an error")
                .payload()
                .metadata()
                .is_body_spent(),
            "{kind:?}"
        );
    }
    std::fs::remove_file(path).expect("the file");
}

#[test]
fn a_length_that_is_known_is_sent_and_held_to() {
    for kind in BOTH {
        let server = Server::script([Reaction::Answer(Answer::new(200, "{}"))]);
        for (body, length) in [
            ("abc".into(), "3"),
            (
                ByteStream::from_read(&b"abcd"[..]).with_content_length(4),
                "4",
            ),
        ] {
            put(kind, config(&server.url()), body).expect("an answer");
            let request = server.requests().pop().expect("a request");
            assert_eq!(request.header("content-length"), Some(length), "{kind:?}");
            assert_eq!(request.header("transfer-encoding"), None, "{kind:?}");
        }
        for wrong in [3, 5] {
            let body = ByteStream::from_read(&b"abcd"[..]).with_content_length(wrong);
            let result = put(kind, config(&server.url()), body);
            assert_eq!(
                kind_of(&result),
                Some(RequestErrorKind::Body),
                "{kind:?}: {result:?}"
            );
        }
    }
}

#[test]
fn a_length_that_must_be_known_is_asked_for_before_anything_is_sent() {
    let server = Server::script([Reaction::Answer(Answer::new(200, "{}"))]);
    for kind in BOTH {
        let input = Put::new(ByteStream::from_read(&b"abc"[..]));
        let config = config(&server.url());
        let result = match kind {
            Kind::Async => runtime().block_on(Client::new(&config.build()).send(input.sized())),
            Kind::Blocking => Client::new(&config.build()).send_blocking(input.sized()),
        };
        assert_eq!(
            kind_of(&result),
            Some(RequestErrorKind::Build),
            "{kind:?}: {result:?}"
        );
    }
    assert_eq!(server.count(), 0);
}

#[test]
fn a_body_of_unknown_length_is_sent_in_chunks() {
    for kind in BOTH {
        let raw = Raw::start(|stream| {
            let head = stream.head();
            let body = stream.chunked();
            stream.answer("200", "{}");
            (head, body)
        });
        put(
            kind,
            config(&raw.url()),
            ByteStream::from_stream(pieces(["ab", "", "cde"])),
        )
        .expect("an answer");
        let (head, body) = raw.result();
        assert!(head.contains("transfer-encoding: chunked"), "{head}");
        assert!(
            head.contains("x-amz-content-sha256: UNSIGNED-PAYLOAD"),
            "{head}"
        );
        assert_eq!(body, b"abcde", "{kind:?}");
    }
}

#[test]
fn a_server_that_is_gone_in_the_middle_of_an_upload_is_an_error() {
    for kind in BOTH {
        let raw = Raw::start(|stream| {
            stream.head();
            stream.take(100_000);
        });
        let body = ByteStream::from_read(std::io::repeat(b'x').take(64 << 20))
            .with_content_length(64 << 20);
        let result = put(kind, config(&raw.url()), body);
        assert_eq!(
            kind_of(&result),
            Some(RequestErrorKind::Io),
            "{kind:?}: {result:?}"
        );
        raw.result();
    }
}

#[test]
fn a_source_that_fails_ends_the_call_with_its_own_words() {
    struct Fails;
    impl Read for Fails {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the tape is torn"))
        }
    }
    for kind in BOTH {
        let server = Server::script([Reaction::Answer(Answer::new(200, "{}"))]);
        let result = put(
            kind,
            config(&server.url()),
            ByteStream::from_read(Fails).with_content_length(9),
        );
        assert_eq!(
            kind_of(&result),
            Some(RequestErrorKind::Body),
            "{kind:?}: {result:?}"
        );
        let text = result.expect_err("an error").to_string();
        assert!(text.contains("the tape is torn"), "{text}");
    }
}

/// No clock decides it: the server waits for ever, and only a limit ends the wait.
#[test]
fn a_body_that_stalls_ends_with_an_error_that_says_so() {
    let short = Duration::from_millis(50);
    let limits = [
        (
            TimeoutConfig::default().with_between_bytes(short),
            "nothing more of the response",
        ),
        (
            TimeoutConfig::default()
                .with_between_bytes(None)
                .with_throughput(MinimumThroughput::new(1, short)),
            "the body stalled",
        ),
    ];
    for kind in BOTH {
        for (timeouts, text) in limits {
            let (sender, receiver) = mpsc::channel::<()>();
            let raw = Raw::start(move |stream| {
                stream.head();
                stream.write(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc");
                let _ = receiver.recv();
            });
            let result = download(kind, config(&raw.url()).timeout_config(timeouts));
            assert_eq!(
                kind_of(&result),
                Some(RequestErrorKind::Timeout),
                "{kind:?}: {result:?}"
            );
            let error = result.expect_err("an error").to_string();
            assert!(error.contains(text), "{kind:?}: {error}");
            drop(sender);
            raw.result();
        }
    }
}

#[test]
fn the_limit_of_a_call_does_not_end_its_body() {
    for kind in BOTH {
        let limit = Duration::from_secs(1);
        let timeouts = TimeoutConfig::default()
            .with_operation(limit)
            .with_attempt(limit);
        let answer = Answer::new(200, "0123456789");
        let length = "HTTP/1.1 200 Whatever\r\ncontent-length: 10\r\n\r\n".len() + 4;
        let slow = Reaction::Slow(answer, length, Duration::from_millis(1500));
        let server = Server::script([slow]);
        let body = download(kind, config(&server.url()).timeout_config(timeouts));
        assert_eq!(body.expect("a body"), "0123456789", "{kind:?}");
    }
}

#[test]
fn a_body_that_is_read_late_does_not_stall() {
    let short = Duration::from_millis(100);
    let timeouts = TimeoutConfig::default()
        .with_between_bytes(short)
        .with_throughput(MinimumThroughput::new(1, short));
    let server = Server::script([Reaction::Answer(Answer::new(200, vec![7; 1 << 20]))]);
    let body = runtime().block_on(async {
        let config = config(&server.url())
            .timeout_config(timeouts)
            .transport(HyperTransport::new());
        let mut body = Client::new(&config.build())
            .send(Get)
            .await
            .expect("an answer")
            .body;
        let mut length = 0;
        while let Some(piece) = body.next().await {
            length += piece.expect("a piece").len();
            tokio::time::sleep(short / 8).await;
        }
        length
    });
    assert_eq!(body, 1 << 20);
}

#[test]
fn a_body_goes_into_files_readers_and_writers() {
    let path = temporary("into");
    let server = Server::start(false, |_, _| {
        Reaction::Answer(Answer::new(200, vec![7; 300_000]))
    });
    let expected = vec![7; 300_000];
    let body = || {
        get(Kind::Blocking, config(&server.url()))
            .expect("an answer")
            .body
    };
    assert_eq!(body().content_length(), Some(300_000));
    assert_eq!(body().to_file_blocking(&path).expect("a file"), 300_000);
    assert_eq!(std::fs::read(&path).expect("the file"), expected);
    let mut read = Vec::new();
    body().into_read().read_to_end(&mut read).expect("a body");
    assert_eq!(read, expected);
    let mut written = Vec::new();
    body().write_to(&mut written).expect("a body");
    assert_eq!(written, expected);
    runtime().block_on(async {
        let config = config(&server.url()).transport(HyperTransport::new());
        let client = Client::new(&config.build());
        let body = client.send(Get).await.expect("an answer").body;
        assert_eq!(body.to_file(&path).await.expect("a file"), 300_000);
        let body = client.send(Get).await.expect("an answer").body;
        let mut read = Vec::new();
        let mut reader = body.into_async_read();
        tokio::io::AsyncReadExt::read_to_end(&mut reader, &mut read)
            .await
            .expect("a body");
        assert_eq!(read, expected);
    });
    assert_eq!(std::fs::read(&path).expect("the file"), expected);
    std::fs::remove_file(path).expect("the file");
}

/// How much of a body is on its way at most, counted in bytes that were made and not yet used up.
#[test]
fn a_large_body_is_never_in_memory_as_a_whole() {
    const LENGTH: u64 = 64 << 20;
    const MOST: usize = 8 << 20;
    /// How far the server goes ahead: beyond it, the kernel would hold of a connection whatever it likes.
    const AHEAD: usize = 4 << 20;
    /// How often the server looks whether the client follows, before it goes on all the same.
    const LOOKS: usize = 30_000;
    struct Counted {
        left: u64,
        made: Arc<AtomicUsize>,
    }
    impl Read for Counted {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let length = buffer
                .len()
                .min(usize::try_from(self.left).unwrap_or(usize::MAX));
            buffer[..length].fill(7);
            self.left -= length as u64;
            self.made.fetch_add(length, Ordering::SeqCst);
            Ok(length)
        }
    }
    for kind in BOTH {
        let made = Arc::new(AtomicUsize::new(0));
        let seen = Arc::clone(&made);
        let raw = Raw::start(move |stream| {
            stream.head();
            let (mut used, mut most) = (0, 0);
            while used < LENGTH as usize {
                used += stream.some();
                most = most.max(seen.load(Ordering::SeqCst).saturating_sub(used));
            }
            stream.answer("200", "{}");
            most
        });
        let body = ByteStream::from_read(Counted { left: LENGTH, made });
        put(kind, config(&raw.url()), body.with_content_length(LENGTH)).expect("an answer");
        let most = raw.result();
        assert!(most < MOST, "{kind:?}: {most} bytes of an upload");
    }
    for kind in BOTH {
        let [made, used] = [(); 2].map(|()| Arc::new(AtomicUsize::new(0)));
        let (counted, followed) = (Arc::clone(&made), Arc::clone(&used));
        let raw = Raw::start(move |stream| {
            stream.head();
            stream.write(format!("HTTP/1.1 200 OK\r\ncontent-length: {LENGTH}\r\n\r\n").as_bytes());
            let piece = [7; 64 << 10];
            let mut looks = LOOKS;
            for _ in 0..LENGTH / piece.len() as u64 {
                stream.write(&piece);
                let made = counted.fetch_add(piece.len(), Ordering::SeqCst) + piece.len();
                while looks > 0 && made > followed.load(Ordering::SeqCst) + AHEAD {
                    std::thread::sleep(std::time::Duration::from_millis(1));
                    looks -= 1;
                }
            }
        });
        let mut most = 0;
        let mut use_up = |piece: &[u8]| {
            let used = used.fetch_add(piece.len(), Ordering::SeqCst) + piece.len();
            most = most.max(made.load(Ordering::SeqCst).saturating_sub(used));
        };
        match kind {
            Kind::Async => runtime().block_on(async {
                let config = config(&raw.url()).transport(HyperTransport::new());
                let mut body = Client::new(&config.build())
                    .send(Get)
                    .await
                    .expect("an answer")
                    .body;
                while let Some(piece) = body.next().await {
                    use_up(&piece.expect("a piece"));
                }
            }),
            Kind::Blocking => {
                let body = get(kind, config(&raw.url())).expect("an answer").body;
                let mut reader = body.into_read();
                let mut buffer = [0; 64 << 10];
                loop {
                    match reader.read(&mut buffer).expect("a piece") {
                        0 => break,
                        length => use_up(&buffer[..length]),
                    }
                }
            }
        }
        raw.result();
        let used = used.load(Ordering::SeqCst);
        assert_eq!(used as u64, LENGTH, "{kind:?}");
        assert!(most < MOST, "{kind:?}: {most} bytes of a download");
    }
}

#[test]
fn bodies_of_http_body_fit() {
    let body = http_body_util::Full::new(Bytes::from_static(b"from elsewhere"));
    let body = ByteStream::from_body(body);
    assert_eq!(body.content_length(), Some(14));
    assert!(!body.is_repeatable());
    assert_eq!(
        body.collect_blocking().expect("a body").into_bytes(),
        "from elsewhere"
    );
}

#[test]
fn a_part_of_a_file_is_within_it() {
    let path = temporary("part");
    std::fs::write(&path, "0123456789").expect("a file");
    for (body, expected) in [
        (ByteStream::from_path_range(&path, ..), "0123456789"),
        (ByteStream::from_path_range(&path, 3..=5), "345"),
        (ByteStream::from_path_range(&path, 10..), ""),
        (ByteStream::from_path_range(&path, ..4), "0123"),
    ] {
        let body = body.expect("a part");
        assert_eq!(body.content_length(), Some(expected.len() as u64));
        assert_eq!(
            body.collect_blocking().expect("a part").into_bytes(),
            expected
        );
    }
    for range in [(5, 11), (11, 11), (6, 5)] {
        assert!(
            ByteStream::from_path_range(&path, range.0..range.1).is_err(),
            "{range:?}"
        );
    }
    assert!(ByteStream::from_path("no such file").is_err());
    let body = ByteStream::from_path(&path).expect("a file");
    std::fs::write(&path, "0123").expect("a file");
    let error = body.collect_blocking().expect_err("a file that is shorter");
    assert_eq!(error.kind(), RequestErrorKind::Body);
    std::fs::remove_file(path).expect("the file");
}
