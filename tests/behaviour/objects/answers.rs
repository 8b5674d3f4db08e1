//! Answers that are not what their status says, or say nothing.

use crate::server::Server;
use crate::{client, client_of, config, run};
use golden_objects::operation::complete_multipart_upload::CompleteMultipartUploadError;
use golden_objects::operation::get_object::GetObjectError;
use golden_objects::operation::head_bucket::HeadBucketError;
use golden_objects::operation::head_object::HeadObjectError;
use golden_objects::types::{BucketLocationConstraint, Delete, ObjectIdentifier};
use shapewright_runtime::Timestamp;
use shapewright_runtime::config::RetryConfig;

const FAILED: &str = "<?xml version=\"1.0\"?>\n<Error><Code>InternalError</Code>\
                      <Message>again</Message><RequestId>r1</RequestId></Error>";
const COMPLETED: &str = "<CompleteMultipartUploadResult><ETag>\"e\"</ETag>\
                         </CompleteMultipartUploadResult>";

async fn complete(
    client: &golden_objects::Client,
) -> Result<Option<String>, CompleteMultipartUploadError> {
    let call = client.complete_multipart_upload().bucket("bkt").key("k");
    Ok(call.upload_id("u").send().await?.e_tag)
}

#[test]
fn a_success_that_is_an_error_is_tried_again() {
    let server = Server::start(|exchange| match exchange.number {
        0 => exchange.answer(200, "", FAILED),
        _ => exchange.answer(200, "", COMPLETED),
    });
    let tag = run(complete(&client(&server.url()))).unwrap();
    assert_eq!((tag.as_deref(), server.count()), (Some("\"e\""), 2));
}

#[test]
fn copies_and_parts_that_are_copied_fail_in_a_success_too() {
    let server = Server::answering(200, "", FAILED);
    let config = config(&server.url()).retry_config(RetryConfig::disabled());
    let client = client_of(config);
    let copied = client
        .copy_object()
        .bucket("bkt")
        .key("k")
        .copy_source("a/b");
    let error = run(copied.send()).unwrap_err();
    assert_eq!(error.code(), Some("InternalError"));
    assert_eq!(error.request_id(), Some("r1"));
    let part = client.upload_part_copy().bucket("bkt").key("k");
    let part = part.copy_source("a/b").upload_id("u").part_number(1);
    let error = run(part.send()).unwrap_err();
    assert_eq!(error.code(), Some("InternalError"));
    let deleted = client.delete_object().bucket("bkt").key("k");
    assert_eq!(
        run(deleted.send()).unwrap_err().code(),
        Some("InternalError")
    );
}

#[test]
fn white_space_that_keeps_a_connection_is_no_result() {
    for (document, is_result) in [(COMPLETED, true), (FAILED, false)] {
        for before in [true, false] {
            let server = Server::start(move |exchange| {
                exchange.read();
                let declared = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
                let root = document.trim_start_matches("<?xml version=\"1.0\"?>\n");
                let pieces = match before {
                    true => ["\n\r\n".to_owned(), format!(" {declared}"), root.to_owned()],
                    false => [declared.to_owned(), "\n \r\n".to_owned(), root.to_owned()],
                };
                exchange.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
                for piece in pieces {
                    exchange.write(format!("{:x}\r\n{piece}\r\n", piece.len()));
                    exchange.wait(20);
                }
                exchange.write("0\r\n\r\n");
            });
            let config = config(&server.url()).retry_config(RetryConfig::disabled());
            let result = run(complete(&client_of(config)));
            assert_eq!(result.is_ok(), is_result, "{before}: {result:?}");
            assert_eq!(server.count(), 1);
        }
    }
}

#[test]
fn what_a_head_says_without_a_body_is_told() {
    // The length is of the body that a GET would have.
    for (status, code) in [
        (404, "404"),
        (403, "403"),
        (400, "400"),
        (412, "412"),
        (304, "304"),
    ] {
        let server = Server::start(move |exchange| {
            exchange.write(format!(
                "HTTP/1.1 {status} X\r\ncontent-length: 300\r\nx-amz-request-id: r{status}\r\n\r\n"
            ));
        });
        let client = client(&server.url());
        run(async {
            let error = client
                .head_object()
                .bucket("bkt")
                .key("k")
                .send()
                .await
                .unwrap_err();
            assert_eq!(error.code(), Some(code));
            assert_eq!(error.metadata().status(), Some(status));
            assert_eq!(error.request_id(), Some(format!("r{status}").as_str()));
            let is_missing = matches!(error, HeadObjectError::NotFound(_));
            assert_eq!(is_missing, status == 404, "{error:?}");
            let error = client.head_bucket().bucket("bkt").send().await.unwrap_err();
            assert_eq!(matches!(error, HeadBucketError::NotFound(_)), status == 404);
        });
        assert_eq!(server.connections(), 1, "the connection goes on");
    }
}

#[test]
fn a_missing_key_is_an_exception_of_its_own() {
    let body = "<Error><Code>NoSuchKey</Code><Message>none</Message><Key>k</Key></Error>";
    let server = Server::answering(404, "", body);
    let got = run(client(&server.url())
        .get_object()
        .bucket("bkt")
        .key("k")
        .send());
    let error = got.unwrap_err();
    assert!(matches!(error, GetObjectError::NoSuchKey(_)), "{error:?}");
    assert_eq!((error.message(), server.count()), (Some("none"), 1));
}

#[test]
fn an_expiry_that_is_no_date_does_not_keep_an_object() {
    for text in ["tomorrow", "-1", "Thu, 99 Foo 2099 99:99:99 GMT"] {
        let server = Server::start(move |exchange| {
            let headers = format!("expires: {text}\r\n");
            match exchange.request.method.as_str() {
                "HEAD" => exchange.answer(200, &headers, ""),
                _ => exchange.answer(200, &headers, "data"),
            }
        });
        let client = client(&server.url());
        run(async {
            let head = client
                .head_object()
                .bucket("bkt")
                .key("k")
                .send()
                .await
                .unwrap();
            assert_eq!(head.expires_string.as_deref(), Some(text));
            let output = client
                .get_object()
                .bucket("bkt")
                .key("k")
                .send()
                .await
                .unwrap();
            assert_eq!(output.expires_string.as_deref(), Some(text));
            if text == "tomorrow" {
                assert_eq!((head.expires, output.expires), (None, None));
            }
            let body = output.body.collect().await.unwrap();
            assert_eq!(body.into_bytes(), "data");
        });
    }
    let date = "expires: Thu, 01 Dec 1994 16:00:00 GMT\r\n";
    let server = Server::answering(200, date, "data");
    let output = run(client(&server.url())
        .get_object()
        .bucket("bkt")
        .key("k")
        .send())
    .unwrap();
    assert_eq!(output.expires, Timestamp::from_unix(786_297_600, 0));
}

#[test]
fn where_a_bucket_is_stands_in_a_bare_element() {
    let location = |body: &'static str| {
        let server = Server::answering(200, "", body);
        let output = run(client(&server.url())
            .get_bucket_location()
            .bucket("bkt")
            .send());
        output.unwrap().location_constraint
    };
    let there = "<?xml version=\"1.0\"?>\n<LocationConstraint xmlns=\"u\">EU</LocationConstraint>";
    assert_eq!(location(there), Some(BucketLocationConstraint::Eu));
    let new = "<LocationConstraint>xx-new-1</LocationConstraint>";
    assert_eq!(location(new).unwrap().as_str(), "xx-new-1");
    assert_eq!(location("<LocationConstraint xmlns=\"u\"/>"), None);
    assert_eq!(location("<LocationConstraint></LocationConstraint>"), None);
}

#[test]
fn some_of_a_batch_may_fail_in_a_success() {
    let body = "<DeleteResult><Error><Key>a</Key><Code>AccessDenied</Code></Error></DeleteResult>";
    let server = Server::answering(200, "", body);
    let delete = Delete {
        quiet: Some(true),
        ..Delete::new(vec![ObjectIdentifier::new("a")])
    };
    let call = client(&server.url())
        .delete_objects()
        .bucket("bkt")
        .delete(delete);
    let output = run(call.send()).unwrap();
    let errors = output.errors.unwrap();
    assert_eq!(errors[0].code.as_deref(), Some("AccessDenied"));
    assert_eq!((errors.len(), output.deleted), (1, None));
}

#[test]
fn a_page_of_a_proxy_is_told_by_its_status() {
    let server = Server::start(|exchange| match exchange.number {
        0 => exchange.answer(503, "content-type: text/html\r\n", "<html><p>busy</html>"),
        1 => exchange.answer(502, "content-type: text/plain\r\n", "Bad gateway"),
        2 => exchange.answer(504, "", ""),
        _ => exchange.answer(200, "", "data"),
    });
    let retry = RetryConfig::default().with_max_attempts(4);
    let client = client_of(config(&server.url()).retry_config(retry));
    run(client.get_object().bucket("bkt").key("k").send()).unwrap();
    assert_eq!(server.count(), 4);

    let server = Server::answering(503, "", "<html><p>busy here</html>");
    let client = client_of(config(&server.url()).retry_config(RetryConfig::disabled()));
    let error = run(client.get_object().bucket("bkt").key("k").send()).unwrap_err();
    assert!(error.to_string().contains("503"), "{error}");
    let body = error.metadata().raw_body().unwrap();
    assert_eq!(body, b"<html><p>busy here</html>");
}

#[test]
fn a_write_whose_answer_was_lost_is_not_taken_for_somebody_else_s() {
    let server = Server::start(|exchange| {
        exchange.read();
        match exchange.number {
            0 => exchange.close(),
            _ => exchange.answer(412, "", "<Error><Code>PreconditionFailed</Code></Error>"),
        }
    });
    let put = client(&server.url()).put_object().bucket("bkt").key("k");
    let error = run(put.if_none_match("*").body("data").send()).unwrap_err();
    assert_eq!(error.code(), Some("PreconditionFailed"));
    assert_eq!(error.metadata().attempts(), 2);
    assert!(error.metadata().lost_a_response());
    assert!(
        error.to_string().contains("may have been carried out"),
        "{error}"
    );

    let server = Server::answering(412, "", "<Error><Code>PreconditionFailed</Code></Error>");
    let put = client(&server.url()).put_object().bucket("bkt").key("k");
    let error = run(put.if_none_match("*").body("data").send()).unwrap_err();
    assert!(!error.metadata().lost_a_response(), "it is somebody else's");
}
