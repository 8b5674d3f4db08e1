//! RPC v2 with CBOR: bodies, numbers, what is nothing, errors.

use golden_rpc_cbor::operation::ping::PingInput;
use golden_rpc_cbor::operation::put_thing::{PutThingError, PutThingInput, PutThingOutput};
use golden_rpc_cbor::types::{Thing, Value};
use shapewright_runtime::Timestamp;
use shapewright_runtime::http::Response;
use shapewright_runtime::operation::{Operation, OperationError};

fn response(
    status: u16,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Response<shapewright_runtime::bytes::Bytes> {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(body.to_vec().into()).unwrap()
}

/// The output in a map of one member.
fn member(name: &str, value: &[u8]) -> PutThingOutput {
    let body = [
        &[0xbf, 0x60 | u8::try_from(name.len()).unwrap()],
        name.as_bytes(),
        value,
        &[0xff],
    ];
    PutThingInput::parse_response(&response(200, &[], &body.concat())).unwrap()
}

#[test]
fn a_request_goes_to_the_path_of_its_operation() {
    let request = PingInput {}.to_request().unwrap();
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "/service/Things/operation/Ping");
    assert_eq!(request.headers()["smithy-protocol"], "rpc-v2-cbor");
    assert_eq!(request.headers()["accept"], "application/cbor");
    assert_eq!(request.headers()["x-amzn-query-mode"], "true");
    assert!(request.body().is_empty() && !request.headers().contains_key("content-type"));
}

#[test]
fn a_body_is_cbor() {
    let input = PutThingInput {
        value: Some(Value::Number(-500)),
        data: Some("#!".into()),
        ratio: Some(0.5),
        small: Some(f32::NAN),
        at: Timestamp::from_unix(1_422_172_800, 0),
        holes: Some(vec![Some(1), None]),
        ..PutThingInput::new("é")
    };
    let request = input.to_request().unwrap();
    assert_eq!(request.headers()["content-type"], "application/cbor");
    let expected: Vec<u8> = [
        &[0xa7][..],
        b"\x64name\x62\xc3\xa9",
        b"\x65value\xa1\x66number\x39\x01\xf3",
        b"\x64data\x42#!",
        b"\x65ratio\xfb\x3f\xe0\0\0\0\0\0\0",
        b"\x65small\xfa\x7f\xc0\0\0",
        b"\x62at\xc1\x1a\x54\xc4\xa2\x80",
        b"\x65holes\x82\x01\xf6",
    ]
    .concat();
    assert_eq!(request.body()[..], expected[..]);
}

#[test]
fn numbers_come_in_every_size() {
    assert_eq!(member("ratio", b"\xf9\x3c\x00").ratio, Some(1.0));
    assert_eq!(
        member("ratio", b"\xf9\x00\x01").ratio,
        Some(2_f64.powi(-24))
    );
    assert_eq!(
        member("ratio", b"\xf9\xfc\x00").ratio,
        Some(f64::NEG_INFINITY)
    );
    assert!(member("ratio", b"\xf9\x7e\x00").ratio.unwrap().is_nan());
    assert_eq!(member("ratio", b"\xfa\x3f\x80\0\0").ratio, Some(1.0));
    assert_eq!(
        member("small", b"\xfb\x3f\xf0\0\0\0\0\0\0").small,
        Some(1.0)
    );
    assert_eq!(member("ratio", b"\x07").ratio, Some(7.0));
    assert_eq!(
        member("count", b"\x3b\x7f\xff\xff\xff\xff\xff\xff\xff").count,
        Some(i64::MIN)
    );
    let at = |value| member("at", value).at;
    assert_eq!(
        at(b"\xc1\x1a\x54\xc4\xa2\x80"),
        Timestamp::from_unix(1_422_172_800, 0)
    );
    let half = Timestamp::from_unix(1, 500_000_000);
    assert_eq!(at(b"\xc1\xfb\x3f\xf8\0\0\0\0\0\0"), half);
    assert_eq!(at(b"\xc1\x20"), Timestamp::from_unix(-1, 0));
}

#[test]
fn what_has_no_length_ends_somewhere() {
    assert_eq!(
        member("data", b"\x5f\x41#\x41!\xff").data.as_deref(),
        Some(&b"#!"[..])
    );
    let names = member("names", b"\x9f\x7f\x61a\x61b\xff\xff").names;
    assert_eq!(names, Some(vec!["ab".to_owned()]));
    let value = member(
        "value",
        b"\xbf\x66__type\x61x\x64text\x61v\x66number\xf6\xff",
    )
    .value;
    assert_eq!(value, Some(Value::Text("v".into())));
}

#[test]
fn nothing_is_left_out_but_where_it_may_be() {
    assert_eq!(
        member("names", b"\x83\xf6\x61a\xf6").names,
        Some(vec!["a".to_owned()])
    );
    let by_name = member("byName", b"\xa2\x61a\xf6\x61b\x61c")
        .by_name
        .unwrap();
    assert_eq!(by_name.len(), 1);
    assert_eq!(by_name["b"], "c");
    assert_eq!(
        member("holes", b"\x82\xf6\x01").holes,
        Some(vec![None, Some(1)])
    );
    assert_eq!(member("thing", b"\xf6").thing, None);
    assert_eq!(
        member("new", b"\xa1\x01\x82\xf6\xf7"),
        PutThingOutput::default()
    );
}

#[test]
fn what_is_no_output_is_told() {
    let problem = |body: &[u8]| {
        let error = PutThingInput::parse_response(&response(200, &[], body)).unwrap_err();
        error.to_string()
    };
    for (body, expected) in [
        (&b"\xa1\x65count\x61x"[..], "in `count`"),
        (b"\xa1\x65count", "it ends here"),
        (b"\x80", "expected a map"),
        (b"\xa0\xa0", "expected the end"),
        (
            b"\xa1\x64data\x5b\xff\xff\xff\xff\xff\xff\xff\xff",
            "in the middle of a value",
        ),
        (
            b"\xa1\x65names\x9b\xff\xff\xff\xff\xff\xff\xff\xff",
            "it ends here",
        ),
        (b"\xa1\x65names\x1c", "expected the head of a value"),
        (b"\xa1\x65names\xff", "not the end of an array"),
    ] {
        let problem = problem(body);
        assert!(problem.contains(expected), "{problem}");
    }
}

#[test]
fn depth_is_bounded() {
    let nested = |depth: usize| {
        let mut body = b"\xa1\x65thing".to_vec();
        body.extend(b"\xa1\x65inner".repeat(depth));
        body.extend(b"\xa0");
        PutThingInput::parse_response(&response(200, &[], &body))
    };
    let mut thing = nested(100).unwrap().thing.unwrap();
    let mut depth = 0;
    while let Some(inner) = thing.inner {
        thing = *inner;
        depth += 1;
    }
    assert_eq!((depth, thing), (100, Thing::default()));
    let error = nested(100_000).unwrap_err().to_string();
    assert!(error.contains("nested too deep"), "{error}");
    let unknown = [&b"\xa1\x63new"[..], &b"\x81".repeat(100_000)].concat();
    let error = PutThingInput::parse_response(&response(200, &[], &unknown)).unwrap_err();
    assert!(error.to_string().contains("nested too deep"), "{error}");
}

#[test]
fn an_error_has_the_code_of_the_query_protocol() {
    let body = b"\xa3\x66__type\x71a.b#LimitExceeded\x67message\x62no\x65limit\x03";
    let header = [("x-amzn-query-error", "Limit.Exceeded;Sender")];
    let error = PutThingInput::parse_response(&response(400, &header, body)).unwrap_err();
    assert_eq!(error.code(), Some("Limit.Exceeded"));
    assert_eq!(error.payload().metadata().message(), Some("no"));
    let PutThingError::LimitExceeded(error) = error else {
        panic!("{error:?}");
    };
    assert_eq!(error.limit, Some(3));
    let unknown = PutThingInput::parse_response(&response(503, &[], b"<html>")).unwrap_err();
    assert_eq!(unknown.code(), Some("503"));
}
