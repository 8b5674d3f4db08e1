//! What a page leaves open is asked for before anything is generated, never made up.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use serde_json::{Value, json};
use shapewright::import::page;
use shapewright::spec;
use std::collections::BTreeMap;

/// The rendition of a page of `x.get_thing`.
fn rendition(call: &str, response: &str) -> Value {
    let text = format!(
        "X.Client.get_thing(**kwargs)\nGets.\nRequest Syntax\nresponse = client.get_thing( {call} )\n\
         - Parameters:\n- Return type:\ndict\n- Returns:\nResponse Syntax\n{response}\nResponse Structure\n"
    );
    let imported = page::read("get_thing.txt", text.as_bytes()).unwrap();
    serde_json::to_value(&imported.operation).unwrap()
}

fn service(protocol: &str, method: &str) -> Value {
    json!({
        "service": "x", "title": "X", "serviceId": "X", "apiVersion": "2020-01-02",
        "protocol": protocol, "targetPrefix": "X", "endpointPrefix": "x", "signingName": "x",
        "output": "clients/x",
        "http": { "GetThing": { "method": method, "uri": if protocol == "json" { "/" } else { "/things" } } },
    })
}

/// What generation asks, each with its place.
fn asked(service: &Value, operation: &Value) -> Vec<String> {
    let files = BTreeMap::from([
        ("service.json".to_owned(), service.to_string().into_bytes()),
        (
            "get_thing.json".to_owned(),
            operation.to_string().into_bytes(),
        ),
    ]);
    match spec::load_from("spec/x", &files).then(|spec| shapewright::generate(spec).map(|_| ())) {
        Ok(()) => Vec::new(),
        Err(problems) => {
            let said = |it: &shapewright::diagnostic::Diagnostic| {
                format!("{}: {}; {}", it.at.path, it.message, it.help)
            };
            problems.0.iter().map(said).collect()
        }
    }
}

#[test]
fn where_the_members_of_a_request_without_a_body_go_is_asked() {
    let operation = rendition("thingArn='string', version=123", "{ 'name': 'string' }");
    for method in ["GET", "HEAD", "DELETE"] {
        let asked = asked(&service("rest-json", method), &operation);
        assert_eq!(asked.len(), 2, "{asked:#?}");
        for (question, member) in asked.iter().zip(["thingArn", "version"]) {
            let place = format!("GetThing.request.{member}: ");
            assert!(question.starts_with(&place), "{question}");
            assert!(
                question.contains(&format!("sent with {method}, which has no body")),
                "{question}"
            );
            assert!(
                question.contains("\"location\": \"querystring\""),
                "{question}"
            );
        }
    }
    // Of services whose requests all have the same target, and of methods with a body, nothing is asked.
    for (protocol, method) in [
        ("json", "POST"),
        ("rest-json", "POST"),
        ("rest-json", "PUT"),
        ("rest-json", "PATCH"),
    ] {
        assert_eq!(
            asked(&service(protocol, method), &operation),
            [""; 0],
            "{protocol} {method}"
        );
    }
}

#[test]
fn an_answer_is_taken_from_the_operation_or_from_a_fixup() {
    let mut operation = rendition("thingArn='string'", "{ 'name': 'string' }");
    let mut fixed = service("rest-json", "GET");
    fixed["fixups"] = json!({ "GetThing.request.thingArn": { "location": "querystring" } });
    assert_eq!(asked(&fixed, &operation), [""; 0]);

    operation["request"]["thingArn"]["location"] = "header".into();
    operation["request"]["thingArn"]["wireName"] = "x-thing".into();
    let service = service("rest-json", "GET");
    assert_eq!(asked(&service, &operation), [""; 0]);
}

#[test]
fn what_is_shown_as_nothing_is_asked_wherever_it_stands() {
    let mut operation = rendition(
        "a={}, b=[ {}, ], c={ 'string': {} }, d={ 'e': {} }",
        "{ 'f': {} }",
    );
    let service = service("rest-json", "POST");
    let places = ["a", "b[]", "c{}", "d.e"].map(|it| format!("GetThing.request.{it}: "));
    let asked_for = asked(&service, &operation);
    assert_eq!(asked_for.len(), 5, "{asked_for:#?}");
    for place in places.iter().chain(&["GetThing.response.f: ".to_owned()]) {
        assert!(
            asked_for.iter().any(|it| it.starts_with(place)),
            "{place}: {asked_for:#?}"
        );
    }
    // Each of the three answers is one.
    operation["request"]["a"] = json!({ "type": "string" });
    operation["request"]["b"]["element"] = json!({ "type": "document" });
    operation["request"]["c"]["value"]["members"] = json!({});
    operation["request"]["d"]["members"]["e"]["members"] = json!({});
    operation["response"]["f"]["members"] = json!({});
    assert_eq!(asked(&service, &operation), [""; 0]);
}

/// What pages leave open is asked along with what `service.json` does.
#[test]
fn all_that_is_open_is_asked_at_once() {
    let operation = rendition("a={}", "{ 'f': {} }");
    let mut service = service("rest-json", "GET");
    service["protocol"] = "TODO: the protocol".into();
    service["http"]["GetThing"]["method"] = "TODO: the method".into();
    let asked = asked(&service, &operation);
    assert_eq!(asked.len(), 4, "{asked:#?}");
    for place in ["GetThing.request.a: ", "GetThing.response.f: "] {
        assert!(asked.iter().any(|it| it.starts_with(place)), "{asked:#?}");
    }
}

/// What XML and the query protocols call things stands on no page of boto3's.
#[test]
fn what_things_are_called_on_the_wire_is_asked_where_a_page_does_not_tell() {
    let mut operation = rendition(
        "name='string', tags=['string']",
        "{ 'labels': { 'string': [ 'string' ] }, 'count': 123 }",
    );
    let asked_of = |protocol: &str, operation: &Value| {
        let mut service = service(protocol, "POST");
        if protocol != "rest-xml" {
            service["http"]["GetThing"]["uri"] = "/".into();
        }
        asked(&service, operation)
    };
    for protocol in ["rest-json", "json"] {
        assert_eq!(asked_of(protocol, &operation), [""; 0]);
    }
    let places = |asked: Vec<String>| -> Vec<String> {
        let place = |it: &String| it.split_once(": ").map(|(place, _)| place.to_owned());
        asked.iter().filter_map(place).collect()
    };
    let lists = [
        "GetThing.request.tags",
        "GetThing.response.labels",
        "GetThing.response.labels{}",
    ];
    assert_eq!(places(asked_of("query", &operation)), lists);
    let of_xml = places(asked_of("rest-xml", &operation));
    assert_eq!(of_xml.first().map(String::as_str), Some("GetThing.request"));
    assert_eq!(of_xml.get(1..), Some(&lists.map(str::to_owned)[..]));
    assert_eq!(
        places(asked_of("ec2", &operation)),
        ["GetThing.request.name"]
    );

    let mut beside = operation.clone();
    beside["source"]["with"] = json!({ "page": "API_GetThing.html", "sha256": "0".repeat(64) });
    for protocol in ["query", "rest-xml", "ec2"] {
        assert_eq!(asked_of(protocol, &beside), [""; 0], "{protocol}");
    }
    operation["xml"] = json!({ "root": "GetThingRequest" });
    operation["request"]["tags"]["element"]["wireName"] = "member".into();
    operation["response"]["labels"]["key"]["wireName"] = "key".into();
    operation["response"]["labels"]["value"]["flattened"] = true.into();
    assert_eq!(asked_of("rest-xml", &operation), [""; 0]);
    operation["xml"] = Value::Null;
    for protocol in ["query", "ec2"] {
        assert_eq!(asked_of(protocol, &operation), [""; 0], "{protocol}");
    }
}
