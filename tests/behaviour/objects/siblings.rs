//! Answers of servers that are nearly as S3 is, and what goes wrong on the way to them.

use crate::server::Server;
use crate::{blocking, client, client_of, config, run, signature};
use golden_objects::operation::get_object::GetObjectInput;
use golden_objects::operation::put_object::PutObjectInput;
use golden_objects::operation::upload_part::UploadPartInput;
use golden_objects::types::{Delete, ObjectIdentifier};
use shapewright_runtime::auth::Credentials;
use shapewright_runtime::config::RetryConfig;
use shapewright_runtime::presigning::PresigningConfig;
use std::time::Duration;

const AGAIN: &str = "<Error><Code>InternalError</Code><Message>again</Message></Error>";
const LISTING: &str = "<ListBucketResult><Contents><Key>k</Key></Contents></ListBucketResult>";

/// A server that answers the first request so, and the others with a listing.
fn first(status: u16, headers: &'static str, body: &'static str) -> Server {
    Server::start(move |exchange| match exchange.number {
        0 => exchange.answer(status, headers, body),
        _ => exchange.answer(200, "", LISTING),
    })
}

fn once(url: &str) -> golden_objects::Client {
    client_of(config(url).retry_config(RetryConfig::disabled()))
}

#[test]
fn every_answer_in_xml_may_be_an_error_in_a_success() {
    let server = Server::answering(200, "", AGAIN);
    let client = once(&server.url());
    run(async {
        let list = client.list_objects_v2().bucket("bkt").send().await;
        assert_eq!(list.unwrap_err().code(), Some("InternalError"));
        let list = client.list_objects().bucket("bkt").send().await;
        assert_eq!(list.unwrap_err().code(), Some("InternalError"));
        let place = client.get_bucket_location().bucket("bkt").send().await;
        assert_eq!(place.unwrap_err().code(), Some("InternalError"));
        let delete = Delete::new(vec![ObjectIdentifier::new("a")]);
        let batch = client.delete_objects().bucket("bkt").delete(delete);
        assert_eq!(
            batch.send().await.unwrap_err().code(),
            Some("InternalError")
        );
        let parts = client.list_parts().bucket("bkt").key("k").upload_id("u");
        assert_eq!(
            parts.send().await.unwrap_err().code(),
            Some("InternalError")
        );
        let create = client.create_multipart_upload().bucket("bkt").key("k");
        assert_eq!(
            create.send().await.unwrap_err().code(),
            Some("InternalError")
        );
    });
}

#[test]
fn an_object_that_looks_like_an_error_is_an_object() {
    let server = Server::answering(200, "content-type: application/xml\r\n", AGAIN);
    let body = run(async {
        let got = client(&server.url()).get_object().bucket("bkt").key("k");
        got.send().await.unwrap().body.collect().await.unwrap()
    });
    assert_eq!(
        (body.into_bytes().as_ref(), server.count()),
        (AGAIN.as_bytes(), 1)
    );
}

#[test]
fn a_listing_that_is_cut_is_asked_for_again() {
    let cut = "<ListBucketResult><Contents><Key>k</Key></Contents><Contents><Ke";
    let server = first(200, "", cut);
    let list = client(&server.url()).list_objects_v2().bucket("bkt");
    let output = run(list.send()).unwrap();
    assert_eq!((output.contents.unwrap().len(), server.count()), (1, 2));
    // For ever, it is an error, and never the part that came.
    let server = Server::answering(200, "", cut);
    let list = client(&server.url()).list_objects_v2().bucket("bkt");
    let error = run(list.send()).unwrap_err();
    assert!(
        error.metadata().attempts() > 1 || server.count() > 1,
        "{error}"
    );
}

#[test]
fn a_connection_that_ends_within_a_listing_is_tried_again() {
    for head in ["content-length: 500\r\n", "transfer-encoding: chunked\r\n"] {
        let server = Server::start(move |exchange| match exchange.number {
            0 => {
                exchange.read();
                exchange.write(format!("HTTP/1.1 200 OK\r\n{head}\r\n"));
                exchange.write("3e\r\n<ListBucketResult>");
                exchange.close();
            }
            _ => exchange.answer(200, "", LISTING),
        });
        let list = client(&server.url()).list_objects_v2().bucket("bkt");
        run(list.send()).unwrap();
        assert_eq!(server.count(), 2, "{head}");
    }
}

#[test]
fn errors_are_read_in_every_dress() {
    let told = |status: u16, body: &'static str| {
        let server = Server::answering(status, "", body);
        let got = once(&server.url()).get_object().bucket("bkt").key("k");
        let error = run(got.send()).unwrap_err();
        let (code, message) = (error.code(), error.message());
        assert_eq!(error.metadata().status(), Some(status));
        (code.map(str::to_owned), message.map(str::to_owned))
    };
    let denied = (Some("AccessDenied".to_owned()), Some("no".to_owned()));
    for body in [
        "<Error><Code>AccessDenied</Code><Message>no</Message></Error>",
        "\u{feff}<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>no</Message></Error>",
        " \r\n<Error xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Message>no</Message>\
         <Code>AccessDenied</Code></Error>\n",
        "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>",
    ] {
        assert_eq!(told(403, body), denied, "{body}");
    }
    for body in [
        "",
        "<html><p>no",
        "<Error><Code>Acc",
        "{\"code\":1",
        "forbidden",
    ] {
        let (code, _) = told(403, body);
        assert!(code.is_none_or(|code| code == "403"), "{body}");
    }
}

#[test]
fn a_request_that_came_too_late_or_too_early_is_sent_again() {
    let server = first(400, "", "<Error><Code>RequestTimeout</Code></Error>");
    run(client(&server.url()).list_objects_v2().bucket("bkt").send()).unwrap();
    assert_eq!(server.count(), 2);
    let skewed = "<Error><Code>RequestTimeTooSkewed</Code></Error>";
    let server = first(403, "date: Fri, 27 Nov 2037 10:00:00 GMT\r\n", skewed);
    run(client(&server.url()).list_objects_v2().bucket("bkt").send()).unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    let time = requests[1].header("x-amz-date").unwrap();
    assert!(time.starts_with("20371127T10"), "{time}");
    signature::check(&requests[1]);
}

#[test]
fn what_is_answered_to_a_lost_request_is_told_apart() {
    let completed = "<Error><Code>NoSuchUpload</Code></Error>";
    let server = Server::start(move |exchange| {
        exchange.read();
        match exchange.number {
            0 => exchange.close(),
            _ => exchange.answer(404, "", completed),
        }
    });
    let client = client(&server.url());
    let call = client.complete_multipart_upload().bucket("bkt").key("k");
    let error = run(call.upload_id("u").send()).unwrap_err();
    assert_eq!(error.code(), Some("NoSuchUpload"));
    assert!(error.metadata().lost_a_response());
}

#[test]
fn a_write_in_conflict_with_another_is_told() {
    for (status, code) in [
        (409, "ConditionalRequestConflict"),
        (412, "PreconditionFailed"),
    ] {
        let body = format!("<Error><Code>{code}</Code></Error>");
        let server = Server::answering(status, "", body);
        let put = client(&server.url()).put_object().bucket("bkt").key("k");
        let error = run(put.if_none_match("*").body("data").send()).unwrap_err();
        assert_eq!(
            (error.code(), error.metadata().status()),
            (Some(code), Some(status))
        );
        assert_eq!(server.requests()[0].header("if-none-match"), Some("*"));
    }
}

#[test]
fn what_did_not_change_comes_without_a_body() {
    let server = Server::start(|exchange| {
        exchange.read();
        exchange.write(
            "HTTP/1.1 304 X\r\netag: \"e\"\r\ncontent-length: 300\r\nx-amz-request-id: r\r\n\r\n",
        );
    });
    let client = client(&server.url());
    run(async {
        for _ in 0..2 {
            let got = client
                .get_object()
                .bucket("bkt")
                .key("k")
                .if_none_match("\"e\"");
            let error = got.send().await.unwrap_err();
            assert_eq!(error.metadata().status(), Some(304));
            assert_eq!(error.request_id(), Some("r"));
        }
    });
    assert_eq!((server.count(), server.connections()), (2, 1));
    let input = GetObjectInput::new("bkt", "k");
    let error = blocking(&server.url()).send_blocking(input).unwrap_err();
    assert_eq!(error.metadata().status(), Some(304), "{error}");
    assert_eq!(server.count(), 3);
}

#[test]
fn a_head_is_tried_again_and_tells_a_marker() {
    let server = Server::start(|exchange| match exchange.number {
        0 => exchange.write("HTTP/1.1 503 X\r\ncontent-length: 90\r\n\r\n"),
        _ => exchange.write("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n"),
    });
    let head = client(&server.url()).head_object().bucket("bkt").key("k");
    assert_eq!(run(head.send()).unwrap().content_length, Some(4));
    let server = Server::start(|exchange| {
        exchange.write("HTTP/1.1 405 X\r\nallow: DELETE\r\nx-amz-delete-marker: true\r\n\r\n");
    });
    let head = client(&server.url()).head_object().bucket("bkt").key("k");
    let error = run(head.version_id("v").send()).unwrap_err();
    assert_eq!(
        (error.code(), error.metadata().status()),
        (Some("405"), Some(405))
    );
}

#[test]
fn texts_that_are_no_encoding_stay_as_they_are() {
    let listed = |key: &str| {
        let body = format!(
            "<ListBucketResult><EncodingType>url</EncodingType><Contents><Key>{key}</Key>\
             </Contents></ListBucketResult>"
        );
        let server = Server::answering(200, "", body);
        let output = run(client(&server.url()).list_objects_v2().bucket("bkt").send()).unwrap();
        output.contents.unwrap()[0].key.clone().unwrap()
    };
    assert_eq!(listed("100%"), "100%");
    assert_eq!(listed("a%zz%2"), "a%zz%2");
    assert_eq!(listed("%2525"), "%25");
    assert_eq!(listed("a&amp;b%26"), "a&b&");
    assert_eq!(listed("&#x20;x"), " x");
}

#[test]
fn a_listing_without_an_end_is_an_error() {
    let server = Server::answering(
        200,
        "",
        "<ListBucketResult><IsTruncated>true</IsTruncated><Contents><Key>k</Key></Contents>\
         <NextContinuationToken>same</NextContinuationToken></ListBucketResult>",
    );
    let pages = client(&server.url()).list_objects_v2().bucket("bkt");
    let all = run(pages.into_paginator().items().collect());
    assert!(all.is_err(), "{all:?}");
    assert_eq!(server.count(), 2);
}

#[test]
fn an_answer_without_a_body_says_nothing() {
    let server = Server::answering(200, "", "");
    let output = run(client(&server.url()).list_objects_v2().bucket("bkt").send()).unwrap();
    assert_eq!((output.contents, output.is_truncated), (None, None));
}

#[test]
fn a_batch_has_its_keys_byte_for_byte() {
    let keys = [
        " a ",
        "a\rb",
        "a\nb\t",
        "<&>\"'",
        "ü\u{1F600}",
        "]]>",
        "a//b",
        "+ %2B",
    ];
    let server = Server::answering(200, "", "<DeleteResult/>");
    let delete = Delete::new(keys.map(ObjectIdentifier::new).into());
    let call = client(&server.url())
        .delete_objects()
        .bucket("bkt")
        .delete(delete);
    run(call.send()).unwrap();
    let body = String::from_utf8(server.requests()[0].body.clone()).unwrap();
    let sent: Vec<_> = body
        .split("<Key>")
        .skip(1)
        .map(|it| it.split("</Key>").next().unwrap())
        .collect();
    assert_eq!(sent[0], " a ");
    assert!(
        ["a&#13;b", "a&#xD;b", "a&#xd;b"].contains(&sent[1]),
        "{}",
        sent[1]
    );
    assert!(
        sent[2].starts_with("a&#") || sent[2] == "a\nb\t",
        "{}",
        sent[2]
    );
    assert!(sent[3].starts_with("&lt;&amp;&gt;"), "{}", sent[3]);
    assert!(sent[5].starts_with("]]&gt;"), "{}", sent[5]);
    assert_eq!(&sent[6..], ["a//b", "+ %2B"]);
}

#[test]
fn a_key_that_xml_cannot_hold_is_refused_before_it_is_sent() {
    let server = Server::answering(200, "", "<DeleteResult/>");
    for key in ["a\u{1}b", "\u{0}", "a\u{fffe}"] {
        let delete = Delete::new(vec![ObjectIdentifier::new(key)]);
        let call = client(&server.url())
            .delete_objects()
            .bucket("bkt")
            .delete(delete);
        assert!(run(call.send()).is_err(), "{key:?}");
    }
    assert_eq!(server.count(), 0);
}

#[test]
fn metadata_that_is_no_header_is_refused_before_it_is_sent() {
    let server = Server::answering(200, "", "");
    for (name, value) in [
        ("a", "b\r\nx-amz-acl: public-read"),
        ("a\r\nb", "c"),
        ("a b", "c"),
        ("a", "\u{0}"),
    ] {
        let put = client(&server.url()).put_object().bucket("bkt").key("k");
        let error = run(put.metadata(name, value).body("data").send());
        assert!(error.is_err(), "{name:?} {value:?}");
    }
    assert_eq!(server.count(), 0);
}

#[test]
fn metadata_comes_as_it_was_sent() {
    let headers = "X-Amz-Meta-Note: a, b\r\nx-amz-meta-empty: \r\nx-amz-meta-enc: =?UTF-8?B?w7w=?=\r\n\
                   x-amz-meta-raw: gr\u{fc}n\r\nx-amz-version-id: null\r\n";
    let server = Server::answering(200, headers, "");
    let head = client(&server.url()).get_object().bucket("bkt").key("k");
    let output = run(head.send()).unwrap();
    let metadata = output.metadata.unwrap();
    assert_eq!(metadata.get("note").map(String::as_str), Some("a, b"));
    assert_eq!(metadata.get("empty").map(String::as_str), Some(""));
    assert_eq!(
        metadata.get("enc").map(String::as_str),
        Some("=?UTF-8?B?w7w=?=")
    );
    assert_eq!(metadata.get("raw").map(String::as_str), Some("grün"));
    assert_eq!(output.version_id.as_deref(), Some("null"));
}

#[test]
fn tags_of_objects_stay_as_they_are() {
    for tag in ["W/\"e\"", "e", "\"e-2\"", "\"\""] {
        let server = Server::start(move |exchange| {
            exchange.answer(200, &format!("etag: {tag}\r\n"), "data");
        });
        let got = client(&server.url()).get_object().bucket("bkt").key("k");
        assert_eq!(run(got.send()).unwrap().e_tag.as_deref(), Some(tag));
    }
}

#[test]
fn checksums_that_are_not_known_here_are_not_checked() {
    for headers in [
        "x-amz-checksum-xxhash64: AAAAAAAAAAA=\r\n",
        "x-amz-checksum-crc32: not base64\r\n",
        "x-amz-checksum-type: FULL_OBJECT\r\n",
        "x-amz-checksum-crc64nvme: AAAAAAAAAAA=-7\r\nx-amz-checksum-type: COMPOSITE\r\n",
    ] {
        let server = Server::answering(200, headers, "data");
        let body = run(async {
            let got = client(&server.url()).get_object().bucket("bkt").key("k");
            got.send().await.unwrap().body.collect().await
        });
        assert_eq!(body.unwrap().into_bytes(), "data", "{headers}");
    }
}

#[test]
fn an_object_of_nothing_is_checked_too() {
    for (sum, is_right) in [("AAAAAA==", true), ("AAAAAQ==", false)] {
        let server = Server::start(move |exchange| {
            exchange.answer(200, &format!("x-amz-checksum-crc32: {sum}\r\n"), "");
        });
        let body = run(async {
            let got = client(&server.url()).get_object().bucket("bkt").key("k");
            got.send().await.unwrap().body.collect().await
        });
        assert_eq!(body.is_ok(), is_right, "{body:?}");
    }
}

#[test]
fn a_url_has_every_header_that_was_signed() {
    let hour = || PresigningConfig::expires_in(Duration::from_secs(3600)).unwrap();
    let credentials =
        Credentials::new("AKIDEXAMPLE", "secret").with_session_token("to/ken+=".to_owned());
    let client = client_of(config("http://127.0.0.1:9").credentials_provider(credentials));
    let put = PutObjectInput {
        if_none_match: Some("*".to_owned()),
        metadata: Some(
            [("note".to_owned(), "a  b".to_owned())]
                .into_iter()
                .collect(),
        ),
        ..PutObjectInput::new("bkt", "k +")
    };
    let url = run(client.inner().presigned(put, hour())).unwrap();
    let names: Vec<_> = url.headers().map(|(name, _)| name).collect();
    for name in ["if-none-match", "x-amz-meta-note"] {
        assert!(names.contains(&name), "{names:?}");
    }
    let text = url.uri().to_string();
    assert!(
        text.contains("X-Amz-Security-Token=to%2Fken%2B%3D"),
        "{text}"
    );
    assert!(
        text.contains("/bkt/k%20%2B?") && !text.contains("checksum"),
        "{text}"
    );
    let part = UploadPartInput::new("bkt", "k", 1, "u");
    let url = run(client.inner().presigned(part, hour())).unwrap();
    let text = url.uri().to_owned();
    assert!(
        text.contains("partNumber=1") && text.contains("uploadId=u"),
        "{text}"
    );
    assert!(!text.contains("checksum"), "{text}");
    let get = GetObjectInput {
        range: Some("bytes=0-1".to_owned()),
        ..GetObjectInput::new("bkt", "k")
    };
    let url = run(client.inner().presigned(get, hour())).unwrap();
    assert!(url.headers().any(|(name, _)| name == "range"));
    assert!(!url.uri().to_string().contains("checksum-mode"));
    for days in [8, 365] {
        let limit = Duration::from_secs(days * 86_400);
        assert!(PresigningConfig::expires_in(limit).is_err());
    }
    assert!(PresigningConfig::expires_in(Duration::ZERO).is_err());
}

#[test]
fn a_place_below_a_path_stays_there() {
    let server = Server::answering(200, "", LISTING);
    for place in ["/store", "/store/"] {
        let client = client(&format!("{}{place}", server.url()));
        run(client.list_objects_v2().bucket("bkt").send()).unwrap();
        run(client.get_object().bucket("bkt").key("a//b").send()).unwrap();
    }
    for request in server.requests() {
        let path = request.target.split('?').next().unwrap();
        assert!(["/store/bkt", "/store/bkt/a//b"].contains(&path), "{path}");
        signature::check(&request);
    }
}
