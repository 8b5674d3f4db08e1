//! A name of a spec is data until it is checked: what is no name of its kind is refused, at once with
//! all others, and what is written elsewhere is escaped.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::{Value, json};
use shapewright::FileSet;
use shapewright::diagnostic::Diagnostics;
use shapewright::import::{model, page};
use shapewright::spec::load_from;
use std::collections::BTreeMap;
use std::path::Path;

/// A service with one operation, as JSON.
struct Spec {
    files: BTreeMap<String, Value>,
}

impl Spec {
    fn new() -> Self {
        let service = json!({
            "service": "shop", "title": "Shop", "serviceId": "Shop", "apiVersion": "2020-01-01",
            "protocol": "rest-json", "endpointPrefix": "shop", "signingName": "shop",
            "output": "generated", "shapes": {},
        });
        let operation = json!({
            "operation": "GetItem", "method": "get_item",
            "http": { "method": "GET", "uri": "/items/{id}" },
            "request": { "id": { "type": "string", "required": true, "location": "uri" } },
            "response": { "item": { "type": "structure", "members": { "name": { "type": "string" } } } },
        });
        let files = [("service.json", service), ("get_item.json", operation)];
        Self {
            files: files.map(|(name, file)| (name.to_owned(), file)).into(),
        }
    }

    /// The spec with a value put at a pointer of one of its files.
    fn with(mut self, file: &str, pointer: &str, value: Value) -> Self {
        let (around, key) = pointer.rsplit_once('/').unwrap();
        let key = key.replace("~1", "/").replace("~0", "~");
        let around = self
            .files
            .get_mut(file)
            .unwrap()
            .pointer_mut(around)
            .unwrap();
        match around {
            Value::Array(all) => all.push(value),
            around => drop(around.as_object_mut().unwrap().insert(key, value)),
        }
        self
    }

    fn service(self, pointer: &str, value: impl Into<Value>) -> Self {
        self.with("service.json", pointer, value.into())
    }

    fn operation(self, pointer: &str, value: impl Into<Value>) -> Self {
        self.with("get_item.json", pointer, value.into())
    }

    fn generate(&self) -> Result<FileSet, Diagnostics> {
        let bytes = |(name, file): (&String, &Value)| (name.clone(), file.to_string().into_bytes());
        let files = self.files.iter().map(bytes).collect();
        load_from("spec/shop", &files).then(shapewright::generate)
    }

    /// What is said; each problem has a file and a remedy.
    #[track_caller]
    fn refused(&self) -> String {
        let problems = self.generate().expect_err("refused");
        for problem in &problems.0 {
            assert!(
                !problem.at.file.is_empty() && !problem.help.is_empty(),
                "{problem:?}"
            );
        }
        let text = problems.to_string();
        assert!(!text.contains(['\u{1b}', '\r', '\u{202e}']), "{text:?}");
        text
    }

    #[track_caller]
    fn files(&self) -> FileSet {
        self.generate()
            .unwrap_or_else(|problems| panic!("{problems}"))
    }
}

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
        assert!(
            files.0.contains_key(&format!("types/{lower}_.rs")),
            "{name}"
        );
        portable(&files);
        parse(&files);
    }
    // A long name gets a shorter file.
    let long = "a".repeat(400);
    let member = json!({ "type": "structure", "members": { "a": { "type": "string" } } });
    let mut members = json!({});
    members[&long] = member;
    let files = Spec::new().operation("/response", members).files();
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

#[test]
fn what_a_comment_says_stays_in_it() {
    let bytes = |(name, file): (&String, &Value)| (name.clone(), file.to_string().into_bytes());
    let files = Spec::new().files.iter().map(bytes).collect();
    for folder in ["spec/a\nmod b;", "spec/a --> b", "spec/a\r\u{202e}b"] {
        let files = load_from(folder, &files)
            .then(shapewright::generate)
            .unwrap();
        let names = &files.0["names.tsv"];
        let second = names.lines().nth(1).unwrap();
        assert!(second.starts_with("operation\t"), "{names}");
        for text in files.0.values() {
            assert!(!text.contains(['\r', '\u{202e}']));
        }
        let picture = &files.0["diagram.svg"];
        let (comment, _) = picture.split_once("-->").unwrap();
        assert!(comment.ends_with("Do not edit. "), "{comment}");
        parse(&files);
    }
}

/// What a doc may do in the crate.
const DOCS: [&str; 16] = [
    "```\nlet a = 1;\n```",
    "```rust\nlet a = 1;\n```",
    "```rust,should_panic\nlet a = 1;\n```",
    "~~~\nlet a = 1;\n~~~",
    "~~~ rust ~\nlet a = 1;\n~~~",
    "    let a = 1;",
    "\tlet a = 1;",
    "- a\n\n      let a = 1;",
    "1. ```rust\n   let a = 1;\n   ```",
    "> ~~~\n> let a = 1;\n> ~~~",
    "> - a\n>\n>       let a = 1;",
    "a\n\n```rust\nlet a = 1;",
    "<div>\n\n```\nlet a = 1;\n```\n</div>",
    "a\rb",
    "a \u{202e}b\u{0}\u{1b}[1m",
    "*/ \"#] mod b; //",
];

#[test]
fn docs_are_shown_and_never_run() {
    for doc in DOCS {
        for format in ["markdown", "text"] {
            let spec = Spec::new()
                .service("/doc", doc)
                .service("/docFormat", format)
                .operation("/doc", doc)
                .operation("/docFormat", format)
                .operation("/deprecated", doc)
                .operation("/responseDoc", doc)
                .operation("/request/id/doc", doc)
                .operation("/request/id/pattern", doc)
                .operation("/response/item/doc", doc)
                .operation("/response/item/members/name/doc", doc)
                .operation("/response/item/deprecated", doc);
            let files = spec.files();
            parse(&files);
            for (path, text) in &files.0 {
                assert!(
                    !text.contains(['\r', '\u{202e}', '\u{1b}', '\u{0}']),
                    "{path}"
                );
                inert(path, text);
            }
        }
    }
}

/// Fails where rustdoc would compile something of a file, but the crate's own example.
#[track_caller]
fn inert(path: &str, text: &str) {
    use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};
    let docs = docs_of(text);
    for doc in docs {
        for event in Parser::new(&doc) {
            if let Event::Start(Tag::CodeBlock(kind)) = event {
                let is_own = path == "lib.rs"
                    && matches!(&kind, CodeBlockKind::Fenced(info) if &**info == "no_run");
                let is_text = matches!(&kind, CodeBlockKind::Fenced(info) if &**info == "text");
                assert!(is_own || is_text, "{path}: {kind:?}\n{doc}");
            }
        }
    }
}

/// The docs of a file, each as rustdoc puts it together.
fn docs_of(text: &str) -> Vec<String> {
    let mut docs = vec![String::new()];
    for line in text.lines() {
        let line = line.trim_start();
        let doc = line
            .strip_prefix("///")
            .or_else(|| line.strip_prefix("//!"));
        match doc {
            Some(line) => {
                let doc = docs.last_mut().unwrap();
                doc.push_str(line.strip_prefix(' ').unwrap_or(line));
                doc.push('\n');
            }
            None => docs.push(String::new()),
        }
    }
    docs
}

/// Each file of Rust is Rust.
#[track_caller]
fn parse(files: &FileSet) {
    for (path, text) in &files.0 {
        if path.ends_with(".rs") {
            syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
        }
    }
}

/// Every path can be on every system, and stays below the crate.
#[track_caller]
fn portable(files: &FileSet) {
    let mut seen = std::collections::BTreeSet::new();
    for path in files.0.keys() {
        assert!(shapewright::output::is_below(Path::new(path)), "{path}");
        assert!(seen.insert(path.to_lowercase()), "{path}");
        for part in path.split('/') {
            let stem = part.split('.').next().unwrap();
            assert_eq!(shapewright::escape::file_stem(stem), stem, "{path}");
            assert!(part.len() < 230, "{path}");
        }
    }
}

#[test]
fn a_model_is_held_to_the_same_rules() {
    let fine = json!({
        "metadata": {
            "apiVersion": "2020-01-01", "endpointPrefix": "shop", "protocol": "rest-json",
            "serviceFullName": "Shop", "serviceId": "Shop", "signatureVersion": "v4", "uid": "shop-1",
        },
        "operations": { "GetItem": {
            "name": "GetItem", "http": { "method": "GET", "requestUri": "/" }, "output": { "shape": "Out" } } },
        "shapes": {
            "Out": { "type": "structure", "members": { "name": { "shape": "S" }, "kind": { "shape": "K" } } },
            "S": { "type": "string" },
            "K": { "type": "string", "enum": ["A"] },
        },
    });
    let read = |service: &str, model: &Value| {
        let bytes = model.to_string();
        let files = model::Files {
            service,
            name: "shop/service-2.json",
            model: bytes.as_bytes(),
            ..model::Files::default()
        };
        model::read(&files, None).map(|import| import.spec)
    };
    read("shop", &fine).unwrap();
    for service in ["", "../shop", "Shop", "a\nb", "con"] {
        read(service, &fine).unwrap_err();
    }
    for (pointer, key, value) in [
        (
            "/operations",
            "Get/../../Item",
            fine["operations"]["GetItem"].clone(),
        ),
        ("/operations", "a\nb", fine["operations"]["GetItem"].clone()),
        ("/operations/GetItem/http", "method", "get".into()),
        ("/operations/GetItem/http", "requestUri", "x".into()),
        ("/metadata", "endpointPrefix", "a/b".into()),
        ("/metadata", "serviceFullName", "a\nb".into()),
        ("/shapes/Out/members", "a\nb", json!({ "shape": "S" })),
        ("/shapes/K", "enum", json!(["A\nB"])),
    ] {
        let mut model = fine.clone();
        model.pointer_mut(pointer).unwrap()[key] = value;
        let problems = read("shop", &model).unwrap_err();
        assert!(
            problems
                .0
                .iter()
                .all(|it| it.at.file == "shop/service-2.json"),
            "{problems}"
        );
    }
}

#[test]
fn a_packed_model_is_bounded() {
    use std::io::Write;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..65 {
        packed.write_all(&zeros).unwrap();
    }
    let packed = packed.finish().unwrap();
    let files = model::Files {
        service: "shop",
        name: "service-2.json",
        model: &packed,
        ..model::Files::default()
    };
    let problems = model::read(&files, None).unwrap_err();
    assert!(
        problems.to_string().contains("more than 64 MB"),
        "{problems}"
    );
}

#[test]
fn a_page_is_held_to_the_same_rules() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages");
    let text = std::fs::read_to_string(folder.join("imagebuilder.get_image.txt")).unwrap();
    page::read("page", text.as_bytes()).unwrap();
    let hidden = text.replacen("'requestId': 'string'", "'request\u{202e}Id': 'string'", 1);
    assert_ne!(hidden, text);
    let error = page::read("page", hidden.as_bytes())
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("\\u{202e}") && !error.contains('\u{202e}'),
        "{error}"
    );
}

/// Numbers that seem to be by chance, the same ones in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }

    fn one<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.below(all.len())]
    }
}

/// Texts that mean something where a text is written without care. No identifier of Rust is made of
/// one of them that is `foreign_item`.
#[rustfmt::skip]
const FOREIGN: &[&str] = &[
    "a\nfn foreign_item() {}\n", "*/ fn foreign_item() {} /*", "\"; fn foreign_item() {} \"", "\"#; fn foreign_item() {} r#\"",
    "a\rfn foreign_item() {}", "]\nmod foreign_item;", "{foreign_item}", "{foreign_item()}", "r#foreign_item()", "r#a b", "r#type", "r#",
    "../../foreign_item", "/foreign_item", "..", ".", "a/b", "a\\b", "C:\\foreign_item", "con", "AUX", "nul", "com1", "LPT1", "con.rs",
    "```\nforeign_item();\n```", "~~~rust\nforeign_item();\n~~~", "    foreign_item();", "> ```rust\n> foreign_item();", "- a\n\n      foreign_item();",
    "1. ~~~\n   foreign_item();", "<script>foreign_item()</script>", "--><b>foreign_item</b>", "]]>", "[a](javascript:foreign_item)", "\u{202e}foreign_item", "\u{0}", "\u{1b}[1m",
    "\u{85}", "\u{2028}", "\u{feff}", "", " ", "_", "__", "1", "9a", "self", "Self", "crate", "fn", "gen", "Box", "Option", "String", "é", "日本", "🙂", "a b", "a-b", "a.b",
    "get", "GET ", "PROPFIND", "CONNECT", "/{a}", "/{a", "/a}", "/{}", "/a?{b}", "//a", "/../a", "X Foo", "X:Foo", "X-Foo", "{a}.", "a..b", "-a", "http://a/", "\"\nbuild = \"foreign_item\"",
    "${foreign_item}", "$(foreign_item)", "'", "`", "``", "\\", "\\\"", "#", "#!", "//", "/*", "%", "%zz", "&amp;", "&", "|", "~", "spec", ".git", "generated", "Get", "get_item", "GET_ITEM",
];

/// The places of a JSON value that hold texts, and those of the keys.
fn places(value: &Value, pointer: &str, texts: &mut Vec<String>, keys: &mut Vec<(String, String)>) {
    let escape = |key: &str| key.replace('~', "~0").replace('/', "~1");
    match value {
        Value::String(_) => texts.push(pointer.to_owned()),
        Value::Array(all) => {
            for (at, value) in all.iter().enumerate() {
                places(value, &format!("{pointer}/{at}"), texts, keys);
            }
        }
        Value::Object(all) => {
            for (key, value) in all {
                keys.push((pointer.to_owned(), key.clone()));
                places(value, &format!("{pointer}/{}", escape(key)), texts, keys);
            }
        }
        _ => {}
    }
}

/// Puts a foreign text in the place of a text, or of a key, or before or behind what is there.
fn change(value: &mut Value, numbers: &mut Numbers) {
    let (mut texts, mut keys) = (Vec::new(), Vec::new());
    places(value, "", &mut texts, &mut keys);
    let foreign = *numbers.one(FOREIGN);
    let joined = |old: &str, how: usize| match how {
        0 => format!("{old}{foreign}"),
        1 => format!("{foreign}{old}"),
        _ => foreign.to_owned(),
    };
    let how = numbers.below(4);
    if numbers.below(3) == 0 {
        let (around, key) = numbers.one(&keys).clone();
        let around = value.pointer_mut(&around).unwrap().as_object_mut().unwrap();
        let moved = around.remove(&key).unwrap();
        around.insert(joined(&key, how), moved);
    } else {
        let place = value.pointer_mut(numbers.one::<String>(&texts)).unwrap();
        *place = joined(place.as_str().unwrap(), how).into();
    }
}

/// What must hold of files, whatever they are made of.
#[track_caller]
fn harmless(files: &FileSet) {
    portable(files);
    for (path, text) in &files.0 {
        assert!(
            !text.contains(['\r', '\u{0}', '\u{1b}', '\u{202e}']),
            "{path}"
        );
        if path.ends_with(".rs") {
            let tokens: proc_macro2::TokenStream = text
                .parse()
                .unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
            if text.contains("foreign_item") {
                assert!(!has_identifier(tokens, "foreign_item"), "{path}:\n{text}");
            }
            inert(path, text);
        } else if path.ends_with(".svg") {
            assert!(!text.contains("<script") && !text.contains("<b>"), "{text}");
        }
    }
    parse(files);
}

fn has_identifier(tokens: proc_macro2::TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        proc_macro2::TokenTree::Ident(ident) => ident == name,
        proc_macro2::TokenTree::Group(group) => has_identifier(group.stream(), name),
        _ => false,
    })
}

/// What must hold of problems: each says where, what and how to mend it.
#[track_caller]
fn useful(problems: &Diagnostics) {
    assert!(!problems.0.is_empty());
    for problem in &problems.0 {
        let texts = [&problem.at.file, &problem.message, &problem.help];
        assert!(texts.iter().all(|text| !text.is_empty()), "{problem:?}");
        let told = !problem.message.contains("mistake of the generator")
            && !problem.help.contains("mistake of the generator");
        assert!(told, "{problem:?}");
    }
    let shown = problems.render(false, |_| None);
    assert!(
        !shown.contains(['\u{1b}', '\r', '\u{202e}', '\u{0}']),
        "{shown:?}"
    );
}

fn fixture(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(name);
    let text = std::fs::read_to_string(&path).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// How many of each there are.
const RANDOM: usize = 2000;

#[test]
fn of_any_spec_come_harmless_files_or_useful_problems() {
    // One of each kind of name, and docs.
    let base = || {
        let mut spec = Spec::new()
            .service("/doc", "What it is.")
            .service("/waiters", json!({ "ItemThere": { "operation": "GetItem", "delay": 1, "maxAttempts": 2,
                "doc": "Waits.", "acceptors": [
                    { "state": "success", "matcher": "path", "argument": "item.name", "expected": "A" },
                    { "state": "failure", "matcher": "error", "expected": "NoItem" }] } }))
            .service("/hosts", json!([{ "region": "a", "host": "a.{region}.{suffix}", "signingRegion": "b" }]))
            .service("/names", json!({ "values": { "Kind": { "A": "First" } }, "operations": { "GetItem": "item" } }))
            .service("/shapes", json!({ "NoItem": { "type": "structure", "doc": "None.", "error": { "code": "No.Item", "status": 404 },
                "members": { "message": { "type": "string" } } } }))
            .operation("/doc", "Gets it.\n\n- a\n- b")
            .operation("/deprecated", "Use another.")
            .operation("/exceptions", json!(["NoItem"]))
            .operation("/http/hostPrefix", "{account}.")
            .operation("/request/account", json!({ "type": "string", "required": true, "hostLabel": true }))
            .operation("/request/x", json!({ "type": "string", "location": "header", "wireName": "X-A", "doc": "A header." }))
            .operation("/request/q", json!({ "type": "string", "location": "querystring", "wireName": "q", "pattern": "[a-z]+" }))
            .operation("/response/kind", json!({ "type": "string", "enum": ["A", "B"], "doc": "Its kind." }));
        let shape = json!({ "shapes": { "Part": { "type": "structure", "members": { "part": { "type": "string" } } } } });
        spec.files.insert("shapes.json".to_owned(), shape);
        spec.operation("/response/part", json!({ "ref": "Part" }))
    };
    harmless(&base().files());
    let mut numbers = Numbers(7);
    let mut generated = 0;
    for _ in 0..RANDOM {
        let mut spec = base();
        for _ in 0..=numbers.below(2) {
            let names: Vec<String> = spec.files.keys().cloned().collect();
            change(
                spec.files.get_mut(numbers.one(&names)).unwrap(),
                &mut numbers,
            );
        }
        match spec.generate() {
            Ok(files) => {
                generated += 1;
                harmless(&files);
            }
            Err(problems) => useful(&problems),
        }
    }
    assert!(generated > RANDOM / 20, "{generated}");
}

#[test]
fn of_any_model_come_harmless_files_or_useful_problems() {
    let base = fixture("models/bookshelf/2020-01-01/service-2.json");
    let mut numbers = Numbers(11);
    let mut generated = 0;
    for _ in 0..RANDOM {
        let mut changed = base.clone();
        for _ in 0..=numbers.below(2) {
            change(&mut changed, &mut numbers);
        }
        let service = match numbers.below(20) {
            0 => *numbers.one(FOREIGN),
            _ => "bookshelf",
        };
        let bytes = changed.to_string();
        let files = model::Files {
            service,
            name: "bookshelf/service-2.json",
            model: bytes.as_bytes(),
            ..model::Files::default()
        };
        let import = match model::read(&files, None) {
            Ok(import) => import,
            Err(problems) => {
                useful(&problems);
                continue;
            }
        };
        let names = import.spec.files().unwrap().into_keys();
        let named = names.map(|name| (name, String::new())).collect();
        portable(&FileSet(named));
        match shapewright::generate(&import.spec) {
            Ok(files) => {
                generated += 1;
                // Most are alike.
                if generated % 4 == 0 {
                    harmless(&files);
                } else {
                    portable(&files);
                }
            }
            Err(problems) => useful(&problems),
        }
    }
    assert!(generated > RANDOM / 20, "{generated}");
}
