//! The forms in which people have a page: all give the same rendition, or are refused by name.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::{Value, json};
use shapewright::import::page::{self, Imported};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn pages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages")
}

fn read(text: &str) -> Imported {
    page::read("page", text.as_bytes()).unwrap()
}

fn refused(text: &str) -> String {
    page::read("page", text.as_bytes()).unwrap_err().to_string()
}

/// A value whose texts have their white space folded: some forms keep no lines.
fn folded(value: Value) -> Value {
    match value {
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" ").into(),
        Value::Array(all) => all.into_iter().map(folded).collect(),
        Value::Object(all) => all
            .into_iter()
            .map(|(name, value)| (name, folded(value)))
            .collect(),
        other => other,
    }
}

/// What a rendition says, in the order of the page.
fn said(imported: &Imported) -> String {
    let operation = &imported.operation;
    let said = json!([
        operation.operation,
        operation.method,
        operation.doc,
        serde_json::to_string(&operation.request).unwrap(),
        serde_json::to_string(&operation.response).unwrap(),
    ]);
    folded(said).to_string().replace("\\n", " ")
}

/// The same page, written by each tool that people use.
#[test]
fn every_form_of_a_page_gives_the_same_rendition() {
    let mut forms = BTreeMap::new();
    for file in fs::read_dir(pages().join("forms")).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let imported = page::read(&name, &fs::read(&path).unwrap());
        forms.insert(
            name.clone(),
            imported.unwrap_or_else(|e| panic!("{name}: {e}")),
        );
    }
    assert!(forms.len() > 20);
    let html = said(&forms["html.html"]);
    let exceptions = ["ShelfNotFoundException", "ShelfIsFullException"];
    for (name, imported) in &forms {
        assert_eq!(said(imported), html, "{name}");
        let omitted: Vec<_> = imported
            .operation
            .omitted
            .iter()
            .map(|gap| &gap.section)
            .collect();
        if ["docstring.txt", "help.txt", "ipython.txt"].contains(&name.as_str()) {
            assert_eq!(omitted, ["exceptions"], "{name}");
        } else {
            assert_eq!(imported.operation.exceptions, exceptions, "{name}");
            assert!(
                omitted.iter().all(|section| *section == "operation"),
                "{name}: {omitted:?}"
            );
        }
    }
    let api = forms["html.html"].api.clone().unwrap();
    assert_eq!(
        (api.service.as_str(), api.version.as_deref()),
        ("shop", Some("2020-01-02"))
    );
}

#[test]
fn a_page_of_an_old_site_is_split_by_operation() {
    let bytes = fs::read(pages().join("old_service.html")).unwrap();
    let refused = page::read("old", &bytes).unwrap_err().to_string();
    assert!(refused.contains("it has 2 operations"), "{refused}");
    let all: Vec<Imported> = page::read_all("old", &bytes)
        .unwrap()
        .into_iter()
        .map(Result::unwrap)
        .collect();
    let names: Vec<_> = all
        .iter()
        .map(|it| it.operation.operation.as_str())
        .collect();
    assert_eq!(names, ["GetItem", "PutItem"]);
    let html = page::read("new", &fs::read(pages().join("forms/html.html")).unwrap()).unwrap();
    assert_eq!(said(&all[1]), said(&html));
}

/// Copies of pages one after the other, each with its footer and what the site has beside the article.
#[test]
fn a_text_of_several_pages_is_split_by_operation() {
    let page = fs::read_to_string(pages().join("forms/browser-page.txt")).unwrap();
    let footer = "Copyright © Shop\nOn this page\nput_item\nShop.Client.put_item()\n";
    let other = page
        .replace("put_item", "move_item")
        .replace("PutItem", "MoveItem");
    let both = format!("{page}\n{footer}{other}\n{footer}");
    let refused = page::read("both", both.as_bytes()).unwrap_err().to_string();
    assert!(refused.contains("it has 2 operations"), "{refused}");
    let all = page::read_all("both", both.as_bytes()).unwrap();
    let methods: Vec<String> = all
        .into_iter()
        .map(|it| it.unwrap().operation.method)
        .collect();
    assert_eq!(methods, ["put_item", "move_item"]);
}

#[test]
fn what_is_no_page_is_refused_by_name_with_what_to_do() {
    for (text, what, todo) in [
        (
            "From: <Saved by Blink>\nSnapshot-Content-Location: x\n",
            "MHTML",
            "as HTML only",
        ),
        (
            "MIME-Version: 1.0\nContent-Type: multipart/related;\n",
            "MHTML",
            "as HTML only",
        ),
        (
            "<html><td class=\"line-content\">&lt;p&gt;</td>",
            "view of a page's source",
            "as HTML",
        ),
        (
            "<html><body id=\"viewsource\"><pre>&lt;p&gt;</pre>",
            "view of a page's source",
            "as HTML",
        ),
        (
            "&lt;!doctype html&gt;\n&lt;html&gt;",
            "view of a page's source",
            "as HTML",
        ),
        (
            "imageArn: ''  # [REQUIRED] The ARN.\n",
            "skeleton of the AWS CLI",
            "boto3's documentation",
        ),
        ("  \n", "it is empty", "save the page"),
        (
            "<html><title>404 Not Found</title><h1>Not Found</h1></html>",
            "in place of a page",
            "save it again",
        ),
        (
            "<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code></Error>",
            "in place of a page",
            "save it again",
        ),
        (
            "<html><title>Sign In</title></html>",
            "a login",
            "save it again",
        ),
        (
            "<h1>Client</h1><p>These are the available methods:</p>",
            "list of a client's methods",
            "a page of its own",
        ),
        (
            "<ul><li><strong>a</strong> (<em>string</em>) – One.</li></ul>",
            "a reader view leaves out",
            "save it again",
        ),
        (
            "{ \"version\": \"2.0\", \"metadata\": {}, \"operations\": {} }",
            "service model",
            "--model",
        ),
        (
            "{ \"imageArn\": \"\" }",
            "--generate-cli-skeleton",
            "boto3's documentation",
        ),
        (
            "SYNOPSIS\n  get-image\n  [--cli-input-json <value>]\n",
            "help of the AWS CLI",
            "boto3's",
        ),
        (
            "class S3.Paginator.ListObjects\n",
            "a paginator (`ListObjects`)",
            "an operation",
        ),
        (
            "class S3.Waiter.BucketExists\n",
            "a waiter (`BucketExists`)",
            "an operation",
        ),
        (
            "S3 / Resource / Bucket\nclass S3.Bucket(name)\nA resource.\n",
            "a resource",
            "client",
        ),
        (
            "GetImage\nRequest Syntax\nGET /GetImage?arn=arn HTTP/1.1\nURI Request Parameters\nRequest Body\n\
             Response Syntax\nHTTP/1.1 200\nResponse Elements\n",
            "AWS API Reference",
            "boto3's documentation",
        ),
    ] {
        let message = refused(text);
        assert!(message.contains(what), "{message}");
        assert!(message.contains(todo), "{message}");
    }
    for (bytes, what) in [
        (b"\xff\xfeS\x003\x00".as_slice(), "UTF-16"),
        (b"%PDF-1.7\n".as_slice(), "PDF"),
        (b"<\0h\0t\0m\0l\0>\0".as_slice(), "UTF-16"),
        (b"\xff\xfe\0\0<\0\0\0".as_slice(), "UTF-32"),
        (b"bplist00\xd1".as_slice(), "Page Source"),
        (b"\x1f\x8b\x08".as_slice(), "gzip -d"),
        (b"PK\x03\x04\x14".as_slice(), "as HTML"),
        (b"caf\xe9".as_slice(), "WINDOWS-1252"),
    ] {
        let message = page::read("page", bytes).unwrap_err().to_string();
        assert!(message.contains(what), "{message}");
    }
}

/// A page whose parts are these.
fn small(class: &str, call: &str, parameters: &str, after: &str) -> String {
    format!(
        "{class}.Client.put(**kwargs)\nPuts.\nRequest Syntax\nresponse = client.put( {call} )\n\
         - Parameters:\n{parameters}\n{after}"
    )
}

#[test]
fn a_page_that_was_cut_before_its_response_is_refused() {
    let cut = small("x", "a='string'", "a (string) –\nOne.", "");
    assert!(refused(&cut).contains("ends before its response"));
    let labelled = small(
        "x",
        "a='string'",
        "a (string) –\nOne.",
        "- Return type:\ndict\n",
    );
    assert!(refused(&labelled).contains("ends before its response"));
    let whole = small(
        "x",
        "a='string'",
        "a (string) –\nOne.",
        "- Returns:\nNone\n",
    );
    assert_eq!(read(&whole).operation.response, None);
}

#[test]
fn a_line_break_within_a_value_is_refused_or_joined() {
    let wrapped = small(
        "x",
        "a='AL\nPHA'|'BETA'",
        "a (string) –\nOne.",
        "- Returns:\nNone\n",
    );
    assert!(refused(&wrapped).contains("a line break stands within a quoted value"));

    // lynx cuts a line of the syntax at its width, and goes on at the margin.
    let long: String = (0..8).map(|at| format!("'VALUE_{at}'|")).collect();
    let line = format!("    a={long}'LA");
    let page = format!(
        "   x.Client.put(**kwargs)\n          Puts.\n\nRequest Syntax\n\nresponse = client.put(\n{line}\nST'\n)\n\n\
         \x20       Parameters:\n                a (string) –\n                One.\n\n        Returns:\n                None\n"
    );
    let request = read(&page).operation.request.unwrap();
    assert_eq!(request["a"].values.last().unwrap(), "LAST");
    assert_eq!(request["a"].values.len(), 9);
}

#[test]
fn an_empty_structure_is_a_question_unless_boto3_is_known_to_make_it() {
    let parameters = "PolicyDocument (dict) –\nThe policy.";
    let after = "- Returns:\nNone\n";
    let known = read(&small("IAM", "PolicyDocument={}", parameters, after));
    let request = known.operation.request.unwrap();
    let policy = serde_json::to_value(&request["PolicyDocument"]).unwrap();
    assert_eq!(policy["type"], "string");
    assert_eq!(policy["required"], true);
    assert!(
        known.warnings[0].contains("policies as dicts"),
        "{:?}",
        known.warnings
    );

    let unknown = read(&small("x", "PolicyDocument={}", parameters, after));
    let gap = &unknown.operation.omitted[0];
    assert_eq!(gap.section, "request.PolicyDocument");
    assert!(gap.reason.contains("tells no type"), "{}", gap.reason);
    assert_eq!(
        unknown.operation.request.unwrap()["PolicyDocument"].members,
        None
    );
}

#[test]
fn a_head_of_unknown_form_is_not_said_to_be_missing() {
    let page = small(
        "x",
        "a='string', b=123",
        "a (string) –\nOne.\nb [integer]: Two.",
        "- Returns:\nNone\n",
    );
    let gap = &read(&page).operation.omitted[0];
    assert_eq!(gap.section, "request.b");
    assert!(gap.reason.contains("`b [integer]: Two.`"), "{}", gap.reason);
}

const WHOLE: &str = include_str!("fixtures/pages/list_nodes_summary.html");
const TEXT: &str = include_str!("fixtures/pages/list_nodes_summary.txt");

#[test]
fn exceptions_are_found_below_a_heading_of_any_form() {
    let names = |text: &str| {
        page::read("page.txt", text.as_bytes())
            .unwrap()
            .operation
            .exceptions
    };
    let listed = names(TEXT);
    assert_eq!(listed.len(), 6);
    for heading in [
        "EXCEPTIONS",
        "exceptions",
        "Exceptions:",
        "Exceptions ",
        "**Exceptions**",
        "### Exceptions",
        "Exceptions raised",
        "Raises",
        "Errors",
        "",
    ] {
        let text = TEXT.replace("\nExceptions\n", &format!("\n{heading}\n"));
        let imported = page::read("page.txt", text.as_bytes()).unwrap();
        assert_eq!(imported.operation.exceptions, listed, "{heading}");
        // The heading is no doc of the last member.
        let doc = &imported.operation.response.as_ref().unwrap()["NextToken"].doc;
        let doc = doc.as_deref().unwrap_or_default();
        assert!(doc.ends_with("the string is empty."), "{heading}: {doc}");
    }
}

#[test]
fn a_page_that_is_cut_anywhere_is_refused_or_said_to_lack_something() {
    for (at, _) in WHOLE.match_indices("</").step_by(40) {
        if WHOLE[at..].contains("</article>") {
            assert!(
                page::read("page.html", &WHOLE.as_bytes()[..at]).is_err(),
                "{at}"
            );
        }
    }
    let (cut, _) = WHOLE.rsplit_once("</article>").unwrap();
    let error = page::read("page.html", cut.as_bytes()).unwrap_err();
    assert_eq!(error, page::PageError::CutArticle);
    // A text has no end that could be looked for.
    let (cut, _) = TEXT.split_once("\nExceptions\n").unwrap();
    let imported = page::read("page.txt", cut.as_bytes()).unwrap();
    assert!(
        imported
            .warnings
            .iter()
            .any(|it| it.contains("it lists no exceptions")),
        "{:?}",
        imported.warnings
    );
    assert_eq!(
        page::read("page.txt", TEXT.as_bytes()).unwrap().warnings,
        [""; 0]
    );
}

#[test]
fn pages_one_after_another_in_one_file_are_all_read() {
    let other = |page: &str, name: &str| page.replace("list_nodes_summary", name);
    for page in [WHOLE, TEXT] {
        let all = format!(
            "{page}\n\n{}\n\n{}",
            other(page, "get_other"),
            other(page, "put_third")
        );
        let read = page::read_all("page", all.as_bytes()).unwrap();
        let methods: Vec<_> = read
            .into_iter()
            .map(|it| it.unwrap().operation.method)
            .collect();
        assert_eq!(methods, ["list_nodes_summary", "get_other", "put_third"]);
    }
}

/// A word in capitals is part of a value, and not the operation's name on the wire.
#[test]
fn the_name_of_an_operation_is_not_taken_from_a_value() {
    let page = "x.Client.put(**kwargs) Needs a usage of PUT_GET, see API_Put.html. Request Syntax \
                response = client.put( a='string' ) - Parameters: a (string) – One. - Returns: None";
    let imported = page::read("page", page.as_bytes()).unwrap();
    assert_eq!(imported.operation.operation, "Put");
}

#[test]
fn exceptions_are_found_on_one_line_whatever_marks_them() {
    for mark in ["", "-", "*", "☆", "•"] {
        let page = format!(
            "x.Client.put(**kwargs) Request Syntax response = client.put( a='string' ) - Parameters: \
             a (string) – One. - Returns: None Exceptions {mark} X.Client.exceptions.Gone {mark} \
             X.Client.exceptions.Full"
        );
        let imported = page::read("page", page.as_bytes()).unwrap();
        assert_eq!(imported.operation.exceptions, ["Gone", "Full"], "{mark}");
    }
}
