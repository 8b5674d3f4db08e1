//! What each kind of name may be.

use crate::support::{Spec, parse, portable};
use serde_json::{Value, json};

/// Names that would end a comment or a text, lead elsewhere, or are nothing.
const NO_NAMES: [&str; 10] = [
    "",
    "a b",
    "../up",
    "/root",
    "a\\b",
    "a\nmod b;",
    "a\"b",
    "a\r",
    "a\u{202e}b",
    "1a",
];

#[test]
fn the_spec_itself_is_right() {
    Spec::new().files();
}

#[test]
fn names_that_become_items_files_and_packages_are_identifiers() {
    for name in NO_NAMES {
        let text = Spec::new().operation("/operation", name).refused();
        assert!(text.contains("the name of an operation"), "{text}");
        Spec::new().operation("/method", name).refused();
        let shape = json!({ "type": "structure", "members": {} });
        let mut shapes = json!({});
        shapes[name] = shape;
        Spec::new().service("/shapes", shapes).refused();
        let waiter =
            json!({ "operation": "GetItem", "delay": 1, "maxAttempts": 1, "acceptors": [] });
        let mut waiters = json!({});
        waiters[name] = waiter;
        Spec::new().service("/waiters", waiters).refused();
        let pins = |kind: &str| {
            let mut pins = json!({ kind: { "GetItem": name } });
            if kind == "values" {
                pins = json!({ kind: { "GetItem": { "A": name } } });
            }
            Spec::new().service("/names", pins).refused()
        };
        for kind in ["types", "operations", "values"] {
            pins(kind);
        }
    }
    for name in [
        "",
        "Shop",
        "my shop",
        "shop\nbuild = 1",
        "shop\"",
        "../shop",
        "con",
        "COM1",
        "é",
    ] {
        let text = Spec::new().service("/service", name).refused();
        assert!(text.contains("small letters, digits and `-`"), "{text}");
    }
    for name in ["Self", "fn", "gen", "self"] {
        Spec::new()
            .service("/names", json!({ "operations": { "GetItem": name } }))
            .refused();
    }
}

#[test]
fn all_of_it_is_said_at_once_with_what_later_phases_find() {
    let text = Spec::new()
        .operation("/operation", "Get Item")
        .operation("/http/method", "get")
        .service("/output", "../out")
        .service("/endpointPrefix", "shop.example/")
        .operation("/response/other", json!({ "ref": "Nowhere" }))
        .refused();
    for part in [
        "Get Item",
        "`get`",
        "write `GET`",
        "`../out`",
        "shop.example/",
        "Nowhere",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn members_and_values_are_any_text_of_one_line() {
    for name in [
        "a b", "ü.ñ-9", "", "r#a b", "r#type", "\"", "*/", "{}", "<b>", "`", "../x", "self",
    ] {
        let member = json!({ "type": "string", "enum": [name, "B"] });
        let mut members = json!({});
        members[name] = member;
        let files = Spec::new()
            .operation("/response/item/members", members)
            .files();
        parse(&files);
    }
    for name in [
        "a\nb",
        "a\tb",
        "a\u{0}",
        "\u{1b}[1m",
        "\u{85}",
        "\u{202e}",
        "\u{2066}",
    ] {
        let mut members = json!({});
        members[name] = json!({ "type": "string" });
        Spec::new()
            .operation("/response/item/members", members)
            .refused();
        let member = json!({ "type": "string", "enum": ["A", name] });
        Spec::new().operation("/response/kind", member).refused();
        let member = json!({ "type": "string", "wireName": name });
        Spec::new().operation("/response/kind", member).refused();
    }
}

#[test]
fn http_methods_are_those_of_apis() {
    for method in ["GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS"] {
        Spec::new().operation("/http/method", method).files();
    }
    for method in [
        "get", "Get", "PROPFIND", "CONNECT", "TRACE", "", "GET ", "G-T", "1", "GET\n", "r#fn",
    ] {
        let text = Spec::new().operation("/http/method", method).refused();
        assert!(text.contains("an HTTP method"), "{text}");
    }
}

#[test]
fn uris_begin_with_a_slash_and_have_braces_around_labels_alone() {
    for uri in [
        "/items/{id}",
        "/{id}?list",
        "/{id+}/b?x-id=Get&y=%20",
        "/a:b@c/$d/{id}.json",
        "/{id}?",
    ] {
        Spec::new().operation("/http/uri", uri).files();
    }
    for uri in [
        "",
        "items/{id}",
        "//items/{id}",
        "/items/{id",
        "/items/id}{id}",
        "/items/{}{id}",
        "/items/{{id}}",
        "/items/{id}/..",
        "/items/{id}?x={id}",
        "/items/{id}?x={y}",
        "/items/{id}#x",
        "/items {id}",
        "/items/{id}/\u{e9}",
        "/items/{id}/%4",
        "/items/{id}\"",
        "/items/{id}\n",
        "http://a/{id}",
        "/items/{a b}",
    ] {
        let text = Spec::new().operation("/http/uri", uri).refused();
        assert!(text.contains("cannot be a URI"), "{uri}: {text}");
    }
    let http = json!({ "GetItem": { "method": "get", "uri": "x" } });
    let text = Spec::new().service("/http", http).refused();
    assert!(
        text.contains("a URI") && text.contains("an HTTP method"),
        "{text}"
    );
}

#[test]
fn headers_have_names_of_headers() {
    let header = |name: &str, location: &str| {
        let ty = match location {
            "headers" => {
                json!({ "type": "map", "key": { "type": "string" }, "value": { "type": "string" } })
            }
            _ => json!({ "type": "string" }),
        };
        let mut member = ty;
        member["location"] = location.into();
        member["wireName"] = name.into();
        [
            Spec::new().operation("/request/x", member.clone()),
            Spec::new().operation("/response/x", member),
        ]
    };
    for location in ["header", "headers"] {
        for spec in header("X-Foo_1", location) {
            spec.files();
        }
        for name in ["X Foo", "X:Foo", "X-Fo\u{f6}", "(x)", "a\"", "x/y"] {
            for spec in header(name, location) {
                let text = spec.refused();
                assert!(text.contains("header"), "{text}");
            }
        }
    }
    // A fixup is no way around.
    let fixup = json!({ "GetItem.response.x": { "location": "header", "wireName": "X Foo" } });
    let spec = Spec::new().operation("/response/x", json!({ "type": "string" }));
    let text = spec.service("/fixups", fixup).refused();
    assert!(text.contains("X Foo"), "{text}");
    let error = json!({ "E": { "type": "structure", "error": {}, "members": {
        "x": { "type": "string", "location": "header", "wireName": "X Foo" } } } });
    let spec = Spec::new().service("/shapes", error);
    let text = spec.operation("/exceptions", json!(["E"])).refused();
    assert!(text.contains("X Foo"), "{text}");
}

#[test]
fn hosts_are_hosts() {
    let text = |key: &str, value: &str| Spec::new().service(&format!("/{key}"), value).refused();
    for host in [
        "", "a b", "a/b", "a..b", "-a", "a:1", "user@a", "a\n", "a?b", "a#b", "{region}",
    ] {
        text("endpointPrefix", host);
        text("globalEndpoint", host);
    }
    for (key, value) in [
        ("signingName", "a/b"),
        ("targetPrefix", "A B"),
        ("targetPrefix", "A\n"),
        ("jsonVersion", "1.1\r\nX: y"),
        ("apiVersion", "2020\""),
        ("serviceId", "a\nb"),
        ("title", "a\u{202e}"),
        ("xmlNamespace", "a\"b"),
    ] {
        text(key, value);
    }
    for rule in [
        json!({ "host": "{other}.example" }),
        json!({ "host": "a/{region}" }),
        json!({ "region": "a/b" }),
        json!({ "partition": "a\n" }),
        json!({ "signingRegion": "a/../b" }),
    ] {
        Spec::new().service("/hosts", json!([rule])).refused();
    }
    for prefix in ["a/", "a b", "{id", "{}", "a@", ".a", "{x}.", "a\n"] {
        Spec::new().operation("/http/hostPrefix", prefix).refused();
    }
    let id = json!({ "type": "string", "required": true, "hostLabel": true });
    let spec = Spec::new().operation("/request/host", id);
    let text = spec.refused();
    assert!(text.contains("no label `{host}`"), "{text}");
    let spec = spec.operation("/http/hostPrefix", "{host}-{other}.");
    let text = spec.refused();
    assert!(text.contains("fills `{other}`"), "{text}");
    parse(&spec.operation("/http/hostPrefix", "{host}.").files());
}

#[test]
fn codes_and_statuses_of_errors_are_possible() {
    let with = |error: Value| {
        let shapes = json!({ "E": { "type": "structure", "error": error, "members": {} } });
        Spec::new()
            .service("/shapes", shapes)
            .operation("/exceptions", json!(["E"]))
    };
    with(json!({ "code": "Quota.Exceeded:x#y", "status": 400 })).files();
    for error in [
        json!({ "code": "" }),
        json!({ "code": "a b" }),
        json!({ "code": "a\n" }),
        json!({ "code": "a\"" }),
        json!({ "status": 0 }),
        json!({ "status": 1000 }),
    ] {
        with(error).refused();
    }
    Spec::new().operation("/http/responseCode", 20).refused();
}

#[test]
fn the_output_stays_below_the_workspace() {
    for output in ["generated", "a/b-c/d_1.2", ".", "./generated", ".github"] {
        Spec::new().service("/output", output).files();
    }
    for output in [
        "",
        "/",
        "/tmp/x",
        "..",
        "../x",
        "a/../../x",
        "a/..",
        ".git",
        ".GIT/hooks",
        "a/.git",
        "./.git",
        "spec",
        "Spec/x",
        "./spec",
        "C:\\x",
        "a\\b",
        "c:x",
        "a//b",
        "a/",
        "a\n",
        "nul",
        "a/con/b",
        "a.",
        "a b",
        "~",
    ] {
        let text = Spec::new().service("/output", output).refused();
        assert!(text.contains("the folder of the crate"), "{output}: {text}");
    }
}

#[test]
fn files_can_be_on_every_system() {
    // A device of Windows as an operation, a shape and a member whose shape has its name.
    for name in ["Con", "Aux", "NUL", "Prn", "COM1", "Lpt9"] {
        let shape = json!({ "type": "structure", "members": { "a": { "type": "string" } } });
        let files = Spec::new()
            .operation("/operation", name)
            .service("/shapes", json!({ name: shape }))
            .operation("/response/item", json!({ "ref": name }))
            .files();
        let lower = name.to_lowercase();
        assert!(
            files.0.contains_key(&format!("operation/{lower}_.rs")),
            "{name}"
        );
        portable(&files);
        parse(&files);
    }
    // A long name gets a shorter file.
    let long = "A".repeat(200);
    let files = Spec::new().operation("/operation", &*long).files();
    portable(&files);
    parse(&files);
    // The spec's own files.
    for name in ["con.json", "a b.json", "GET_ITEM.json", "a\nb.json"] {
        let mut spec = Spec::new();
        let mut operation = spec.files["get_item.json"].clone();
        operation["operation"] = "Other".into();
        spec.files.insert(name.to_owned(), operation);
        spec.refused();
    }
}
