//! Buckets in another region than the one asked.

use crate::server::Server;
use crate::{REGION, client, run, signature};
use shapewright_runtime::ByteStream;

const ELSEWHERE: &str = "<Error><Code>PermanentRedirect</Code><Message>not here</Message></Error>";
const MALFORMED: &str = "<Error><Code>AuthorizationHeaderMalformed</Code><Message>no</Message>\
                         <Region>eu-west-1</Region></Error>";
const THERE: &str = "x-amz-bucket-region: eu-west-1\r\n";

/// Whether a request is signed for the region.
fn is_for(request: &crate::server::Received, region: &str) -> bool {
    request
        .header("authorization")
        .unwrap()
        .contains(&format!("/{region}/"))
}

#[test]
fn a_redirect_is_followed_once_and_learnt() {
    for (status, headers, body) in [
        (301, THERE, ELSEWHERE),
        (307, THERE, "<Error><Code>TemporaryRedirect</Code></Error>"),
        (400, "", MALFORMED),
        (
            400,
            THERE,
            "<Error><Code>IllegalLocationConstraintException</Code></Error>",
        ),
    ] {
        let server = Server::start(move |exchange| {
            exchange.read();
            match is_for(&exchange.request, REGION) {
                true => exchange.answer(status, headers, body),
                false => exchange.answer(200, "", "data"),
            }
        });
        let client = client(&server.url());
        run(async {
            for key in ["a", "b"] {
                let put = client.put_object().bucket("bkt").key(key).body("data");
                put.send().await.unwrap();
            }
            client
                .get_object()
                .bucket("other")
                .key("c")
                .send()
                .await
                .unwrap();
        });
        let requests = server.requests();
        let regions: Vec<_> = requests
            .iter()
            .map(|request| is_for(request, REGION))
            .collect();
        assert_eq!(
            regions,
            [true, false, false, true, false],
            "{status} {body}"
        );
        signature::check_in(&requests[1], "eu-west-1");
        assert_eq!(requests[1].body, b"data");
    }
}

#[test]
fn a_head_is_redirected_by_its_headers_alone() {
    for status in [301, 400] {
        let server = Server::start(move |exchange| match is_for(&exchange.request, REGION) {
            true => exchange.write(format!(
                "HTTP/1.1 {status} X\r\ncontent-length: 20\r\n{THERE}\r\n"
            )),
            false => exchange.write("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n"),
        });
        let client = client(&server.url());
        let output = run(client.head_object().bucket("bkt").key("k").send()).unwrap();
        assert_eq!((output.content_length, server.count()), (Some(4), 2));
    }
}

#[test]
fn a_redirect_for_ever_ends_with_the_region() {
    let server = Server::answering(301, THERE, ELSEWHERE);
    let list = client(&server.url()).list_objects_v2().bucket("bkt");
    let error = run(list.send()).unwrap_err();
    assert_eq!(server.count(), 2);
    assert_eq!(error.code(), Some("PermanentRedirect"));
    assert_eq!(error.metadata().region(), Some("eu-west-1"));
    assert!(error.to_string().contains("it is in eu-west-1"), "{error}");
}

#[test]
fn a_redirect_that_names_no_region_is_an_error() {
    for header in [
        "",
        "x-amz-bucket-region: not/a.region\r\n",
        "x-amz-bucket-region: \r\n",
    ] {
        let server = Server::answering(301, header, ELSEWHERE);
        let list = client(&server.url()).list_objects_v2().bucket("bkt");
        let error = run(list.send()).unwrap_err();
        assert_eq!(
            (error.code(), server.count()),
            (Some("PermanentRedirect"), 1)
        );
    }
}

#[test]
fn a_body_that_was_sent_once_is_not_redirected() {
    let server = Server::answering(301, THERE, ELSEWHERE);
    let body = ByteStream::from_read(&b"data"[..]).with_content_length(4);
    let put = client(&server.url())
        .put_object()
        .bucket("bkt")
        .key("k")
        .body(body);
    let error = run(put.send()).unwrap_err();
    assert_eq!(server.count(), 1);
    assert!(error.metadata().is_body_spent());
    assert_eq!(error.metadata().region(), Some("eu-west-1"));
}

#[test]
fn an_error_about_something_else_stays_where_it_is() {
    let body = "<Error><Code>AccessDenied</Code></Error>";
    let server = Server::answering(403, THERE, body);
    let got = client(&server.url()).get_object().bucket("bkt").key("k");
    let error = run(got.send()).unwrap_err();
    assert_eq!((error.code(), server.count()), (Some("AccessDenied"), 1));
}
