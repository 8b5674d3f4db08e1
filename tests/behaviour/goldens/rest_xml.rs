//! REST with XML: bodies, roots, namespaces, attributes, errors.

use super::response;
use golden_rest_xml::Client;
use golden_rest_xml::operation::create_shelf::{CreateShelfError, CreateShelfInput};
use golden_rest_xml::operation::get_note::GetNoteInput;
use golden_rest_xml::operation::get_region::GetRegionInput;
use golden_rest_xml::operation::get_scan::GetScanError;
use golden_rest_xml::operation::head_shelf::{HeadShelfError, HeadShelfInput};
use golden_rest_xml::operation::put_rules::PutRulesInput;
use golden_rest_xml::operation::put_scan::PutScanInput;
use golden_rest_xml::types::{Filter, Grantee, Kind, Rule, Rules};
use shapewright_runtime::operation::{Operation, OperationError};
use shapewright_runtime::platform::block_on;
use shapewright_runtime::testing::StubTransport;
use shapewright_runtime::{Map, Timestamp};

/// Target, content type and body of a request.
fn sent(input: &impl Operation) -> (String, Option<String>, String) {
    let request = input.to_request().unwrap();
    let kind = request.headers().get("content-type");
    (
        request.uri().to_string(),
        kind.map(|kind| kind.to_str().unwrap().to_owned()),
        String::from_utf8(request.body().to_vec()).unwrap(),
    )
}

fn map(entries: &[(&str, &str)]) -> Map<String, String> {
    let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
    entries.iter().map(owned).collect()
}

#[test]
fn a_body_has_the_members_in_the_models_order_and_no_other() {
    let input = CreateShelfInput {
        owner: Some("me".into()),
        labels: Some(map(&[("k", "a & <b>")])),
        settings: Some(map(&[("s", "t"), ("u", "\r\n")])),
        rows: Some(vec![vec!["1".into(), "2".into()], Vec::new()]),
        grantee: Some(Grantee {
            id: Some("é".into()),
            r#type: Some(Kind::User),
        }),
        ratio: Some(f64::INFINITY),
        seal: Some("#!".into()),
        ..CreateShelfInput::new("a b")
    };
    let (uri, kind, body) = sent(&input);
    assert_eq!(uri, "/shelves/a%20b?new");
    assert_eq!(kind.as_deref(), Some("application/xml"));
    let expected = "<CreateShelfRequest xmlns=\"https://example.com/doc/2020-01-01/\">\
        <Labels><entry><Name>k</Name>\
        <Text xmlns=\"https://example.com/text/\">a &amp; &lt;b&gt;</Text></entry></Labels>\
        <Setting><key>s</key><value>t</value></Setting>\
        <Setting><key>u</key><value>&#xD;&#xA;</value></Setting>\
        <Rows><Row><Cell>1</Cell><Cell>2</Cell></Row><Row></Row></Rows>\
        <GrantedTo xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"User\">\
        <Id>é</Id></GrantedTo>\
        <Ratio>Infinity</Ratio><Seal>IyE=</Seal></CreateShelfRequest>";
    assert_eq!(body, expected);
}

#[test]
fn without_members_for_it_there_is_no_body() {
    let (_, kind, body) = sent(&CreateShelfInput::new("n"));
    assert_eq!((kind, body.as_str()), (None, ""));
    let (_, kind, body) = sent(&PutRulesInput::new("n"));
    assert_eq!((kind, body.as_str()), (None, ""));
}

#[test]
fn a_payload_has_a_root_of_its_own() {
    let rule = Rule {
        filter: Some(Filter::Sizes(vec![1, 2])),
        since: Timestamp::from_unix(1_422_172_800, 0),
        until: Timestamp::from_unix(1_422_172_800, 0),
        id: Some("r".into()),
    };
    let input = PutRulesInput {
        rules: Some(Rules {
            rules: Some(vec![rule]),
            ..Default::default()
        }),
        ..PutRulesInput::new("n")
    };
    let expected = "<RulesOfShelf xmlns=\"https://example.com/doc/2020-01-01/\"><Rule><Id>r</Id>\
        <Filter><Sizes><Size>1</Size><Size>2</Size></Sizes></Filter>\
        <Since>2015-01-25T08:00:00Z</Since><Until>Sun, 25 Jan 2015 08:00:00 GMT</Until>\
        </Rule></RulesOfShelf>";
    assert_eq!(sent(&input).2, expected);
}

#[test]
fn what_xml_has_no_place_for_is_not_sent() {
    let input = CreateShelfInput {
        labels: Some(map(&[("k", "\u{1}")])),
        ..CreateShelfInput::new("n")
    };
    let error = input.to_request().unwrap_err().to_string();
    assert!(error.contains("U+0001"), "{error}");
}

#[test]
fn an_output_is_read_from_headers_elements_and_attributes() {
    let body = "\n \n<?xml version=\"1.0\"?>\n<Anything xmlns=\"u\">\
        <Rule><Id>1</Id><Since>2015-01-25T08:00:00Z</Since></Rule>\
        <Grantee xmlns:x=\"http://www.w3.org/2001/XMLSchema-instance\" x:type=\"Robot\">\
        <Id>a</Id></Grantee><New/>\
        <Labels><entry><Name>k</Name><Text>v</Text></entry></Labels>\
        <Rule><Id>2</Id><Filter><Prefix>p</Prefix></Filter></Rule></Anything>";
    let headers = [("location", "here"), ("x-meta-a", "b")];
    let output = CreateShelfInput::parse_response(&response(200, &headers, body)).unwrap();
    assert_eq!(output.location.as_deref(), Some("here"));
    assert_eq!(output.metadata, Some(map(&[("a", "b")])));
    assert_eq!(output.labels, Some(map(&[("k", "v")])));
    let grantee = output.grantee.unwrap();
    assert_eq!(grantee.id.as_deref(), Some("a"));
    assert_eq!(grantee.r#type, Some(Kind::from("Robot")));
    let rules = output.rules.unwrap();
    assert_eq!(rules[0].since, Timestamp::from_unix(1_422_172_800, 0));
    assert_eq!(rules[1].filter, Some(Filter::Prefix("p".into())));
    let empty = CreateShelfInput::parse_response(&response(200, &[], "")).unwrap();
    assert_eq!((empty.rules, empty.metadata), (None, Some(Map::new())));
}

#[test]
fn a_payload_is_read_from_any_root() {
    let body = "<Whatever><Rule><Id>1</Id></Rule></Whatever>";
    let output = PutRulesInput::parse_response(&response(200, &[], body)).unwrap();
    assert_eq!(output.rules.unwrap().rules.unwrap().len(), 1);
    let output = PutRulesInput::parse_response(&response(200, &[], "")).unwrap();
    assert_eq!(output.rules, None);
}

#[test]
fn a_bare_element_is_its_member() {
    let region = |body: &str| {
        let output = GetRegionInput::parse_response(&response(200, &[], body));
        output.unwrap().region
    };
    assert_eq!(
        region("<Region xmlns='u'>eu-west-1</Region>").as_deref(),
        Some("eu-west-1")
    );
    assert_eq!(region("<Region xmlns='u'/>"), None);
    assert_eq!(region(""), None);
}

#[test]
fn an_exception_stands_with_a_wrapper_and_without() {
    let error = "<Error><Code>NoSuchShelf</Code><Message>no</Message><Shelf>s</Shelf>\
                 <RequestId>in</RequestId></Error>";
    let wrapped = format!("<ErrorResponse>{error}<RequestId>out</RequestId></ErrorResponse>");
    for (body, id) in [(error, "in"), (wrapped.as_str(), "out")] {
        let error = CreateShelfInput::parse_response(&response(404, &[], body)).unwrap_err();
        assert_eq!(error.payload().metadata().request_id(), Some(id));
        let CreateShelfError::NoSuchShelf(error) = error else {
            panic!("{error:?}");
        };
        assert_eq!(error.shelf.as_deref(), Some("s"));
        assert_eq!(error.message.as_deref(), Some("no"));
    }
}

#[test]
fn without_a_body_the_status_is_the_code() {
    let missing = HeadShelfInput::parse_response(&response(404, &[], "")).unwrap_err();
    assert_eq!(missing.code(), Some("404"));
    assert_eq!(missing.message(), Some("Not Found"));
    assert!(matches!(missing, HeadShelfError::NotFound(_)));
    let denied = HeadShelfInput::parse_response(&response(403, &[], "")).unwrap_err();
    assert_eq!(denied.code(), Some("403"));
    assert!(matches!(denied, HeadShelfError::Unknown(_)));
}

/// What a service that has begun to answer with 200 sends where it then fails.
const LATE: &str = "<?xml version=\"1.0\"?>\n  \n<Error><Code>InternalError</Code>\
                    <Message>again</Message><RequestId>r</RequestId></Error>";

#[test]
fn an_error_in_a_success_is_one() {
    for body in [LATE.to_owned(), format!("\n \r\n{LATE}")] {
        let error = CreateShelfInput::parse_response(&response(200, &[], &body)).unwrap_err();
        assert!(matches!(error, CreateShelfError::Unknown(_)), "{error:?}");
        assert_eq!(error.code(), Some("InternalError"));
        assert_eq!(error.request_id(), Some("r"));
        assert_eq!(error.metadata().status(), Some(200));
    }
    let known = "<Error><Code>NoSuchShelf</Code><Shelf>s</Shelf></Error>";
    let error = CreateShelfInput::parse_response(&response(200, &[], known)).unwrap_err();
    assert!(
        matches!(error, CreateShelfError::NoSuchShelf(_)),
        "{error:?}"
    );
    // A root of that name alone is none, nor is text that looks like one.
    let output = CreateShelfInput::parse_response(&response(200, &[], "<Error/>")).unwrap();
    assert_eq!(output.rules, None);
    let note = GetNoteInput::parse_response(&response(200, &[], LATE)).unwrap();
    assert_eq!(note.note.as_deref(), Some(LATE));
}

#[test]
fn an_error_in_a_success_is_tried_again() {
    let stub = StubTransport::new();
    stub.respond(200, LATE)
        .respond(200, "<R><Rule><Id>1</Id></Rule></R>");
    let client = Client::new(&stub.config());
    let output = block_on(client.create_shelf().name("n").send()).unwrap();
    assert_eq!(output.rules.unwrap().len(), 1);
    stub.assert_done();
}

#[test]
fn bodies_stream() {
    let request = PutScanInput::new("a//b/./c +{").to_request().unwrap();
    assert_eq!(request.uri(), "/scans/a//b/./c%20%2B%7B");
    let mut input = PutScanInput {
        body: Some("<Error><Code>a</Code></Error>".into()),
        ..PutScanInput::new("n")
    };
    let request = input.to_request().unwrap();
    let kind = &request.headers()["content-type"];
    assert_eq!(kind, "application/octet-stream");
    let body = input.take_body().unwrap();
    let stub = StubTransport::new();
    stub.respond(200, "")
        .respond(200, body.bytes().unwrap().to_vec())
        .respond(404, "<Error><Code>NoSuchShelf</Code></Error>");
    let client = Client::new(&stub.config());
    block_on(client.put_scan().name("n").body(body).send()).unwrap();
    let output = block_on(client.get_scan().name("n").send()).unwrap();
    let read = output.body.collect_blocking().unwrap().into_bytes();
    assert_eq!(read, stub.calls()[0].request.body());
    let error = block_on(client.get_scan().name("n").send()).unwrap_err();
    assert!(matches!(error, GetScanError::NoSuchShelf(_)), "{error:?}");
}
