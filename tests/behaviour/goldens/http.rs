//! Where members are in an HTTP message.

use super::{body, response, round_trip};
use golden_http_bindings::operation::get_object::{GetObjectInput, GetObjectOutput};
use golden_http_bindings::operation::ping::PingInput;
use golden_http_bindings::operation::put_mixed::PutMixedInput;
use golden_http_bindings::operation::put_object::PutObjectInput;
use golden_http_bindings::operation::put_text::PutTextInput;
use golden_http_bindings::types::Object;
use golden_json_rpc::operation::describe_table::{DescribeTableError, DescribeTableInput};
use golden_json_rpc::operation::list_tables::ListTablesInput;
use golden_timestamps::operation::put_times::PutTimesInput;
use golden_timestamps::primitives::Timestamp;
use serde_json::json;
use shapewright_runtime::Map;
use shapewright_runtime::operation::{HostPrefix, Operation};

fn map(entries: &[(&str, &str)]) -> Map<String, String> {
    let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
    entries.iter().map(owned).collect()
}

#[test]
fn members_go_to_their_places_in_a_request() {
    let input = GetObjectInput {
        is_quick: Some(true),
        ids: Some(vec![1, 2]),
        more: Some(map(&[("a b", "c"), ("quick", "no")])),
        lists: Some(
            [("l".to_owned(), vec!["1".to_owned(), "2".to_owned()])]
                .into_iter()
                .collect(),
        ),
        trace: Some("t".into()),
        hops: Some(vec!["a".into(), "b,c".into()]),
        context: Some("{}".into()),
        meta: Some(map(&[("one", "1")])),
        ..GetObjectInput::new("my bucket", "a/b c/é", "acc")
    };
    let request = input.to_request().unwrap();
    assert_eq!(request.method(), "GET");
    let target = request.uri().to_string();
    let expected = "/my%20bucket/a/b%20c/%C3%A9?part&quick=true&id=1&id=2&a%20b=c&l=1&l=2";
    assert_eq!(target, expected);
    let header = |name: &str| request.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("x-trace"), "t");
    assert_eq!(header("x-hops"), "a, \"b,c\"");
    assert_eq!(header("x-context"), "e30=");
    assert_eq!(header("x-meta-one"), "1");
    let prefix = request.extensions().get::<HostPrefix>();
    assert_eq!(prefix, Some(&HostPrefix("acc.data-".into())));
}

#[test]
fn members_come_from_their_places_in_a_response() {
    let headers = [
        ("X-Length", "7"),
        ("X-Hops", "a, \"b,c\""),
        ("X-Context", "e30="),
        ("X-Meta-One", "1"),
    ];
    let output = GetObjectInput::parse_response(&response(206, &headers, "bytes")).unwrap();
    assert_eq!(output.body.unwrap().as_ref(), b"bytes");
    assert_eq!(output.status, Some(206));
    assert_eq!(output.length, Some(7));
    assert_eq!(output.hops, Some(vec!["a".into(), "b,c".into()]));
    assert_eq!(output.context.as_deref(), Some("{}"));
    assert_eq!(output.meta, Some(map(&[("one", "1")])));
}

#[test]
fn serde_has_the_api_s_names_wherever_members_travel() {
    let printed = json!({
        "status": 206, "length": 7, "hops": ["a", "b,c"], "context": "{}", "meta": {"one": "1"},
        "body": "Ynl0ZXM=",
    });
    let headers = [
        ("X-Length", "7"),
        ("X-Hops", "a, \"b,c\""),
        ("X-Context", "e30="),
        ("X-Meta-One", "1"),
    ];
    let output = GetObjectInput::parse_response(&response(206, &headers, "bytes")).unwrap();
    assert_eq!(round_trip::<GetObjectOutput>(printed), output);
    round_trip::<GetObjectInput>(json!({
        "bucket": "b", "key": "k", "account": "a", "isQuick": true, "ids": [1], "trace": "t",
    }));
    round_trip::<Object>(json!({"size": 1, "label": "l"}));
    // What has another place is not looked for in the body.
    let answer = response(200, &[], r#"{"id":"body","X-Id":"body","Name":"n"}"#);
    let output = PutMixedInput::parse_response(&answer).unwrap();
    assert_eq!((output.id, output.name.as_deref()), (None, Some("n")));
}

#[test]
fn headers_are_read_as_services_send_them() {
    let headers = [("X-Hops", "a, b"), ("X-Hops", ""), ("X-Hops", "\"c,d\"")];
    let output = GetObjectInput::parse_response(&response(200, &headers, "")).unwrap();
    let expected = ["a", "b", "c,d"].map(str::to_owned);
    assert_eq!(output.hops, Some(expected.to_vec()));
    let answer = response(200, &[("X-Id", "")], "{}");
    let output = PutMixedInput::parse_response(&answer).unwrap();
    assert_eq!(output.id.as_deref(), Some(""));
    let empty = [("X-Length", ""), ("X-Hops", "")];
    let output = GetObjectInput::parse_response(&response(200, &empty, "")).unwrap();
    assert_eq!((output.length, output.hops), (None, None));
    let dates = [
        ("X-Dates", "Sunday, 30-Aug-15 12:36:00 GMT"),
        ("X-Dates", "Sun, 30 Aug 2015 12:36:00 +0000"),
    ];
    let output = PutTimesInput::parse_response(&response(200, &dates, "{}")).unwrap();
    let moment = Timestamp::from_unix(1_440_938_160, 0).unwrap();
    assert_eq!(output.dates, Some(vec![moment; 2]));
}

#[test]
fn a_payload_is_the_whole_body() {
    let object = Object {
        size: Some(1),
        label: Some("l".into()),
    };
    let input = PutObjectInput {
        object: Some(object.clone()),
        trace: Some("t".into()),
    };
    let request = input.to_request().unwrap();
    assert_eq!(body(&request), json!({"size": 1, "LABEL": "l"}));
    assert_eq!(request.headers()["content-type"], "application/json");
    let answer = response(200, &[("X-Version", "2")], r#"{"size":1,"LABEL":"l"}"#);
    let output = PutObjectInput::parse_response(&answer).unwrap();
    assert_eq!(output.object, Some(object));
    assert_eq!(output.version.as_deref(), Some("2"));

    let input = PutTextInput {
        text: Some("plain".into()),
    };
    assert_eq!(input.to_request().unwrap().body(), "plain");
    let output = PutTextInput::parse_response(&response(200, &[], "back")).unwrap();
    assert_eq!(output.text.as_deref(), Some("back"));
}

#[test]
fn the_body_holds_what_has_no_other_place() {
    let mut input = PutMixedInput::new("i d", "n");
    input.exact = Some(f64::INFINITY);
    let request = input.to_request().unwrap();
    assert_eq!(request.uri(), "/mixed/i%20d");
    assert_eq!(body(&request), json!({"Name": "n", "exact": "Infinity"}));
    let answer = response(200, &[("X-Id", "7")], r#"{"Name":"n"}"#);
    let output = PutMixedInput::parse_response(&answer).unwrap();
    assert_eq!(
        (output.id.as_deref(), output.name.as_deref()),
        (Some("7"), Some("n"))
    );
}

#[test]
fn a_label_must_not_be_empty() {
    let error = PutMixedInput::new("", "n").to_request().unwrap_err();
    assert!(error.to_string().contains("`id`"), "{error}");
}

#[test]
fn nothing_is_sent_as_nothing() {
    let request = PingInput::default().to_request().unwrap();
    assert_eq!(
        (request.method().as_str(), request.body().len()),
        ("GET", 0)
    );
    PingInput::parse_response(&response(200, &[], "")).unwrap();
}

#[test]
fn timestamps_are_written_as_their_places_ask() {
    let moment = Timestamp::from_unix(1_440_938_160, 0).unwrap();
    let input = PutTimesInput {
        since: Some(moment),
        epochs: Some(vec![moment]),
        modified: Some(moment),
        iso_header: Some(moment),
        ..PutTimesInput::new(moment)
    };
    let request = input.to_request().unwrap();
    let time = "2015-08-30T12%3A36%3A00Z";
    let expected = format!("/times/{time}?since={time}&epochs=1440938160");
    assert_eq!(request.uri().to_string(), expected);
    let headers = request.headers();
    assert_eq!(
        headers["if-modified-since"],
        "Sun, 30 Aug 2015 12:36:00 GMT"
    );
    assert_eq!(headers["x-iso"], "2015-08-30T12:36:00Z");
    let dates = "Sun, 30 Aug 2015 12:36:00 GMT, Sun, 30 Aug 2015 12:36:00 GMT";
    let answer = response(200, &[("X-Dates", dates)], "{}");
    let output = PutTimesInput::parse_response(&answer).unwrap();
    assert_eq!(output.dates, Some(vec![moment; 2]));
}

#[test]
fn the_json_protocol_has_a_target() {
    let request = DescribeTableInput::new("t").to_request().unwrap();
    assert_eq!(
        (request.method().as_str(), request.uri().path()),
        ("POST", "/")
    );
    assert_eq!(
        request.headers()["x-amz-target"],
        "Tables_20200101.DescribeTable"
    );
    assert_eq!(
        request.headers()["content-type"],
        "application/x-amz-json-1.1"
    );
    assert_eq!(body(&request), json!({"TableName": "t"}));
    assert_eq!(
        body(&ListTablesInput::default().to_request().unwrap()),
        json!({})
    );
    let text = r#"{"__type": "com.example#ResourceNotFoundException", "message": "gone"}"#;
    let error = DescribeTableInput::parse_response(&response(400, &[], text)).unwrap_err();
    let DescribeTableError::ResourceNotFoundException(error) = error else {
        panic!("{error:?}");
    };
    assert_eq!(error.message.as_deref(), Some("gone"));
}
