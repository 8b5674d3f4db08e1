//! An operation's page in the AWS API Reference, laid over boto3's page of it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::{Value, json};
use shapewright::import::page::{self, Imported, Laid, PageError, Reference};
use shapewright_tests::small_pages::{small, wire};
use shapewright_tests::{growth, hostile};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const BOTO3: &str = include_str!("fixtures/pages/forms/html.html");
const PAGE: &str = include_str!("fixtures/pages/reference/API_PutItem.md");

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages/reference")
}

fn reference(text: &str) -> Reference {
    Reference::read("API_PutItem.md", text.as_bytes()).unwrap()
}

/// Lays a page over boto3's page of `PutItem`.
fn lay(text: &str) -> (Imported, Laid) {
    lay_over(BOTO3, text)
}

fn lay_over(boto3: &str, text: &str) -> (Imported, Laid) {
    let mut imported = page::read("page", boto3.as_bytes()).unwrap();
    let laid = imported.lay(&reference(text), &[]).unwrap();
    (imported, laid)
}

fn rendition(imported: &Imported) -> Value {
    serde_json::to_value(&imported.operation).unwrap()
}

#[test]
fn every_form_of_a_page_tells_the_same() {
    let (first, laid) = lay(PAGE);
    assert_eq!(laid.differences, [""; 0]);
    assert_eq!(laid.untyped, ["ShelfNotFoundException: shelfName"]);
    let mut forms = 0;
    for file in fs::read_dir(folder()).unwrap() {
        let path = file.unwrap().path();
        let (imported, laid) = lay(&fs::read_to_string(&path).unwrap());
        assert_eq!(laid.differences, [""; 0], "{}", path.display());
        let said = |imported: &Imported| {
            let mut rendition = rendition(imported);
            rendition["source"] = Value::Null;
            (rendition, imported.errors.clone(), imported.protocol)
        };
        assert_eq!(said(&imported), said(&first), "{}", path.display());
        forms += 1;
    }
    assert_eq!(forms, 6);
}

#[test]
fn a_page_fills_what_boto3_does_not_tell() {
    let (imported, _) = lay(PAGE);
    let rendition = rendition(&imported);
    assert_eq!(
        rendition["http"],
        json!({ "method": "PUT", "uri": "/shelves/{shelfName}/items", "responseCode": 201 })
    );
    let request = &rendition["request"];
    let of = |member: &str, fact: &str| request[member][fact].clone();
    assert_eq!(of("shelfName", "location"), "uri");
    assert_eq!(of("shelfName", "max"), 64);
    assert_eq!(of("shelfName", "pattern"), "^[a-z][a-z0-9-]*$");
    assert_eq!(of("state", "location"), "querystring");
    assert_eq!(of("state", "wireName"), "itemState");
    assert_eq!(of("parts", "location"), Value::Null);
    assert_eq!(of("parts", "wireName"), "Parts");
    assert_eq!(
        (of("parts", "min"), of("parts", "max")),
        (1.into(), 20.into())
    );
    assert_eq!(of("labels", "max"), 50);
    assert_eq!(request["labels"]["key"]["pattern"], "[a-z]+");
    assert_eq!(request["labels"]["value"]["max"], 256);
    assert_eq!(rendition["source"]["with"]["page"], "API_PutItem.md");
    let full = &imported.errors[0];
    assert_eq!(
        (full.shape.as_str(), full.status),
        ("ShelfIsFullException", Some(409))
    );
    assert_eq!(full.doc.as_deref(), Some("The shelf has no room."));

    let service = page::service_file(&[&imported], "clients/shop", &BTreeMap::new());
    let service: Value = serde_json::from_str(&service).unwrap();
    assert_eq!(service["protocol"], "rest-json");
    assert_eq!(service["http"], json!({}));
    assert_eq!(
        service["shapes"]["ShelfNotFoundException"]["error"]["status"],
        404
    );
}

#[test]
fn where_the_pages_differ_that_is_said_and_boto3_holds() {
    for (from, to, said) in [
        (
            "]*$`\nRequired: Yes",
            "]*$`\nRequired: No",
            "`request.shelfName`: it is required by boto3's page, and optional by this one",
        ),
        (
            "NEW | USED | SECOND_HAND",
            "NEW | USED | RENTED",
            "`request.state`: only this page has the values RENTED",
        ),
        (
            "Type: String to string map",
            "Type: Array of strings",
            "`request.labels`: its type is another one by this page: Array of strings",
        ),
        (
            "   \"labels\": { \n      \"{{string}}\" : \"{{string}}\" \n   }",
            "   \"tags\": \"{{string}}\"",
            "`request`: it shows `tags`, which boto3's page does not have",
        ),
        (
            "\"itemArn\"",
            "\"arn\"",
            "`response.item.itemArn`: boto3's page has it, and this one does not show it",
        ),
        (
            "{{shelfName}}",
            "{{shelf}}",
            "`request`: the path has `shelf`, which is no member",
        ),
        (
            "shop-2020-01-02",
            "shop-2021-03-04",
            "boto3's page is of version 2020-01-02 of the API, this one of 2021-03-04",
        ),
        (
            "ShelfIsFullException",
            "ShelfIsGoneException",
            "it has the error `ShelfIsGoneException`, which boto3's page does not list",
        ),
    ] {
        assert!(PAGE.contains(from), "{from}");
        let (_, laid) = lay(&PAGE.replace(from, to));
        assert!(
            laid.differences.iter().any(|it| it == said),
            "{said}: {:#?}",
            laid.differences
        );
    }
    let (imported, _) = lay(&PAGE.replace("NEW | USED | SECOND_HAND", "NEW"));
    assert_eq!(
        rendition(&imported)["request"]["state"]["enum"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
}

#[test]
fn a_path_whose_form_does_not_tell_its_labels_is_left_to_a_person() {
    let boto3 = small("item='string'", "item (string) –\nOne.", "");
    let parameters =
        "## URI Request Parameters\n\n**[item](#API_Put_RequestSyntax)**\n\nThe item.\n";
    let (imported, laid) = lay_over(&boto3, &wire("GET /shop/item/item HTTP/1.1", parameters));
    assert_eq!(imported.operation.http, None);
    assert!(
        laid.differences[0].contains("occurs twice in the path"),
        "{laid:?}"
    );

    let (imported, _) = lay_over(
        &boto3,
        &wire("GET /shop/{{item}}/item HTTP/1.1", parameters),
    );
    assert_eq!(imported.operation.http.unwrap().uri, "/shop/{item}/item");
    // A label that is no member is one all the same: generation asks for what fills it.
    let other = parameters.replace("[item]", "[thing]");
    let (imported, laid) = lay_over(&boto3, &wire("GET /shop/thing HTTP/1.1", &other));
    assert_eq!(imported.operation.http.unwrap().uri, "/shop/{thing}");
    let unknown = "`request`: the path has `thing`, which is no member";
    assert!(laid.differences.iter().any(|it| it == unknown), "{laid:?}");
    // What is in the query is no label.
    let (imported, _) = lay_over(
        &boto3,
        &wire("GET /item?item=item&v=2 HTTP/1.1", parameters),
    );
    assert_eq!(imported.operation.http.unwrap().uri, "/item?v=2");
}

#[test]
fn a_service_of_json_rpc_has_no_uri_of_its_own() {
    let boto3 = small(
        "Id='string', When=datetime(2015, 1, 1)",
        "Id (string) –\nOne.",
        "",
    );
    let (imported, laid) = lay_over(
        &boto3,
        &wire(
            "{\n   \"Id\": \"string\",\n   \"When\": number\n}",
            "## Request Parameters\n\n ** [Id](#API_Put_RequestSyntax) **\nOne.\nType: String\nLength Constraints: Fixed length of 3.\nRequired: No\n",
        ),
    );
    assert_eq!(laid.differences, [""; 0]);
    let rendition = rendition(&imported);
    assert_eq!(rendition["http"], json!({ "method": "POST", "uri": "/" }));
    assert_eq!(rendition["request"]["Id"]["min"], 3);
    assert_eq!(rendition["request"]["Id"]["location"], Value::Null);
    let service = page::service_file(&[&imported], "clients/x", &BTreeMap::new());
    assert!(
        service.contains("TODO: json (which needs a targetPrefix"),
        "{service}"
    );
}

#[test]
fn a_body_that_is_one_member_is_found() {
    let boto3 = small(
        "name='string', settings={ 'size': 123, 'at': datetime(2015, 1, 1), 'rest': {} }",
        "",
        "",
    );
    let request = "PUT /things/{{name}} HTTP/1.1\n\n{\n   \"at\": \"{{string}}\",\n   \"rest\": {{JSON value}},\n   \"size\": {{number}}\n}";
    let size = "## Request Body\n\n ** [size](#x) **\nHow large.\nType: Long\nValid Range: Minimum value of 1.\nRequired: No\n";
    let (imported, laid) = lay_over(&boto3, &wire(request, size));
    assert_eq!(laid.differences, [""; 0]);
    let request = &rendition(&imported)["request"];
    assert_eq!(request["settings"]["location"], "payload");
    let members = &request["settings"]["members"];
    assert_eq!(
        (&members["size"]["type"], &members["size"]["min"]),
        (&json!("long"), &json!(1))
    );
    assert_eq!(members["at"]["timestampFormat"], "iso8601");
    assert_eq!(members["rest"]["type"], "document");

    let (imported, laid) = lay_over(
        &small("name='string', data=b'bytes', tag='string'", "", ""),
        &wire(
            "PUT /things/{{name}} HTTP/1.1\nX-Amz-Name: {{other}}\n\n{{data}}",
            "",
        ),
    );
    assert_eq!(
        rendition(&imported)["request"]["data"]["location"],
        "payload"
    );
    let said = "`request.tag`: it does not show where this member goes";
    assert!(laid.differences.iter().any(|it| it == said), "{laid:?}");
}

#[test]
fn what_boto3_shows_as_nothing_is_answered() {
    for (shown, kind) in [
        ("\"{{string}}\"", "string"),
        ("{{JSON value}}", "document"),
        ("{ \n   }", "structure"),
    ] {
        let (imported, _) = lay_over(
            &small("it={}", "", ""),
            &wire(
                &format!("POST /it HTTP/1.1\n\n{{\n   \"it\": {shown}\n}}"),
                "",
            ),
        );
        let it = &rendition(&imported)["request"]["it"];
        assert_eq!(it["type"], kind);
        assert_eq!(it["members"].is_object(), kind == "structure");
    }
    let (imported, _) = lay_over(
        &small("it={}", "", ""),
        &wire("POST /it HTTP/1.1\n\n{\n   \"it\": { ... }\n}", ""),
    );
    assert_eq!(
        rendition(&imported)["request"]["it"]["members"],
        Value::Null
    );
}

#[test]
fn a_page_alone_or_of_another_operation_is_refused() {
    let alone = page::read("page", PAGE.as_bytes()).unwrap_err();
    assert_eq!(alone, PageError::ApiReference);
    assert!(
        alone.to_string().contains("boto3's documentation"),
        "{alone}"
    );

    let mut imported = page::read("page", BOTO3.as_bytes()).unwrap();
    let before = imported.clone();
    let other = reference(&PAGE.replace("# PutItem", "# GetItem"));
    let error = imported.lay(&other, &[]).unwrap_err().to_string();
    assert!(error.contains("it is the page of `GetItem`"), "{error}");
    assert_eq!(imported, before);

    let twice = format!("{PAGE}\n{}", PAGE.replace("# PutItem", "# GetItem"));
    assert!(Reference::read("x", twice.as_bytes()).is_err());
    assert!(Reference::read("x", b"# Errors\n## Response Elements\n").is_err());
}

#[test]
fn names_that_cannot_be_are_refused() {
    let mut imported = page::read("page", BOTO3.as_bytes()).unwrap();
    let before = imported.clone();
    let hidden = reference(&PAGE.replace("?itemState=", "?item\u{202e}State="));
    let error = imported.lay(&hidden, &[]).unwrap_err().to_string();
    assert!(!error.contains('\u{202e}'), "{error}");
    assert_eq!(imported, before);
}

#[test]
fn pages_cut_anywhere_are_read_or_refused() {
    for file in fs::read_dir(folder()).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        for end in (0..bytes.len()).step_by(31) {
            hostile::reference(&bytes[..end]);
        }
    }
}

#[test]
fn the_work_grows_as_long_pages_do() {
    for (mark, tokens) in [
        ("HTTP/1.1\n", ["a#: {{b#}}\n", "\"a#\": ", "{{", "x"]),
        ("items?", ["a#={{a#}}&", "/a#", "{{a#}}", "="]),
        (
            "application/json\n\n{\n",
            ["\"a#\": \"x\",\n", "\"a#\": { ", "[[", "\""],
        ),
        (
            "format.\n",
            ["\n ** [a#](#x) **\n", "Pattern: `a`\n", "**", "[a]("],
        ),
        (
            "Error Types.\n",
            [
                "\n ** A#Exception **\n",
                "a#\n",
                "`",
                "HTTP Status Code: 400\n",
            ],
        ),
        ("Request Syntax\n", ["```\n", "## ", "<a name=\"", "GET / "]),
    ] {
        let (before, after) = PAGE.split_once(mark).unwrap();
        for token in tokens {
            let page = |bytes: usize| {
                let many: String = (0..bytes / token.len())
                    .map(|at| token.replace('#', &at.to_string()))
                    .collect();
                format!("{before}{mark}{many}{after}")
            };
            let pages = [page(10_000), page(40_000)];
            growth::of(|long| hostile::reference(pages[usize::from(long)].as_bytes()))
                .assert_linear(&format!("{mark:?} {token:?}"));
        }
    }
    let html = fs::read_to_string(folder().join("API_PutItem.html")).unwrap();
    let (before, after) = html.split_once("<dl>").unwrap();
    for token in ["<dt>", "<dt>a#</dt>", "<b>", "<pre><i>", "<script>", "x"] {
        let pages = [10_000, 40_000].map(|bytes| {
            let many: String = (0..bytes / token.len())
                .map(|at| token.replace('#', &at.to_string()))
                .collect();
            format!("{before}<dl>{many}{after}")
        });
        growth::of(|long| hostile::reference(pages[usize::from(long)].as_bytes()))
            .assert_linear(token);
    }
}

#[test]
fn what_the_page_gave_stays_where_boto3s_is_imported_alone() {
    let (earlier, _) = lay(PAGE);
    let read = |page: &str| page::read("page", page.as_bytes()).unwrap();
    let mut again = read(BOTO3);
    assert!(again.keep(&earlier.operation) > 10);
    assert_eq!(rendition(&again), rendition(&earlier));
    // What is laid over it is newer.
    let (mut laid, _) = lay(&PAGE.replace("PUT /shelves", "POST /shelves"));
    let before = rendition(&laid);
    assert_eq!(laid.keep(&earlier.operation), 0);
    assert_eq!(rendition(&laid), before);
    // Of a page alone there is nothing to keep, but for what a person wrote.
    assert_eq!(read(BOTO3).keep(&read(BOTO3).operation), 0);
    let mut by_hand = rendition(&read(BOTO3));
    by_hand["request"]["state"]["location"] = "querystring".into();
    by_hand["request"]["parts"]["element"]["wireName"] = "part".into();
    let edited = serde_json::from_value(by_hand.clone()).unwrap();
    let mut again = read(BOTO3);
    assert_eq!(again.keep(&edited), 2);
    assert_eq!(rendition(&again), by_hand);
}

#[test]
fn what_is_another_thing_now_keeps_nothing() {
    let page = |member: &str, kind: &str, value: &str| {
        let call = format!("{member}={value}");
        small(&call, &format!("{member} ({kind}) –\nOne."), "")
    };
    let request = "{\n   \"Id\": \"string\"\n}";
    let facts = "## Request Parameters\n\n ** [Id](#API_Put_RequestSyntax) **\nOne.\nType: String\n\
                 Length Constraints: Fixed length of 3.\nRequired: No\n";
    let text = page("Id", "string", "'string'");
    let (earlier, _) = lay_over(&text, &wire(request, facts));
    for (page, member, min) in [
        (text.as_str(), "Id", json!(3)),
        (&page("Id", "integer", "123"), "Id", Value::Null),
        (&page("Name", "string", "'string'"), "Name", Value::Null),
    ] {
        let mut again = page::read("page", page.as_bytes()).unwrap();
        assert!(again.keep(&earlier.operation) > 0);
        let rendition = rendition(&again);
        assert_eq!(rendition["request"][member]["min"], min, "{page}");
        assert_eq!(rendition["http"]["method"], "POST");
    }
}
