//! The overlay: that entries apply, and say when they no longer do.

use super::{FOLDER, Found, Overlay, apply, apply_entries, files};
use crate::diagnostic::Place;
use crate::spec::{ServiceSpec, TextEncoding, Type, load_from};
use std::fs;
use std::path::Path;

fn spec(service: &str, shape: &str) -> ServiceSpec {
    let service = format!(
        r#"{{ "service": "{service}", "title": "T", "serviceId": "S", "apiVersion": "1",
        "protocol": "rest-json", "endpointPrefix": "s", "signingName": "s", "output": "o" }}"#
    );
    let shapes = format!(r#"{{ "shapes": {{ {shape} }} }}"#);
    let files = [("service.json", service), ("shapes.json", shapes)];
    let files = files.map(|(name, text)| (name.to_owned(), text.into_bytes()));
    load_from("spec/s", &files.into())
        .then(|spec| Ok(spec.clone()))
        .expect("a spec")
}

fn found(shape: &str) -> (Option<Type>, Found) {
    let entry =
        r#"{ "reason": "So it is.", "source": "https://a", "change": { "union": "Value" } }"#;
    let overlay = format!(r#"{{ "service": "s", "entries": [{entry}] }}"#);
    let overlay: Overlay = serde_json::from_str(&overlay).expect("an overlay");
    let (mut spec, mut found) = (spec("s", shape), Found::default());
    apply_entries(&overlay, &mut spec, &mut found);
    let kind = spec.shapes.shapes.get("Value").and_then(|shape| shape.kind);
    (kind, found)
}

/// What was found, of whatever weight.
fn messages(found: Found) -> Vec<String> {
    let problems = found.errors.0.into_iter().chain(found.warnings.0);
    let problems = problems.chain(found.needless.0);
    problems.map(|problem| problem.message).collect()
}

#[test]
fn a_structure_becomes_a_union() {
    let (kind, found) =
        found(r#""Value": { "type": "structure", "members": { "S": { "type": "string" } } }"#);
    assert_eq!(kind, Some(Type::Union));
    assert!(found.errors.0.is_empty() && found.warnings.0.is_empty());
}

#[test]
fn what_no_longer_applies_is_said() {
    let union = r#""Value": { "type": "union", "members": { "S": { "type": "string" } } }"#;
    let required = r#""Value": { "type": "structure", "members": { "S": { "type": "string", "required": true } } }"#;
    let text = r#""Value": { "type": "string", "enum": ["A"] }"#;
    for (shape, said) in [
        (union, "the model has `Value` as a union itself"),
        (required, "`Value` cannot be a union: `S` of it is required"),
        (text, "`Value` cannot be a union: it is no structure"),
    ] {
        let (_, found) = found(shape);
        let problem = found.errors.0.first().expect(said);
        assert_eq!(problem.message, said);
        assert_eq!(problem.at.file, "codegen/overlay/s.json");
        assert_eq!(problem.at.pointer, "/entries/0/change/union");
    }
    let (_, found) = found("");
    assert_eq!(found.warnings.0.len(), 1);
    assert!(found.errors.0.is_empty());
}

#[test]
fn a_response_is_unwrapped_once() {
    let mut spec = spec("s", "");
    let apply = |name: &str, spec: &mut ServiceSpec| {
        let mut found = Found::default();
        super::unwrapped::apply(name, &Place::default(), spec, &mut found);
        messages(found)
    };
    let missing = "the model has no operation `Get`, whose response the overlay unwraps";
    assert_eq!(apply("Get", &mut spec), [missing]);
    let operation = r#"{ "operation": "Get", "method": "get",
        "response": { "A": { "type": "string" }, "B": { "type": "string", "location": "header" } } }"#;
    let operation = serde_json::from_str(operation).expect("an operation");
    spec.operations.push(("get.json".to_owned(), operation));
    let other = "the response of `Get` is no XML of `rest-xml`";
    assert_eq!(apply("Get", &mut spec), [other]);
    spec.service.protocol = crate::spec::Protocol::RestXml;
    assert_eq!(apply("Get", &mut spec), [""; 0]);
    let again = "the model has the response of `Get` unwrapped itself";
    assert_eq!(apply("Get", &mut spec), [again]);
}

#[test]
fn what_the_rules_put_into_the_url_is_nowhere_else() {
    let mut spec = spec("s", "");
    let apply = |spec: &mut ServiceSpec| {
        let mut found = Found::default();
        super::addressed::apply("Place", &Place::default(), spec, &mut found);
        messages(found)
    };
    let untold = "no operation tells the endpoint rules `Place`";
    assert_eq!(apply(&mut spec), [untold]);
    let uris = ["/{Shelf}", "/{Shelf}?acl", "/{Shelf}/{Book+}?x"];
    for (index, uri) in uris.into_iter().enumerate() {
        let operation = format!(
            r#"{{ "operation": "Get{index}", "method": "get",
            "http": {{ "method": "GET", "uri": "{uri}", "hostPrefix": "{{Shelf}}." }},
            "endpointParameters": {{ "Place": {{ "path": "Shelf" }} }},
            "request": {{ "Shelf": {{ "type": "string", "location": "uri", "hostLabel": true }} }} }}"#
        );
        let operation = serde_json::from_str(&operation).expect("an operation");
        spec.operations.push(("get.json".to_owned(), operation));
    }
    assert_eq!(apply(&mut spec), [""; 0]);
    let uris = spec.operations.iter().map(|(_, operation)| {
        let http = operation.http.as_ref().expect("HTTP facts");
        assert_eq!(http.host_prefix, None);
        assert!(!operation.request.as_ref().expect("members")["Shelf"].host_label);
        http.uri.as_str()
    });
    let uris: Vec<_> = uris.collect();
    assert_eq!(uris, ["/", "/?acl", "/{Book+}?x"]);
    let again = "no path or host prefix begins with what tells `Place`";
    assert_eq!(apply(&mut spec), [again]);
}

#[test]
fn an_older_form_of_a_member_is_taken_out() {
    let shape = r#""Topic": { "type": "structure", "members": {
        "Event": { "type": "string" },
        "Events": { "type": "string", "wireName": "Event" } } }"#;
    let mut spec = spec("s", shape);
    let apply = |path: &str, spec: &mut ServiceSpec| {
        let mut found = Found::default();
        super::without::apply(path, &Place::default(), spec, &mut found);
        messages(found)
    };
    assert_eq!(apply("Topic.Event", &mut spec), [""; 0]);
    let gone = "the model has no member `Topic.Event`";
    assert_eq!(apply("Topic.Event", &mut spec), [gone]);
    let alone = "no other member has the wire name `Event` of `Topic.Events`";
    assert_eq!(apply("Topic.Events", &mut spec), [alone]);
    let none = "the model has no shape `Shelf`, of which the overlay takes out `A`";
    assert_eq!(apply("Shelf.A", &mut spec), [none]);
}

#[test]
fn the_files_that_come_with_the_generator_are_applied() {
    let shape =
        r#""AttributeValue": { "type": "structure", "members": { "S": { "type": "string" } } }"#;
    let mut known = spec("dynamodb", shape);
    assert!(apply(&mut known).errors.0.is_empty());
    let kind = known
        .shapes
        .shapes
        .get("AttributeValue")
        .and_then(|shape| shape.kind);
    assert_eq!(kind, Some(Type::Union));

    let mut other = spec("other", shape);
    apply(&mut other);
    let kind = other
        .shapes
        .shapes
        .get("AttributeValue")
        .and_then(|shape| shape.kind);
    assert_eq!(kind, Some(Type::Structure));
}
#[test]
fn every_file_is_known_and_says_why_and_whence() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("overlay");
    let mut on_disk: Vec<String> = fs::read_dir(&folder)
        .expect("a folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter_map(|name| Some(name.strip_suffix(".json")?.to_owned()))
        .collect();
    on_disk.sort();
    assert_eq!(on_disk, files::names().collect::<Vec<_>>(), "of {FOLDER}");
    for name in &on_disk {
        let (_, text) = files::of(name).expect("a file");
        let overlay: Overlay = serde_json::from_str(text).expect(name);
        assert_eq!(&overlay.service, name);
        assert!(!overlay.entries.is_empty(), "{name}");
        for entry in overlay.entries {
            assert!(entry.reason.ends_with('.'), "{name}: {}", entry.reason);
            assert!(entry.source.contains("://"), "{name}: {}", entry.source);
        }
    }
}

/// A service of one operation, with an overlay of one change laid over it: what is found.
fn laid(change: &str, spec: &mut ServiceSpec) -> Vec<String> {
    let overlay = format!(
        r#"{{ "service": "s", "entries": [{{ "reason": "So.", "source": "https://a", "change": {change} }}] }}"#
    );
    let overlay: Overlay = serde_json::from_str(&overlay).expect("an overlay");
    let mut found = Found::default();
    apply_entries(&overlay, spec, &mut found);
    messages(found)
}

fn with_operation() -> ServiceSpec {
    let shape = r#""Policy": { "type": "structure", "members": {
        "Document": { "type": "string" }, "Size": { "type": "integer" } } }"#;
    let mut spec = spec("s", shape);
    let operation = r#"{ "operation": "Get", "method": "get", "http": { "method": "GET", "uri": "/{Account}" },
        "request": { "Account": { "type": "string", "required": true, "location": "uri" },
            "Id": { "type": "string" }, "Kind": { "type": "string", "enum": ["A"] },
            "Url": { "type": "string" } },
        "response": { "Text": { "type": "string" } } }"#;
    let operation = serde_json::from_str(operation).expect("an operation");
    spec.operations.push(("get.json".to_owned(), operation));
    spec
}

#[test]
fn what_requests_are_sent_with_is_laid_over_them() {
    let mut spec = with_operation();
    for change in [
        r#"{ "header": { "name": "x-version", "value": "v{apiVersion}" } }"#,
        r#"{ "filled": { "member": "Account", "value": "-" } }"#,
        r#"{ "lastSegment": ["*.Id", "Get.Url"] }"#,
        r#"{ "encoded": { "encoding": "percent", "members": ["Policy.Document", "Get.response.Text"] } }"#,
        r#"{ "endpointMember": "Get.Url" }"#,
        r#"{ "queryAsForm": "Get" }"#,
    ] {
        assert_eq!(laid(change, &mut spec), [""; 0], "{change}");
    }
    assert_eq!(spec.service.headers["x-version"], "v1");
    let (_, operation) = spec.operations.first().expect("an operation");
    let member = |name: &str| operation.request.as_ref().expect("members")[name].clone();
    assert_eq!(member("Account").client_default.as_deref(), Some("-"));
    assert!(member("Id").last_segment && member("Url").last_segment);
    assert_eq!(operation.sending.endpoint_member.as_deref(), Some("Url"));
    assert!(operation.sending.query_as_form);
    let members = spec.shapes.shapes["Policy"].members.as_ref();
    let document = &members.expect("members")["Document"];
    assert_eq!(document.encoding, Some(TextEncoding::Percent));
}

#[test]
fn what_requests_are_sent_with_says_when_it_no_longer_applies() {
    for (change, said) in [
        (
            r#"{ "filled": { "member": "Id", "value": "-" } }"#,
            "no request requires `Id`",
        ),
        (
            r#"{ "lastSegment": ["Get.Kind"] }"#,
            "`Get.Kind` is no text",
        ),
        (
            r#"{ "lastSegment": ["*.Other"] }"#,
            "the model has no member `*.Other`",
        ),
        (
            r#"{ "encoded": { "encoding": "base64", "members": ["Policy.Size"] } }"#,
            "`Policy.Size` is no text",
        ),
        (
            r#"{ "encoded": { "encoding": "base64", "members": ["Policy.Other"] } }"#,
            "the model has no member `Policy.Other`",
        ),
        (
            r#"{ "endpointMember": "Get.Other" }"#,
            "the request of `Get` has no text `Other`",
        ),
        (
            r#"{ "treeHash": "Get" }"#,
            "the request of `Get` has no body that streams",
        ),
        (
            r#"{ "queryAsForm": "Put" }"#,
            "the model has no operation `Put`, which the overlay sends in its own way",
        ),
    ] {
        assert_eq!(laid(change, &mut with_operation()), [said]);
    }
    let mut spec = with_operation();
    let header = r#"{ "header": { "name": "accept", "value": "a/b" } }"#;
    assert_eq!(laid(header, &mut spec), [""; 0]);
    let again = "every request has the header `accept` already";
    assert_eq!(laid(header, &mut spec), [again]);
    let (_, operation) = spec.operations.first_mut().expect("an operation");
    operation.http.as_mut().expect("HTTP facts").method = "POST".to_owned();
    assert_eq!(
        laid(r#"{ "queryAsForm": "Get" }"#, &mut spec),
        ["`Get` is no GET"]
    );
}

#[test]
fn a_copy_from_another_region_has_its_members() {
    let mut spec = spec("s", "");
    let copies = super::Copies {
        operation: "Copy".to_owned(),
        members: crate::spec::RegionCopy {
            source_region: "SourceRegion".to_owned(),
            url: "PreSignedUrl".to_owned(),
            sends_regions: false,
        },
    };
    let apply = |spec: &mut ServiceSpec| {
        let mut found = Found::default();
        super::copies::apply(&copies, &Place::default(), spec, &mut found);
        messages(found)
    };
    let missing = "the model has no operation `Copy`, which copies from another region";
    assert_eq!(apply(&mut spec), [missing]);
    let operation = r#"{ "operation": "Copy", "method": "copy",
        "request": { "A": { "type": "string" } } }"#;
    let operation = serde_json::from_str(operation).expect("an operation");
    spec.operations.push(("copy.json".to_owned(), operation));
    let url = "the request of `Copy` has no member `PreSignedUrl`";
    assert_eq!(apply(&mut spec), [url]);
    let request = spec.operations[0].1.request.as_mut().expect("members");
    let shape = request["A"].clone();
    request.insert("PreSignedUrl".to_owned(), shape);
    assert_eq!(apply(&mut spec), [""; 0]);
    let operation = &spec.operations[0].1;
    assert_eq!(operation.region_copy.as_ref(), Some(&copies.members));
    assert!(
        operation
            .request
            .as_ref()
            .expect("members")
            .contains_key("SourceRegion")
    );
    let again = "the spec says of `Copy` itself how it copies from another region";
    assert_eq!(apply(&mut spec), [again]);
}
