//! Bodies that are cut, slow, compressed, sent once.

use crate::server::Server;
use crate::{blocking, client, client_of, config, run};
use golden_objects::operation::get_object::GetObjectInput;
use golden_objects::operation::put_object::PutObjectInput;
use shapewright_runtime::ByteStream;
use shapewright_runtime::bytes::Bytes;
use shapewright_runtime::config::TimeoutConfig;
use std::io::Read;
use std::time::Duration;

/// What is read of an answer by both transports: the bytes, and whether they end well.
fn read(url: &str) -> Vec<(Vec<u8>, bool)> {
    let get = || GetObjectInput::new("bkt", "k");
    let mut bytes = Vec::new();
    let reader = blocking(url).send_blocking(get()).unwrap().body;
    let is_well = reader.into_read().read_to_end(&mut bytes).is_ok();
    let by_tokio = run(async {
        let mut body = client(url).send(get()).await.unwrap().body;
        let mut bytes = Vec::new();
        while let Some(piece) = body.next().await {
            match piece {
                Ok(piece) => bytes.extend_from_slice(&piece),
                Err(_) => return (bytes, false),
            }
        }
        (bytes, true)
    });
    vec![(bytes, is_well), by_tokio]
}

#[test]
fn a_body_that_is_cut_never_ends_well() {
    const GZIP: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03abc";
    for (head, body) in [
        ("content-length: 10\r\n", &b"abc"[..]),
        ("transfer-encoding: chunked\r\n", b"3\r\nabc\r\n"),
        ("transfer-encoding: chunked\r\n", b"a\r\nabc"),
        ("content-length: 99\r\ncontent-encoding: gzip\r\n", GZIP),
        (
            "transfer-encoding: chunked\r\ncontent-encoding: gzip\r\n",
            b"3\r\nabc\r\n0",
        ),
    ] {
        let server = Server::start(move |exchange| {
            exchange.read();
            exchange.write(format!("HTTP/1.1 200 OK\r\n{head}\r\n"));
            exchange.write(body);
            exchange.close();
        });
        for (bytes, is_well) in read(&server.url()) {
            assert!(!is_well, "{head}: {bytes:?}");
            assert!(bytes.ends_with(b"abc") || bytes.is_empty(), "{bytes:?}");
        }
    }
}

#[test]
fn what_is_stored_compressed_comes_as_it_is_stored() {
    // `gzip.compress(b"data", mtime=0)`, and its CRC32.
    let gzip = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xffKI,I\x04\x00c\xf3\xf3\xad\x04\x00\x00\x00";
    for encoding in ["gzip", "GZIP", "br", "aws-chunked,gzip"] {
        let server = Server::start(move |exchange| {
            let headers = format!(
                "content-type: text/plain; charset=iso-8859-1\r\ncontent-encoding: {encoding}\r\n"
            );
            exchange.answer(200, &headers, gzip);
        });
        for (bytes, is_well) in read(&server.url()) {
            assert!(is_well);
            assert_eq!(bytes, gzip, "{encoding}");
        }
        let output = blocking(&server.url()).send_blocking(GetObjectInput::new("bkt", "k"));
        let output = output.unwrap();
        assert_eq!(output.content_encoding.as_deref(), Some(encoding));
        assert_eq!(output.content_length, Some(24));
        for request in server.requests() {
            let accepted = request.header("accept-encoding");
            assert!(accepted.is_none_or(|it| it == "identity"), "{accepted:?}");
        }
    }
}

#[test]
fn texts_are_bytes_whatever_their_character_set() {
    let latin = b"gr\xfc\xdfe";
    let headers = "content-type: text/plain; charset=iso-8859-1\r\n";
    let server = Server::answering(200, headers, latin);
    for (bytes, is_well) in read(&server.url()) {
        assert!(is_well);
        assert_eq!(bytes, latin);
    }
}

#[test]
fn a_body_that_is_read_once_is_sent_once() {
    for is_early in [false, true] {
        let server = Server::start(move |exchange| {
            match is_early {
                true => exchange.read_some(1000),
                false => drop(exchange.read().clone()),
            }
            exchange.write("HTTP/1.1 503 X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            exchange.wait(50);
            exchange.close();
        });
        let body = ByteStream::from_read(std::io::repeat(7).take(100_000));
        let body = body.with_content_length(100_000);
        let put = client(&server.url())
            .put_object()
            .bucket("bkt")
            .key("k")
            .body(body);
        let error = run(put.send()).unwrap_err();
        assert_eq!(server.count(), 1);
        assert!(error.metadata().is_body_spent(), "{error}");
        assert!(
            error.to_string().contains("cannot be sent again"),
            "{error}"
        );
    }
}

#[test]
fn a_file_is_sent_again_from_its_beginning() {
    let path = std::env::temp_dir().join(format!("shapewright-objects-{}", std::process::id()));
    std::fs::write(&path, [b'x'; 70_000]).unwrap();
    let server = Server::start(|exchange| match exchange.number % 2 {
        0 => exchange.answer(503, "", ""),
        _ => exchange.answer(200, "", ""),
    });
    let body = || ByteStream::from_path(&path).unwrap();
    let put = client(&server.url())
        .put_object()
        .bucket("bkt")
        .key("k")
        .body(body());
    run(put.send()).unwrap();
    let input = PutObjectInput {
        body: Some(body()),
        ..PutObjectInput::new("bkt", "k")
    };
    blocking(&server.url()).send_blocking(input).unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 4);
    assert!(
        requests
            .iter()
            .all(|request| request.body == [b'x'; 70_000])
    );
    std::fs::remove_file(path).unwrap();
}

#[test]
fn no_permission_to_go_on_is_asked_for() {
    let server = Server::answering(200, "", "");
    let client = client(&server.url());
    run(async {
        for body in ["", "data"] {
            client
                .put_object()
                .bucket("bkt")
                .key("k")
                .body(body)
                .send()
                .await
                .unwrap();
        }
        client
            .put_object()
            .bucket("bkt")
            .key("k")
            .send()
            .await
            .unwrap();
    });
    let input = PutObjectInput::new("bkt", "k");
    blocking(&server.url()).send_blocking(input).unwrap();
    for request in server.requests() {
        assert_eq!(request.header("expect"), None);
        if request.body.is_empty() {
            assert_eq!(request.header("content-length"), Some("0"));
        }
    }
}

#[test]
fn a_body_that_arrives_or_is_read_slowly_is_not_late() {
    let server = Server::start(|exchange| {
        exchange.read();
        exchange.write("HTTP/1.1 200 OK\r\ncontent-length: 400\r\n\r\n");
        for _ in 0..4 {
            exchange.write([b'x'; 100]);
            exchange.wait(150);
        }
    });
    let limit = Duration::from_millis(300);
    let timeouts = TimeoutConfig::default()
        .with_operation(limit)
        .with_attempt(limit);
    let client = client_of(config(&server.url()).timeout_config(timeouts));
    let length = run(async {
        let mut body = client
            .get_object()
            .bucket("bkt")
            .key("k")
            .send()
            .await
            .unwrap()
            .body;
        let mut length = 0;
        while let Some(piece) = body.try_next().await.unwrap() {
            length += piece.len();
            tokio::time::sleep(Duration::from_millis(120)).await;
        }
        length
    });
    assert_eq!(length, 400);
}

#[test]
fn an_upload_that_ends_early_is_an_error_here_too() {
    let server = Server::answering(200, "", "");
    let pieces = futures_util::stream::iter([Ok::<_, std::io::Error>(Bytes::from("dat"))]);
    let body = ByteStream::from_stream(pieces).with_content_length(4);
    let put = client(&server.url())
        .put_object()
        .bucket("bkt")
        .key("k")
        .body(body);
    assert!(run(put.send()).is_err());
}
