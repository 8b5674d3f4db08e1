//! Service models, as botocore has them -> spec.

use expect_test::{expect, expect_file};
use shapewright::import::model::{Files, html_to_markdown, read, select};
use shapewright::spec::{Selection, Service, ServiceSpec, flatten, load, load_from};
use std::path::Path;

fn bookshelf() -> Files<'static> {
    Files {
        service: "bookshelf",
        name: "bookshelf/2020-01-01/service-2.json",
        model: include_bytes!("fixtures/models/bookshelf/2020-01-01/service-2.json"),
        model_extras: None,
        paginators: Some(include_bytes!(
            "fixtures/models/bookshelf/2020-01-01/paginators-1.json"
        )),
        paginator_extras: Some(include_bytes!(
            "fixtures/models/bookshelf/2020-01-01/paginators-1.sdk-extras.json"
        )),
        waiters: Some(include_bytes!(
            "fixtures/models/bookshelf/2020-01-01/waiters-2.json"
        )),
        endpoint_rules: Some(include_bytes!(
            "fixtures/models/bookshelf/2020-01-01/endpoint-rule-set-1.json"
        )),
    }
}

#[test]
fn everything_a_model_says_stands_in_the_spec() {
    let import = read(&bookshelf(), None).unwrap();
    let files = import.spec.files().unwrap();
    let names: Vec<_> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "get_book.json",
            "list_book_isbns.json",
            "ping.json",
            "put_book.json",
            "service.json",
            "shapes.json",
            "watch_shelf.json",
        ]
    );
    for (name, bytes) in &files {
        let path = format!(
            "{}/fixtures/models/bookshelf/expected/{name}",
            env!("CARGO_MANIFEST_DIR")
        );
        expect_file![path].assert_eq(std::str::from_utf8(bytes).unwrap());
    }
    expect![[r#"
        error: unknown key `colour` is left out
         --> bookshelf/2020-01-01/service-2.json /shapes/Unused/colour
          = spec path: Unused.colour
          = help: check whether requests or responses depend on it
        error: there is no operation `ListGone`: its paginator is left out
         --> bookshelf/2020-01-01/paginators-1.json /pagination/ListGone
          = spec path: ListGone
          = help: take model and paginators from the same release of botocore
    "#]]
    .assert_eq(&import.warnings.to_string());
    let again = load_from("spec/bookshelf", &files).then(|spec| Ok(spec.clone()));
    assert_eq!(again.unwrap(), import.spec);
}

#[test]
fn a_gzipped_model_is_the_same_model() {
    let mut packed = Vec::new();
    let level = flate2::Compression::default();
    let mut unpacked = bookshelf().model;
    let mut encoder = flate2::read::GzEncoder::new(&mut unpacked, level);
    std::io::Read::read_to_end(&mut encoder, &mut packed).unwrap();
    let files = Files {
        model: &packed,
        ..bookshelf()
    };
    let plain = read(&bookshelf(), None).unwrap().spec;
    assert_eq!(read(&files, None).unwrap().spec, plain);
    let cut = Files {
        model: &packed[..packed.len() / 2],
        ..bookshelf()
    };
    let problems = read(&cut, None).unwrap_err();
    assert!(problems.0[0].message.starts_with("cannot be unpacked"));
}

#[test]
fn what_people_decided_is_kept() {
    let earlier: Service = serde_json::from_str(
        r#"{
            "service": "bookshelf", "title": "Old", "serviceId": "Old", "apiVersion": "1999-01-01",
            "protocol": "json", "endpointPrefix": "old", "signingName": "old", "output": "here",
            "operations": {"only": ["GetBook"]},
            "fixups": {"Book.isbn": {"sensitive": true}},
            "names": {"types": {"Book": "Volume"}},
            "http": {"GetBook": {"method": "GET", "uri": "/old"}},
            "waiters": {
                "BookThere": {"operation": "GetBook", "delay": 1, "maxAttempts": 1, "acceptors": []},
                "BookGone": {"operation": "GetBook", "delay": 2, "maxAttempts": 2, "acceptors": [],
                    "pinned": true}
            }
        }"#,
    )
    .unwrap();
    let service = read(&bookshelf(), Some(&earlier)).unwrap().spec.service;
    assert_eq!(service.title, "Book Shelf");
    assert_eq!(service.output, "here");
    assert_eq!(service.operations, earlier.operations);
    assert_eq!(service.fixups, earlier.fixups);
    assert_eq!(service.names, earlier.names);
    assert!(service.http.is_empty(), "the model says it now");
    assert_eq!(service.waiters["BookThere"].delay, 5);
    assert_eq!(service.waiters["BookGone"], earlier.waiters["BookGone"]);
}

#[test]
fn a_selection_brings_what_it_needs_and_nothing_else() {
    let mut spec = read(&bookshelf(), None).unwrap().spec;
    spec.service.operations = Selection::Only(vec!["ListBookISBNs".into(), "WatchShelf".into()]);
    let spec = select(spec).unwrap();
    let operations: Vec<_> = spec.operations.iter().map(|(file, _)| file).collect();
    assert_eq!(operations, ["list_book_isbns.json", "watch_shelf.json"]);
    let shapes: Vec<_> = spec.shapes.shapes.keys().collect();
    assert_eq!(shapes, ["Added", "Busy", "Events"]);
    assert!(spec.service.waiters.is_empty());

    let mut spec = read(&bookshelf(), None).unwrap().spec;
    spec.service.operations = Selection::Only(vec!["GetBok".into()]);
    let problems = select(spec).unwrap_err();
    assert_eq!(problems.0[0].message, "there is no operation `GetBok`");
    assert_eq!(problems.0[0].help, "did you mean `GetBook`?");
}

#[test]
fn hosts_stay_where_the_endpoint_rules_are_not_known() {
    let plain = Files {
        endpoint_rules: None,
        ..bookshelf()
    };
    let earlier = read(&bookshelf(), None).unwrap().spec.service;
    assert!(!earlier.hosts.is_empty());
    assert!(read(&plain, None).unwrap().spec.service.hosts.is_empty());
    let import = read(&plain, Some(&earlier)).unwrap();
    assert_eq!(import.spec.service.hosts, earlier.hosts);

    let odd = Files {
        endpoint_rules: Some(
            br#"{"rules": [{"type": "tree", "conditions": [{"fn": "aws.moonPhase", "argv": []}]}]}"#,
        ),
        ..bookshelf()
    };
    let import = read(&odd, Some(&earlier)).unwrap();
    assert_eq!(import.spec.service.hosts, earlier.hosts);
    expect![[r#"
        error: unknown key `colour` is left out
         --> bookshelf/2020-01-01/service-2.json /shapes/Unused/colour
          = spec path: Unused.colour
          = help: check whether requests or responses depend on it
        error: there is no operation `ListGone`: its paginator is left out
         --> bookshelf/2020-01-01/paginators-1.json /pagination/ListGone
          = spec path: ListGone
          = help: take model and paginators from the same release of botocore
        error: the endpoint rules cannot be followed: `aws.moonPhase`; hosts stay as they are
         --> bookshelf/2020-01-01/endpoint-rule-set-1.json 
          = spec path: 
          = help: write `hosts` in service.json where they are not the usual ones
    "#]]
    .assert_eq(&import.warnings.to_string());
}

#[test]
fn all_problems_of_a_model_are_reported_at_once() {
    let files = Files {
        service: "bad",
        name: "bad/service-2.json",
        model: include_bytes!("fixtures/models/bad/service-2.json"),
        paginators: Some(
            br#"{"pagination": {"GetThing": {"input_token": ["a", "b"], "output_token": "c"}}}"#,
        ),
        waiters: Some(
            br#"{"waiters": {"ThingThere": {"operation": "GetThing", "delay": "soon",
            "acceptors": [{"state": "done", "matcher": "path", "expected": 1}]}}}"#,
        ),
        ..Files::default()
    };
    let problems = read(&files, None).unwrap_err();
    let lines: Vec<_> = problems
        .0
        .iter()
        .map(|problem| {
            let at = &problem.at;
            format!(
                "{} {}: {} ({})",
                at.file, at.pointer, problem.message, problem.help
            )
        })
        .collect();
    expect![[r#"
        bad/service-2.json /metadata: `endpointPrefix` is missing (add it, or take the model from a release of botocore)
        bad/service-2.json /metadata: `serviceFullName` is missing (add it, or take the model from a release of botocore)
        bad/service-2.json /operations/NoHttp: `http` is missing (add the operation's method and requestUri)
        bad/service-2.json /operations/Shapes/errors/0: `shape` is missing (add it, or take the model from a release of botocore)
        bad/service-2.json /shapes/Thing/members/name: `name` stands twice (delete or rename one of the two)
        bad/service-2.json /shapes/Thing/members/where/location: unknown location `trailer` (the locations are uri, querystring, header, headers and statusCode)
        bad/service-2.json /shapes/Thing/members/when/timestampFormat: unknown timestamp format `sundial` (the formats are iso8601, rfc822 and unixTimestamp)
        bad/service-2.json /shapes/Thing/required: `required` names `nmae`, which is no member (correct the name, or add the member)
        bad/service-2.json /shapes/Thing/payload: `payload` names `body`, which is no member (correct the name, or add the member)
        bad/service-2.json /shapes/Name/min: a number is expected here (mend the model, or take it from a release of botocore)
        bad/service-2.json /shapes/Tensor/type: unknown type `tensor` (the types are structure, list, map, string, boolean, byte, short, integer, long, float, double, timestamp and blob)
        bad/service-2.json /shapes/Empty: `member` is missing (a list needs a `member`, a map a `key` and a `value`)
        bad/service-2.json /shapes/Five: an object is expected here (mend the model, or take it from a release of botocore)
        bad/service-2.json /shapes/Five: `type` is missing (add it, or take the model from a release of botocore)
        bad/service-2.json /shapes/Thing/members/name: there is no shape `Nmae` (did you mean `Name`?)
        bad/service-2.json /shapes/Again: lists and maps hold each other without end: Again, Endless (put a structure between them)
        bad/service-2.json /shapes/Self: lists and maps hold each other without end: Self (put a structure between them)
        bad/service-2.json /shapes/Keyed/key: the key of a map is not a string (refer to a shape of type string)
        bad/service-2.json /operations/GetThing/input: there is no shape `Gone` (add the shape, or correct the reference)
        bad/service-2.json /operations/GetThing/output: `Name` is not a structure (requests, responses and errors are structures)
        bad/service-2.json /operations/get_thing: `get_thing` and `GetThing` have the same method name (rename or delete one of the two)
        bad/service-2.json /metadata/protocol: unknown protocol `telepathy` (the protocols are rest-json, json, rest-xml, query, ec2 and smithy-rpc-v2-cbor)
        bad/paginators-1.json /pagination/GetThing: a paginator needs as many output tokens as input tokens, and at least one (correct `input_token` and `output_token`)
        bad/waiters-2.json /waiters/ThingThere/delay: a number is expected here (mend the model, or take it from a release of botocore)
        bad/waiters-2.json /waiters/ThingThere: `maxAttempts` is missing (a waiter needs a delay and a greatest number of attempts)
        bad/waiters-2.json /waiters/ThingThere/acceptors/0/state: unknown word `done` (states are success, failure and retry; matchers path, pathAll, pathAny, status and error)"#]].assert_eq(&lines.join("\n"));
}

/// Their methods are called as files of the spec are.
#[test]
fn operations_may_be_called_service_and_shapes() {
    let model = r#"{
        "metadata": { "apiVersion": "1", "endpointPrefix": "s", "protocol": "rest-json",
            "serviceFullName": "S", "serviceId": "S", "signatureVersion": "v4" },
        "operations": {
            "Service": { "http": { "method": "POST", "requestUri": "/a" } },
            "Shapes": { "http": { "method": "POST", "requestUri": "/b" } }
        },
        "shapes": {}
    }"#;
    let files = Files {
        service: "s",
        name: "s/1/service-2.json",
        model: model.as_bytes(),
        ..Files::default()
    };
    let import = read(&files, None).unwrap();
    let written = import.spec.files().unwrap();
    let names: Vec<_> = written.keys().map(String::as_str).collect();
    assert_eq!(names, ["service.json", "service_.json", "shapes_.json"]);
    let plan = shapewright::plan(&import.spec).unwrap();
    let methods: Vec<_> = plan.operations.iter().map(|it| &*it.method).collect();
    assert_eq!(methods, ["service", "shapes"]);
}

/// Those that another operation tells must be asked for: each model says it of its own operations.
#[test]
fn hosts_that_are_asked_for_are_those_of_the_model() {
    let model = |discovery: &str| {
        let text = r#"{
            "metadata": { "apiVersion": "1", "endpointPrefix": "s", "protocol": "rest-json",
                "serviceFullName": "S", "serviceId": "S", "signatureVersion": "v4" },
            "operations": { "Get": { DISCOVERY "http": { "method": "POST", "requestUri": "/a" } } },
            "shapes": {}
        }"#;
        text.replace("DISCOVERY", discovery)
    };
    let import = |text: &str, earlier: Option<&Service>| {
        let files = Files {
            service: "s",
            name: "s/1/service-2.json",
            model: text.as_bytes(),
            ..Files::default()
        };
        read(&files, earlier).unwrap().spec
    };
    let with = model(r#""endpointdiscovery": { "required": true },"#);
    let first = import(&with, None);
    assert_eq!(first.service.operation_hosts.len(), 1);
    let again = import(&with, Some(&first.service));
    assert_eq!(again.service.operation_hosts, first.service.operation_hosts);
    let without = import(&model(""), Some(&again.service));
    assert!(without.service.operation_hosts.is_empty());
}

/// Timestream's and DynamoDB's models say it so.
#[test]
fn an_operation_that_tells_endpoints_is_known_by_what_it_tells() {
    let model = |period: &str| {
        let text = r#"{
            "metadata": { "apiVersion": "1", "endpointPrefix": "s", "protocol": "json", "targetPrefix": "T",
                "jsonVersion": "1.0", "serviceFullName": "S", "serviceId": "S", "signatureVersion": "v4" },
            "operations": {
                "DescribeEndpoints": { "endpointoperation": true, "http": { "method": "POST", "requestUri": "/" },
                    "output": { "shape": "Told" } },
                "Scan": { "endpointdiscovery": {}, "http": { "method": "POST", "requestUri": "/" } },
                "Write": { "endpointdiscovery": { "required": true },
                    "http": { "method": "POST", "requestUri": "/" } }
            },
            "shapes": {
                "Told": { "type": "structure", "members": { "Endpoints": { "shape": "Endpoints" } } },
                "Endpoints": { "type": "list", "member": { "shape": "Endpoint" } },
                "Endpoint": { "type": "structure", "members": {
                    "Address": { "shape": "String" }, "PERIOD": { "shape": "Long" } } },
                "String": { "type": "string" },
                "Long": { "type": "long" }
            }
        }"#;
        text.replace("PERIOD", period)
    };
    let import = |text: &str| {
        let files = Files {
            service: "s",
            name: "s/1/service-2.json",
            model: text.as_bytes(),
            ..Files::default()
        };
        let import = read(&files, None).unwrap();
        assert!(import.warnings.0.is_empty(), "{}", import.warnings);
        import.spec
    };
    let mut spec = import(&model("CachePeriodInMinutes"));
    let discovery = spec.service.endpoint_discovery.clone().unwrap();
    assert_eq!(discovery.operation, "DescribeEndpoints");
    assert_eq!(
        (discovery.required, discovery.optional),
        (vec!["Write".to_owned()], vec!["Scan".to_owned()])
    );
    assert!(spec.service.operation_hosts.is_empty());
    let files = shapewright::generate(&spec).unwrap();
    assert!(files.0["client.rs"].contains(".with_discovery(&DISCOVERY)"));

    spec.service.operations = Selection::Only(vec!["Scan".to_owned()]);
    let files = shapewright::generate(&spec).unwrap();
    assert!(!files.0["client.rs"].contains("DISCOVERY"));
    spec.service.operations = Selection::Only(vec!["Write".to_owned()]);
    let problems = shapewright::generate(&spec).unwrap_err().to_string();
    assert!(
        problems.contains("add `DescribeEndpoints` to `operations`"),
        "{problems}"
    );

    let other = import(&model("Minutes"));
    let problems = shapewright::generate(&other).unwrap_err().to_string();
    assert!(
        problems.contains("`DescribeEndpoints` does not tell endpoints"),
        "{problems}"
    );
}

#[test]
fn what_is_no_model_is_refused() {
    for (bytes, message) in [
        (
            &b"{"[..],
            "not JSON: EOF while parsing an object at line 1 column 1",
        ),
        (b"[]", "an object is expected here"),
        (b"{}", "`metadata` is missing"),
        (b"\xff", "not JSON: expected value at line 1 column 1"),
    ] {
        let files = Files {
            name: "service-2.json",
            model: bytes,
            ..Files::default()
        };
        assert_eq!(read(&files, None).unwrap_err().0[0].message, message);
    }
    let deep = "[".repeat(100_000);
    let files = Files {
        model: deep.as_bytes(),
        ..Files::default()
    };
    assert!(
        read(&files, None).unwrap_err().0[0]
            .message
            .starts_with("not JSON")
    );
}

#[test]
fn html_becomes_markdown_that_says_the_same() {
    let cases = [
        ("", ""),
        ("<zonbook></zonbook><xhtml></xhtml>", ""),
        ("<p>One  \n two.</p> <p>Three.</p>", "One two.\n\nThree."),
        ("a &lt;b&gt; &amp;amp; &amp;copy;", r"a \<b> \&amp; \&copy;"),
        ("<p>[link] and [Foo](bar)</p>", r"\[link] and \[Foo](bar)"),
        (
            "max_items _x_ *y* `z` ~s~",
            r"max_items \_x\_ \*y\* \`z\` \~s\~",
        ),
        ("# not a heading", r"\# not a heading"),
        ("- not an item", r"\- not an item"),
        ("1. not an item", r"1\. not an item"),
        ("<p>&gt; not a quote</p>", r"\> not a quote"),
        (
            "see https://example.org/a_b. Or",
            "see <https://example.org/a_b>. Or",
        ),
        ("(http://example.org)", "(<http://example.org>)"),
        (
            "at https://x.{region}.example.org/ now",
            "at `https://x.{region}.example.org/` now",
        ),
        (
            r#"<a href="https://example.org/a b(c)">a [b] _c_</a>"#,
            r"[a \[b\] \_c\_](https://example.org/a%20b%28c%29)",
        ),
        (
            r#"<a href="https://example.org">https://example.org</a>"#,
            "<https://example.org>",
        ),
        (r#"<a href="/relative">text</a>"#, "text"),
        (r#"<a href="javascript:alert(1)">text</a>"#, "text"),
        ("<a>GetBook</a>", "`GetBook`"),
        ("<code>a`b</code>", "``a`b``"),
        ("<code>`a`</code>", "`` `a` ``"),
        (
            "<code><a href=\"https://example.org\">X</a></code>",
            "[`X`](https://example.org)",
        ),
        ("<code>a</code><code>b</code>", "`a` `b`"),
        ("<b>bold</b>, <i>it</i>alic", "**bold**, italic"),
        ("<i> spaced </i>text", "*spaced* text"),
        ("<b><i>both</i></b>", "**both**"),
        (
            "<ul><li><p>One.</p></li><li>Two <ul><li>deep</li></ul></li></ul>",
            "- One.\n- Two\n  - deep",
        ),
        (
            "<ol><li><p>a</p><p>b</p></li><li>c</li></ol>",
            "1. a\n\n   b\n2. c",
        ),
        (
            "<dl><dt>Term</dt><dd><p>Meaning.</p></dd></dl>",
            "- Term: Meaning.",
        ),
        (
            "<note><p>Mind.</p></note><important><p>More.</p></important>",
            "**Note:** Mind.\n\n**Important:** More.",
        ),
        (
            "<pre>let `x`;\n\tgo</pre>",
            "```text\nlet `x`;\n    go\n```",
        ),
        ("<pre>```</pre>", "````text\n```\n````"),
        (
            "arn:aws:iam::<account>:role/<name>",
            r"arn:aws:iam::\<account>:role/\<name>",
        ),
        ("a\u{202e}b\u{200b}c", "abc"),
        ("<h2>Title</h2>text", "**Title**\n\ntext"),
    ];
    for (html, markdown) in cases {
        assert_eq!(
            html_to_markdown(html).unwrap_or_default(),
            markdown,
            "of {html:?}"
        );
    }
}

/// Every member that the page of GetImage shows is in the whole service's spec, of the same type.
#[test]
fn the_whole_service_holds_all_that_the_page_shows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = load(&root.join("fixtures/spec/get_image_page")).unwrap();
    let whole = load(&root.join("../spec/imagebuilder")).unwrap();
    assert_eq!(whole.operations.len(), 77);
    let rows = |spec: &ServiceSpec| -> Vec<(String, String)> {
        let (_, operation) = spec
            .operations
            .iter()
            .find(|(name, _)| name == "get_image.json")
            .unwrap();
        flatten(operation, Some(&spec.shapes))
            .unwrap()
            .iter()
            .map(|row| (format!("{}.{}", row.section, row.path), row.kind.to_owned()))
            .collect()
    };
    let (page, whole) = (rows(&page), rows(&whole));
    assert_eq!(page.len(), 222, "the request's parameter and 221 members");
    let missing: Vec<_> = page.iter().filter(|row| !whole.contains(row)).collect();
    assert_eq!(missing, Vec::<&(String, String)>::new());
}
