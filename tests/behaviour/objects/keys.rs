//! Keys, as they are sent and signed.

use crate::server::Server;
use crate::{blocking, client, client_of, config, run, signature};
use golden_objects::operation::get_object::GetObjectInput;
use golden_objects::primitives::Blob;
use shapewright_runtime::RequestErrorKind;
use shapewright_runtime::bytes::Bytes;
use shapewright_runtime::http::Request;
use shapewright_runtime::platform::BoxFuture;
use shapewright_runtime::transport::{Limits, Transport};
use std::sync::{Arc, Mutex};

const KEYS: [(&str, &str); 12] = [
    ("a//b", "/bkt/a//b"),
    ("a/./b", "/bkt/a/./b"),
    ("../x", "/bkt/../x"),
    ("/x/", "/bkt//x/"),
    (".", "/bkt/."),
    ("a+b c", "/bkt/a%2Bb%20c"),
    (" ", "/bkt/%20"),
    ("a%2Fb", "/bkt/a%252Fb"),
    ("grüße/日", "/bkt/gr%C3%BC%C3%9Fe/%E6%97%A5"),
    ("a?b#c&d=e", "/bkt/a%3Fb%23c%26d%3De"),
    ("~._-!*'()", "/bkt/~._-%21%2A%27%28%29"),
    ("tab\tnew\nline\r", "/bkt/tab%09new%0Aline%0D"),
];

#[test]
fn a_key_is_sent_and_signed_byte_for_byte() {
    for (key, target) in KEYS {
        let server = Server::answering(200, "", "data");
        run(client(&server.url())
            .get_object()
            .bucket("bkt")
            .key(key)
            .send())
        .unwrap();
        let input = GetObjectInput::new("bkt", key);
        drop(blocking(&server.url()).send_blocking(input).unwrap());
        let requests = server.requests();
        assert_eq!(requests.len(), 2);
        for request in requests {
            assert_eq!(request.target, target);
            signature::check(&request);
        }
    }
}

#[test]
fn prefixes_are_sent_and_signed_alike() {
    for (prefix, sent) in [
        ("{x", "%7Bx"),
        ("a+b", "a%2Bb"),
        ("a b", "a%20b"),
        ("ä=&", "%C3%A4%3D%26"),
    ] {
        let server = Server::answering(200, "", "<ListBucketResult/>");
        let list = client(&server.url())
            .list_objects_v2()
            .bucket("bkt")
            .prefix(prefix);
        run(list.send()).unwrap();
        let request = &server.requests()[0];
        let (path, query) = request.target.split_once('?').unwrap();
        assert!(query.contains(&format!("prefix={sent}")), "{query}");
        assert_eq!(path, "/bkt");
        signature::check(request);
    }
}

#[test]
fn nothing_is_sent_without_a_key_or_a_bucket() {
    let server = Server::answering(200, "", "");
    let client = client(&server.url());
    for (bucket, key) in [("bkt", ""), ("", "k"), ("", "")] {
        let error = run(client.delete_object().bucket(bucket).key(key).send()).unwrap_err();
        assert!(error.as_service_error().is_none());
        let error = run(client.get_object().bucket(bucket).key(key).send()).unwrap_err();
        let text = error.to_string();
        assert!(text.contains("must not be empty"), "{text}");
    }
    assert_eq!(server.count(), 0);
}

#[test]
fn the_source_of_a_copy_is_encoded_once() {
    for (source, sent) in [
        ("src/etc/c++ ?x", "src/etc/c%2B%2B%20%3Fx"),
        (
            "src/etc/c++ ?x?versionId=v.1",
            "src/etc/c%2B%2B%20%3Fx?versionId=v.1",
        ),
        ("/src/a//b", "/src/a//b"),
        ("src/ü", "src/%C3%BC"),
        ("src/100%", "src/100%25"),
    ] {
        let server = Server::answering(
            200,
            "",
            "<CopyObjectResult><ETag>e</ETag></CopyObjectResult>",
        );
        let copy = client(&server.url()).copy_object().bucket("bkt").key("k");
        run(copy.copy_source(source).send()).unwrap();
        let copy = client(&server.url())
            .upload_part_copy()
            .bucket("bkt")
            .key("k");
        let copy = copy.copy_source(source).part_number(1).upload_id("u");
        run(copy.send()).unwrap();
        for request in server.requests() {
            assert_eq!(request.header("x-amz-copy-source"), Some(sent));
            signature::check(&request);
        }
    }
}

#[test]
fn metadata_with_runs_of_spaces_is_signed_as_it_is_read() {
    let server = Server::answering(200, "", "");
    let put = client(&server.url()).put_object().bucket("bkt").key("k");
    let put = put
        .metadata("note", "x  y ")
        .metadata("other", "\tz")
        .body("data");
    run(put.send()).unwrap();
    let request = &server.requests()[0];
    let value = request.header("x-amz-meta-note").unwrap();
    assert_eq!(value.split_whitespace().collect::<Vec<_>>(), ["x", "y"]);
    signature::check(request);
}

#[test]
fn a_key_of_the_caller_s_is_sent_with_its_md5() {
    let server = Server::answering(200, "", "data");
    let client = client(&server.url());
    let key: Vec<u8> = (0..32).collect();
    let get = client.get_object().bucket("bkt").key("k");
    let get = get
        .sse_customer_algorithm("AES256")
        .sse_customer_key(Blob::from(key));
    run(get.send()).unwrap();
    let given = client.put_object().bucket("bkt").key("k").body("data");
    let given = given.sse_customer_key(Blob::from("0123456789abcdef0123456789abcdef"));
    run(given.sse_customer_key_md5("given").send()).unwrap();
    let requests = server.requests();
    let header = |at: usize, name: &str| {
        let name = format!("x-amz-server-side-encryption-customer-{name}");
        requests[at].header(&name).unwrap().to_owned()
    };
    assert_eq!(
        header(0, "key"),
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    );
    assert_eq!(header(0, "key-md5"), "tP/LI3N87DFaSk0aoqYgzg==");
    assert_eq!(header(0, "algorithm"), "AES256");
    assert_eq!(
        header(1, "key"),
        "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
    );
    assert_eq!(header(1, "key-md5"), "given");
    signature::check(&requests[0]);
}

/// Keeps the head of a request.
#[derive(Clone, Debug, Default)]
struct Capture(Arc<Mutex<Vec<Request<()>>>>);

impl Transport for Capture {
    fn send(
        &self,
        request: Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<
        '_,
        Result<shapewright_runtime::http::Response<Bytes>, shapewright_runtime::RequestError>,
    > {
        self.0.lock().unwrap().push(request.map(|_| ()));
        Box::pin(async { Ok(shapewright_runtime::http::Response::new(Bytes::new())) })
    }
}

#[test]
fn the_host_that_is_signed_is_the_host_that_is_sent() {
    for (url, host) in [
        ("http://127.0.0.1:80", "127.0.0.1"),
        ("https://store.example:443", "store.example"),
        ("https://store.example:80", "store.example:80"),
        ("http://127.0.0.1:9000", "127.0.0.1:9000"),
        ("http://[::1]:9000/base", "[::1]:9000"),
    ] {
        let capture = Capture::default();
        let config = config(url).transport(capture.clone()).build();
        let client = golden_objects::Client::new(&config);
        run(client.head_bucket().bucket("bkt").send()).unwrap();
        let requests = capture.0.lock().unwrap();
        assert_eq!(requests[0].headers()["host"], host, "{url}");
    }
    let server = Server::answering(200, "", "");
    run(client(&server.url()).head_bucket().bucket("bkt").send()).unwrap();
    let request = &server.requests()[0];
    let host = format!("127.0.0.1:{}", server.port());
    assert_eq!(request.header("host"), Some(host.as_str()));
    signature::check(request);
}

#[test]
fn a_name_that_no_endpoint_has_is_no_host() {
    let client = client_of(config("http://exa mple"));
    let error = run(client.head_bucket().bucket("bkt").send()).unwrap_err();
    let golden_objects::operation::head_bucket::HeadBucketError::Request(error) = error else {
        panic!("{error:?}");
    };
    assert_eq!(error.kind(), RequestErrorKind::Endpoint);
}
