//! The kinds that say how members travel: each applies, and says when it no longer does.

use super::{Entry, Found, Overlay, apply_entries};
use crate::spec::{ServiceSpec, Type, load_from};

const LIST: &str = r#"{ "operation": "List", "method": "list", "http": { "method": "GET", "uri": "/" },
    "endpointParameters": { "Place": { "path": "Source" }, "Unsigned": { "value": true } },
    "request": { "Encoding": { "type": "string", "location": "querystring" },
        "Source": { "type": "string", "location": "header", "wireName": "x-source" },
        "Key": { "type": "string", "location": "header", "wireName": "x-key" },
        "KeyMD5": { "type": "string", "location": "header", "wireName": "x-key-md5" } },
    "response": { "Encoding": { "type": "string" },
        "Credentials": { "type": "structure", "members": {} },
        "Names": { "type": "list", "element": { "type": "string" } },
        "Until": { "type": "timestamp", "location": "header", "wireName": "x-until" } } }"#;

fn spec() -> ServiceSpec {
    let service = r#"{ "service": "s", "title": "T", "serviceId": "S", "apiVersion": "1",
        "protocol": "rest-xml", "endpointPrefix": "s", "signingName": "s", "output": "o",
        "endpointRules": { "parameters": { "Place": { "type": "string" }, "Unsigned": { "type": "boolean" } },
            "rules": [{ "endpoint": { "url": "https://a", "authSchemes": [{ "name": "sigv4-s" }] } }] } }"#;
    let files = [("service.json", service), ("list.json", LIST)];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    load_from("spec/s", &files.into())
        .then(|spec| Ok(spec.clone()))
        .expect("a spec")
}

/// What is said of a change, errors and warnings.
fn applied(change: &str, spec: &mut ServiceSpec) -> (Vec<String>, Vec<String>) {
    let entry = format!(r#"{{ "reason": "So.", "source": "https://a", "change": {change} }}"#);
    let entry: Entry = serde_json::from_str(&entry).expect("an entry");
    let overlay = Overlay {
        service: "s".to_owned(),
        entries: vec![entry],
    };
    let mut found = Found::default();
    apply_entries(&overlay, spec, &mut found);
    let said = |of: crate::diagnostic::Diagnostics| of.0.into_iter().map(|it| it.message).collect();
    (said(found.errors), said(found.warnings))
}

#[test]
fn each_change_is_made_once() {
    let mut spec = spec();
    for (change, again) in [
        (
            r#"{ "exception": { "shape": "Gone", "status": 404, "doc": "It is gone.", "operations": ["List"] } }"#,
            Some("the model has `Gone` of `List` itself"),
        ),
        (
            r#"{ "urlEncoding": { "operation": "List", "member": "Encoding", "value": "url", "texts": ["Names"] } }"#,
            Some("the spec has the URL encoding of `List` itself"),
        ),
        (
            r#"{ "percentEncoded": "List.Source" }"#,
            Some("`List.Source` is no header of a request that is still to be encoded"),
        ),
        (
            r#"{ "key": { "member": "Key", "md5": "KeyMD5" } }"#,
            Some("`Key` of `List` is no text"),
        ),
        (
            r#"{ "lenient": { "member": "Until", "text": "UntilText", "doc": "As it is." } }"#,
            Some("`List` has a member `UntilText` itself"),
        ),
        (
            r#"{ "regionRedirect": { "parameter": "Place", "header": "x-region" } }"#,
            Some("the spec has the redirects to regions itself"),
        ),
        (
            r#"{ "session": { "scheme": "sigv4-s", "operation": "List", "parameter": "Place", "header": "x-s" } }"#,
            Some("the spec has the sessions itself"),
        ),
    ] {
        assert_eq!(applied(change, &mut spec), (vec![], vec![]), "{change}");
        let (errors, _) = applied(change, &mut spec);
        assert_eq!(errors.first().map(String::as_str), again, "{change}");
    }
    let session = spec.service.session.as_ref().expect("a session");
    assert_eq!(
        (&*session.target, &*session.flags),
        ("/", &["Unsigned".to_owned()][..])
    );
    let (_, list) = spec.operations.first().expect("an operation");
    assert_eq!(list.exceptions, ["Gone"]);
    assert!(spec.shapes.shapes["Gone"].error.is_some());
    let request = list.request.as_ref().expect("members");
    assert!(request["Source"].percent_encoded);
    assert_eq!(request["Key"].kind, Some(Type::Blob));
    assert_eq!(request["Key"].md5_header.as_deref(), Some("x-key-md5"));
    let response = list.response.as_ref().expect("members");
    assert!(response["Until"].lenient);
    assert_eq!(response["UntilText"].wire_name.as_deref(), Some("x-until"));
}

#[test]
fn what_is_not_there_is_said() {
    for (change, is_error, said) in [
        (
            r#"{ "exception": { "shape": "Gone", "status": 404, "doc": "d", "operations": ["Get"] } }"#,
            false,
            "the model has no operation `Get`, which the overlay gives `Gone`",
        ),
        (
            r#"{ "urlEncoding": { "operation": "List", "member": "Encoding", "value": "url", "texts": ["None.A"] } }"#,
            true,
            "the response of `List` has no member `None`",
        ),
        (
            r#"{ "percentEncoded": "Get.Source" }"#,
            false,
            "the model has no operation `Get`, of which the overlay speaks",
        ),
        (
            r#"{ "key": { "member": "Key", "md5": "None" } }"#,
            true,
            "the request of `List` has no header `None`",
        ),
        (
            r#"{ "lenient": { "member": "None", "text": "T", "doc": "d" } }"#,
            false,
            "the model has no header `None`, of which the overlay speaks",
        ),
        (
            r#"{ "regionRedirect": { "parameter": "None", "header": "x-region" } }"#,
            true,
            "the endpoint rules have no parameter `None`",
        ),
        (
            r#"{ "session": { "scheme": "sigv4-t", "operation": "List", "parameter": "Place", "header": "x-s" } }"#,
            true,
            "the endpoint rules ask nowhere for `sigv4-t`",
        ),
        (
            r#"{ "session": { "scheme": "sigv4-s", "operation": "Get", "parameter": "Place", "header": "x-s" } }"#,
            false,
            "the model has no operation `Get`, which the overlay opens sessions by",
        ),
    ] {
        let (errors, warnings) = applied(change, &mut spec());
        let found = if is_error { errors } else { warnings };
        assert_eq!(found, [said], "{change}");
    }
}
