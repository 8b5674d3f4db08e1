//! Checksums, where servers want others or none.

use crate::server::Server;
use crate::{client, client_of, config, run, signature};
use golden_objects::types::{ChecksumMode, Delete, ObjectIdentifier};
use shapewright_runtime::ByteStream;
use shapewright_runtime::config::{RequestChecksumCalculation, ResponseChecksumValidation};

const WORDS: [&str; 4] = [
    "x-amz-checksum",
    "x-amz-sdk-checksum",
    "x-amz-trailer",
    "aws-chunked",
];

fn refusing() -> Server {
    Server::start(|exchange| {
        let request = exchange.read();
        let is_refused = WORDS.iter().any(|word| {
            request.has(word)
                || request
                    .headers
                    .iter()
                    .any(|(_, value)| value.contains(word))
        });
        match is_refused {
            true => exchange.answer(400, "", "<Error><Code>InvalidArgument</Code></Error>"),
            false => exchange.answer(200, "", ""),
        }
    })
}

#[test]
fn one_switch_serves_servers_that_know_no_checksums() {
    let told = |url: &str| {
        config(url)
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
    };
    let server = refusing();
    let client = client_of(told(&server.url()));
    run(async {
        client
            .put_object()
            .bucket("bkt")
            .key("k")
            .body("data")
            .send()
            .await
            .unwrap();
        let once = ByteStream::from_read(&b"data"[..]).with_content_length(4);
        client
            .put_object()
            .bucket("bkt")
            .key("k")
            .body(once)
            .send()
            .await
            .unwrap();
        let part = client.upload_part().bucket("bkt").key("k").upload_id("u");
        part.part_number(1).body("data").send().await.unwrap();
        client
            .get_object()
            .bucket("bkt")
            .key("k")
            .send()
            .await
            .unwrap();
        client
            .head_object()
            .bucket("bkt")
            .key("k")
            .send()
            .await
            .unwrap();
    });
    for request in server.requests() {
        signature::check(&request);
    }
}

#[test]
fn content_md5_can_take_the_place_of_a_checksum_that_is_required() {
    let server = Server::start(|exchange| {
        let request = exchange.read();
        let is_md5 = request.header("content-md5") == Some("JuqpggSF4mbwhmPoLCy7DQ==");
        match is_md5 && !request.has("x-amz-checksum") && !request.has("x-amz-sdk-checksum") {
            true => exchange.answer(200, "", "<DeleteResult/>"),
            false => exchange.answer(400, "", "<Error><Code>MissingContentMD5</Code></Error>"),
        }
    });
    let delete = Delete::new(vec![ObjectIdentifier::new("a")]);
    let client = client(&server.url());
    let call = client.delete_objects().bucket("bkt").delete(delete.clone());
    let error = run(call.send()).unwrap_err();
    assert_eq!(error.code(), Some("MissingContentMD5"));
    let call = client.delete_objects().bucket("bkt").delete(delete);
    run(call.customize().content_md5().send()).unwrap();
    signature::check(&server.requests()[1]);
    let put = client.put_object().bucket("bkt").key("k").body("data");
    let error = run(put.customize().content_md5().send()).unwrap_err();
    assert!(
        error.to_string().contains("give its MD5 as a member"),
        "{error}"
    );
    assert_eq!(server.count(), 2);
}

#[test]
fn an_md5_of_the_caller_s_goes_before_a_checksum_of_ours() {
    let server = Server::answering(200, "", "");
    let put = client(&server.url())
        .put_object()
        .bucket("bkt")
        .key("k")
        .body("data");
    run(put.content_md5("jXd/OF09/siBXSD3SWAmpA==").send()).unwrap();
    let request = &server.requests()[0];
    assert_eq!(
        request.header("content-md5"),
        Some("jXd/OF09/siBXSD3SWAmpA==")
    );
    assert!(!request.has("x-amz-checksum") && !request.has("x-amz-sdk-checksum"));
    signature::check(request);
}

#[test]
fn a_checksum_of_parts_says_nothing_of_the_whole() {
    for (sum, is_checked) in [("AAAAAA==-2", false), ("AAAAAA==", true)] {
        let server = Server::start(move |exchange| {
            exchange.answer(200, &format!("x-amz-checksum-crc32: {sum}\r\n"), "data");
        });
        run(async {
            let output = client(&server.url()).get_object().bucket("bkt").key("k");
            let output = output.send().await.unwrap();
            assert_eq!(output.checksum_crc32.as_deref(), Some(sum));
            let read = output.body.collect().await;
            assert_eq!(read.is_err(), is_checked, "{read:?}");
        });
    }
}

#[test]
fn nothing_is_checked_where_the_caller_does_not_want_it() {
    let server = Server::answering(200, "x-amz-checksum-crc32: AAAAAA==\r\n", "data");
    run(async {
        let get = client(&server.url()).get_object().bucket("bkt").key("k");
        let get = get.checksum_mode(ChecksumMode::from("DISABLED"));
        let output = get.send().await.unwrap();
        assert_eq!(output.body.collect().await.unwrap().into_bytes(), "data");
    });
}

#[test]
fn a_file_is_read_once_where_its_signature_is_not_wanted() {
    let path = std::env::temp_dir().join(format!("shapewright-unsigned-{}", std::process::id()));
    std::fs::write(&path, [b'x'; 70_000]).unwrap();
    let server = Server::answering(200, "", "");
    let client = client(&server.url());
    run(async {
        for is_signed in [true, false] {
            let put = client.put_object().bucket("bkt").key("k");
            let call = put.body(ByteStream::from_path(&path).unwrap()).customize();
            match is_signed {
                true => call.send().await.unwrap(),
                false => call.disable_payload_signing().send().await.unwrap(),
            };
        }
        let put = client.put_object().bucket("bkt").key("k").body("data");
        put.customize()
            .disable_payload_signing()
            .send()
            .await
            .unwrap();
    });
    std::fs::remove_file(path).unwrap();
    let requests = server.requests();
    let hash = |at: usize| requests[at].header("x-amz-content-sha256").unwrap();
    assert_eq!((hash(0).len(), requests[0].body.len()), (64, 70_000));
    assert_eq!(hash(1), "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
    let body = String::from_utf8_lossy(&requests[1].body);
    assert!(body.starts_with("10000\r\nxxx"), "{}", &body[..40]);
    assert!(body.ends_with("\r\n\r\n") && body.contains("\r\n0\r\nx-amz-checksum-crc32:"));
    let decoded = requests[1].header("x-amz-decoded-content-length");
    assert_eq!(decoded, Some("70000"));
    // What is in memory costs little.
    assert_eq!(hash(2).len(), 64);
    for request in &requests {
        signature::check(request);
    }
}
