//! Pages of boto3's documentation and the renditions they become.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use expect_test::expect;
use serde_json::Value;
use shapewright::import::page::{self, Imported};
use shapewright::spec::{self, Row};
use std::path::{Path, PathBuf};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/pages")
        .join(name)
}

fn import(name: &str) -> Imported {
    page::read(name, &std::fs::read(fixture(name)).unwrap()).unwrap()
}

/// A text with every run of white space as one space.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is wrong with a row but for its doc, and whether the doc is as expected.
fn check(row: &Row<'_>, expected: &Value) -> bool {
    let text = |key: &str| expected.get(key).and_then(Value::as_str);
    let values: Vec<_> = expected
        .get("enum")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(Some(row.section), text("section"), "{}", row.path);
    assert_eq!(Some(row.path.as_str()), text("path"));
    assert_eq!(Some(row.kind), text("type"), "{}", row.path);
    assert_eq!(row.values, values, "{}", row.path);
    let required = expected.get("required").and_then(Value::as_bool);
    assert_eq!(row.required, required.unwrap_or_default(), "{}", row.path);
    folded(row.doc.unwrap_or_default()) == folded(text("doc").unwrap_or_default())
}

#[test]
fn the_page_of_get_image_is_read_in_full() {
    let imported = import("imagebuilder.get_image.txt");
    let operation = &imported.operation;
    assert_eq!(imported.service, "imagebuilder");
    assert_eq!(imported.warnings, [""; 0]);
    assert_eq!(operation.operation, "GetImage");
    assert_eq!(operation.method, "get_image");
    assert_eq!(operation.doc.as_deref(), Some("Gets an image."));
    // The page never writes `GetImage`.
    let [made] = operation.omitted.as_slice() else {
        panic!("{:?}", operation.omitted);
    };
    assert_eq!(made.section, "operation");
    assert!(
        made.reason.contains("made from `get_image`"),
        "{}",
        made.reason
    );
    assert_eq!(
        operation.exceptions,
        [
            "ServiceException",
            "ClientException",
            "ServiceUnavailableException",
            "InvalidRequestException",
            "ForbiddenException",
            "CallRateLimitExceededException",
        ]
    );

    let expected = std::fs::read_to_string(fixture("imagebuilder.get_image.rows.jsonl")).unwrap();
    let expected: Vec<Value> = expected
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let rows = spec::flatten(operation, None).unwrap();
    assert_eq!(rows.len(), expected.len());
    assert_eq!(rows.len(), 222);
    let differing: Vec<_> = rows
        .iter()
        .zip(&expected)
        .filter(|(row, expected)| !check(row, expected))
        .map(|(row, _)| row.path.as_str())
        .collect();
    // The service's own text has a typographic apostrophe here, which the page gives to all.
    assert_eq!(
        differing,
        ["image.imageScanningConfiguration.ecrConfiguration.repositoryName"]
    );
}

#[test]
fn the_committed_rendition_is_that_of_the_page() {
    let imported = import("imagebuilder.get_image.txt");
    let committed =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/spec/get_image_page/get_image.json");
    let written = serde_json::to_string_pretty(&imported.operation).unwrap() + "\n";
    assert_eq!(std::fs::read_to_string(committed).unwrap(), written);
}

#[test]
fn pages_of_paginators_and_waiters_are_refused_by_name() {
    for (text, what) in [
        (
            "class S3.Paginator.ListObjects\n",
            "a paginator (`ListObjects`)",
        ),
        (
            "class S3.Waiter.BucketExists\n",
            "a waiter (`BucketExists`)",
        ),
    ] {
        let refused = page::read("page", text.as_bytes()).unwrap_err();
        assert!(refused.to_string().contains(what), "{refused}");
    }
}

/// The page of an operation with this request syntax and these parameters.
fn request(syntax: &str, parameters: &str) -> Imported {
    let page = format!(
        "x.Client.put(**kwargs)\nPuts.\nRequest Syntax\nresponse = client.put( {syntax} )\n\
         - Parameters:\n{parameters}\n- Returns:\nNone\n"
    );
    page::read("page", page.as_bytes()).unwrap()
}

fn docs(imported: &Imported) -> Vec<(String, &'static str, Option<&str>)> {
    spec::flatten(&imported.operation, None)
        .unwrap()
        .into_iter()
        .map(|row| (row.path, row.kind, row.doc))
        .collect()
}

#[test]
fn a_head_glued_to_a_sentence_is_found() {
    let imported = request(
        "a=True|False, b='A'|'B:*(,) +'",
        "a (boolean) –\nSet to\ntrue\nto start, orfalse\nto stop.b (string) – [REQUIRED]\nThe kind.",
    );
    assert_eq!(
        docs(&imported),
        [
            (
                "a".to_owned(),
                "boolean",
                Some("Set to true to start, or false to stop.")
            ),
            ("b".to_owned(), "string", Some("The kind.")),
        ]
    );
    let rows = spec::flatten(&imported.operation, None).unwrap();
    assert_eq!(rows[1].values, ["A", "B:*(,) +"]);
    assert!(rows[1].required);
}

#[test]
fn a_map_and_a_structure_whose_member_is_string_are_told_apart() {
    let syntax = "a={ 'string': 123 }";
    let map = request(syntax, "a (dict) –\n(string) –\n(integer) –");
    let structure = request(syntax, "a (dict) –\nstring (integer) –\nA number.");
    let paths = |imported| -> Vec<_> { docs(imported).into_iter().map(|row| row.0).collect() };
    assert_eq!(paths(&map), ["a", "a{key}", "a{}"]);
    assert_eq!(paths(&structure), ["a", "a.string"]);
}

#[test]
fn fields_in_place_of_a_list_are_read() {
    let imported = request(
        "a=[ 'string', ], b=123",
        "- type a:\nlist\n- param a:\nThe names.\n(string) –\n- type b:\ninteger\n- param b:\n[REQUIRED]\nHow many.",
    );
    assert_eq!(
        docs(&imported),
        [
            ("a".to_owned(), "list", Some("The names.")),
            ("a[]".to_owned(), "string", None),
            ("b".to_owned(), "integer", Some("How many.")),
        ]
    );
}

#[test]
fn what_the_syntax_hides_or_the_structure_leaves_out_is_recorded() {
    let hidden = request("a=123", "a (integer) – One.\nsecret (string) – Hidden.");
    assert_eq!(docs(&hidden), [("a".to_owned(), "integer", Some("One."))]);
    assert_eq!(hidden.operation.omitted[0].section, "request.secret");
    let missing = request("a=123", "");
    assert_eq!(missing.operation.omitted[0].section, "request");
}

#[test]
fn a_syntax_that_is_too_large_to_render_is_recorded() {
    let large = "# This section is too large to render.\n# Please see the AWS API Documentation linked below.\n";
    let page = |request: &str, response: &str| {
        let page = format!(
            "x.Client.get(**kwargs)\nGets it.\nSee also: AWS API Documentation\nRequest Syntax\n{request}\n\
             - Parameters:\na (string) –\nOne.\n- Return type:\ndict\n- Returns:\nResponse Syntax\n{response}\n\
             Response Structure\n(dict) –\nb (string) –\nTwo.\nExceptions\nx.Client.exceptions.Gone\n"
        );
        page::read("page", page.as_bytes()).unwrap()
    };
    let (call, value) = ("response = client.get( a='string' )", "{ 'b': 'string' }");
    for (imported, left, section) in [
        (page(large, value), "b", "request"),
        (page(call, large), "a", "response"),
    ] {
        let paths: Vec<_> = docs(&imported).into_iter().map(|row| row.0).collect();
        assert_eq!(paths, [left]);
        let omitted = &imported.operation.omitted[0];
        assert_eq!(omitted.section, section);
        assert!(omitted.reason.contains("too large to render"));
        assert_eq!(imported.operation.doc.as_deref(), Some("Gets it."));
        assert_eq!(imported.operation.exceptions, ["Gone"]);
    }
}

#[test]
fn of_a_member_that_stands_twice_one_is_left_and_that_is_said() {
    let imported = request(
        "a={ 'b': 123, 'b': 'string' }",
        "a (dict) –\nb (integer) –\nb (string) –",
    );
    let paths: Vec<_> = docs(&imported)
        .into_iter()
        .map(|row| (row.0, row.1))
        .collect();
    assert_eq!(
        paths,
        [("a".to_owned(), "dict"), ("a.b".to_owned(), "string")]
    );
    assert_eq!(
        imported.warnings,
        [
            "request: `b` stands twice; the last one counts",
            "it lists no exceptions: where the page has some below its response, save it again in full"
        ]
    );
}

/// A page of the old or the current site, as text or HTML, gives the service's own words.
fn check_put_image_policy(site: &str, expected: [&str; 2]) {
    for form in ["txt", "html"] {
        let imported = import(&format!("put_image_policy.{site}.{form}"));
        let operation = &imported.operation;
        assert_eq!(imported.service, "imagebuilder");
        assert_eq!(operation.operation, "PutImagePolicy");
        assert_eq!(operation.omitted, []);
        assert_eq!(imported.warnings, [""; 0]);
        assert_eq!(operation.doc.as_deref(), Some(expected[0]), "{site} {form}");
        let rows: Vec<_> = spec::flatten(operation, None)
            .unwrap()
            .into_iter()
            .map(|row| (row.section, row.path, row.kind, row.required, row.doc))
            .collect();
        let of = |section, path: &str, required, doc| {
            (section, path.to_owned(), "string", required, Some(doc))
        };
        let (should, was) = (
            "The Amazon Resource Name (ARN) of the image that this policy should be applied to.",
            "The Amazon Resource Name (ARN) of the image that this policy was applied to.",
        );
        let expected = [
            of("request", "imageArn", true, should),
            of("request", "policy", true, expected[1]),
            of(
                "response",
                "requestId",
                false,
                "The request ID that uniquely identifies this request.",
            ),
            of("response", "imageArn", false, was),
        ];
        assert_eq!(rows, expected, "{site} {form}");
    }
}

#[test]
fn the_old_and_the_current_page_are_read_as_text_and_as_html() {
    check_put_image_policy(
        "old",
        [
            "Applies a policy to an image. We recommend that you call the RAM API CreateResourceShare to share resources. If you call the Image Builder API PutImagePolicy, you must also call the RAM API PromoteResourceShareCreatedFromPolicy in order for the resource to be visible to all principals with whom the resource is shared.",
            "The policy to apply.",
        ],
    );
    check_put_image_policy(
        "new",
        [
            "Applies a policy to an image. The preferred way to share resources is with the RAM API CreateResourceShare. If you use the PutImagePolicy operation instead, you must also call the RAM API PromoteResourceShareCreatedFromPolicy. Otherwise, the resource isn't visible to the principals that it's shared with.",
            "The resource policy to apply to the image, as a JSON policy document. Image Builder validates the policy with Amazon Web Services RAM before applying it, and rejects invalid policies with InvalidParameterValueException.",
        ],
    );
}

/// The rows of a page that comes as text and as HTML, which say the same, with the number of docs
/// that differ. What the text does not tell but the HTML does is the name on the wire.
fn rows_of_both_forms(name: &str, operation: &str) -> (Vec<String>, usize) {
    let (text, html) = (
        import(&format!("{name}.txt")),
        import(&format!("{name}.html")),
    );
    assert_eq!(html.operation.operation, operation);
    assert_eq!(html.operation.omitted, []);
    assert_eq!(html.operation.exceptions, text.operation.exceptions);
    let rows = |imported: &Imported| -> Vec<_> {
        let rows = spec::flatten(&imported.operation, None)
            .unwrap()
            .into_iter();
        rows.map(|row| {
            let required = if row.required { ", required" } else { "" };
            let values = match row.values {
                [] => String::new(),
                values => format!(", {} values", values.len()),
            };
            let Row {
                section,
                path,
                kind,
                ..
            } = &row;
            let shown = format!("{section}.{path}: {kind}{values}{required}");
            (shown, row.doc.map(folded))
        })
        .collect()
    };
    let (text, html) = (rows(&text), rows(&html));
    assert_eq!(text.len(), html.len());
    let differing = text
        .iter()
        .zip(&html)
        .filter(|(text, html)| text.1 != html.1);
    let differing = differing.count();
    let shown = |rows: Vec<(String, _)>| rows.into_iter().map(|row| row.0).collect::<Vec<_>>();
    let (text, html) = (shown(text), shown(html));
    assert_eq!(text, html);
    (html, differing)
}

#[test]
fn a_page_with_a_stream_of_events_is_read_in_both_forms() {
    let name = "invoke_model_with_response_stream";
    let (rows, differing) = rows_of_both_forms(name, "InvokeModelWithResponseStream");
    expect![[r#"
        request.body: bytes
        request.contentType: string
        request.accept: string
        request.modelId: string, required
        request.trace: string, 3 values
        request.guardrailIdentifier: string
        request.guardrailVersion: string
        request.performanceConfigLatency: string, 2 values
        request.serviceTier: string, 4 values
        request.requestMetadata: string
        response.body: dict
        response.body.chunk: dict
        response.body.chunk.bytes: bytes
        response.body.internalServerException: dict
        response.body.internalServerException.message: string
        response.body.modelStreamErrorException: dict
        response.body.modelStreamErrorException.message: string
        response.body.modelStreamErrorException.originalStatusCode: integer
        response.body.modelStreamErrorException.originalMessage: string
        response.body.validationException: dict
        response.body.validationException.message: string
        response.body.throttlingException: dict
        response.body.throttlingException.message: string
        response.body.modelTimeoutException: dict
        response.body.modelTimeoutException.message: string
        response.body.serviceUnavailableException: dict
        response.body.serviceUnavailableException.message: string
        response.contentType: string
        response.performanceConfigLatency: string, 2 values
        response.serviceTier: string, 4 values"#]]
    .assert_eq(&rows.join("\n"));
    assert!(differing <= 1, "{differing}");
    let operation = import(&format!("{name}.html")).operation;
    let body = &operation.response.unwrap()["body"];
    assert!(body.streaming);
    assert!(operation.request.unwrap()["body"].streaming);
}

#[test]
fn a_page_with_recursion_and_maps_is_read_in_both_forms() {
    let (rows, differing) = rows_of_both_forms("list_nodes_summary", "ListNodesSummary");
    expect![[r#"
        request.SyncName: string
        request.Filters: list
        request.Filters[]: dict
        request.Filters[].Key: string, 20 values, required
        request.Filters[].Values: list, required
        request.Filters[].Values[]: string
        request.Filters[].Type: string, 3 values
        request.Aggregators: list, required
        request.Aggregators[]: dict
        request.Aggregators[].AggregatorType: string, 1 values, required
        request.Aggregators[].TypeName: string, 1 values, required
        request.Aggregators[].AttributeName: string, 8 values, required
        request.Aggregators[].Aggregators: dict
        request.NextToken: string
        request.MaxResults: integer
        response.Summary: list
        response.Summary[]: dict
        response.Summary[]{key}: string
        response.Summary[]{}: string
        response.NextToken: string"#]]
    .assert_eq(&rows.join("\n"));
    assert_eq!(differing, 0);
}

#[test]
fn a_stream_a_document_and_a_string_or_a_dict_are_read() {
    let imported = request(
        "a=b'bytes'|file, b={...}|[...]|123|123.4|'string'|True|None, c='string' or {'Bucket': 'string', 'Key': 'string'}",
        "a (bytes or seekable file-like object) –\nThe body.\nb (document) –\nAnything.\nc (str or dict) –\nThe source.",
    );
    let rows = docs(&imported);
    assert_eq!(
        rows,
        [
            ("a".to_owned(), "bytes", Some("The body.")),
            ("b".to_owned(), "document", Some("Anything.")),
            ("c".to_owned(), "string", Some("The source.")),
        ]
    );
}

#[test]
fn a_body_whose_head_is_split_and_examples_are_read() {
    let page = "x.Client.get(**kwargs)\nGets.\nRequest Syntax\nresponse = client.get()\n- Return type:\n\
                dict\n- Returns:\nResponse Syntax\n{ 'body': StreamingBody() }\nResponse Structure\n(dict) –\n\
                body (\nStreamingBody\n) –\nThe bytes.\nExamples\nThis gets it.\nresponse = client.get(\n)\n";
    let imported = page::read("page", page.as_bytes()).unwrap();
    assert_eq!(
        docs(&imported),
        [("body".to_owned(), "bytes", Some("The bytes."))]
    );
}

#[test]
fn a_page_on_one_line_is_read() {
    let page = "x.Client.put(**kwargs) Puts. Request Syntax response = client.put( a='string', b=123 ) \
                - Parameters: a (string) – One. b (integer) – Two. - Returns: None";
    let imported = page::read("page", page.as_bytes()).unwrap();
    assert_eq!(
        docs(&imported),
        [
            ("a".to_owned(), "string", Some("One.")),
            ("b".to_owned(), "integer", Some("Two.")),
        ]
    );
    assert_eq!(imported.operation.response, None);
}

/// The doc of a member whose paragraphs are these.
fn mended(text: &str) -> String {
    let imported = request("a='ALL'|'Pascal', b='x'", &format!("a (string) –\n{text}"));
    docs(&imported)[0].2.unwrap_or_default().to_owned()
}

/// Each rule about where a space or a line was, by a sentence of a page it was needed for.
#[test]
fn what_extraction_takes_from_paragraphs_with_code_is_put_back() {
    let cases = [
        // A word that often stands before code.
        (
            "Use\ntrue\nto start, orfalse\nto stop.",
            "Use true to start, or false to stop.",
        ),
        // The longest word wins: not `for`, `be` or `a`.
        (
            "The\nuri\nis of the formarn:aws:apigateway:{region}\n.",
            "The uri is of the form arn:aws:apigateway:{region}.",
        ),
        (
            "Set to\nALL\ncauses this behavior:PutBucketAcl\nfails.",
            "Set to ALL causes this behavior: PutBucketAcl fails.",
        ),
        (
            "It owns\nreports\nby account123456789012\n.",
            "It owns reports by account 123456789012.",
        ),
        // A literal with stops and colons is one.
        (
            "The key is\nOwner\nwith the value, specifytag:Owner\nfor the filter.",
            "The key is Owner with the value, specify tag:Owner for the filter.",
        ),
        // A literal of signs, or of several words.
        (
            "Use\na-z\n, space, and the special characters_ - . : / = + @\n.",
            "Use a-z, space, and the special characters _ - . : / = + @.",
        ),
        (
            "For\ncron\nuse an expression such asrate(1 day)\n.",
            "For cron use an expression such as rate(1 day).",
        ),
        // After a sentence begins, a verb is not a part of the name.
        (
            "Values are\nOFF\nand more. ChooseERROR\nto write errors.",
            "Values are OFF and more. Choose ERROR to write errors.",
        ),
        // A token that stands alone is not taken apart.
        (
            "When\nnextToken\nis returned, there are more.",
            "When nextToken is returned, there are more.",
        ),
        (
            "One of\noracle-ee\n,oracle-se2\n.",
            "One of oracle-ee, oracle-se2.",
        ),
        // Numbers with commas.
        (
            "Sizes:\ngp3\n: 3,000 - 80,000 IOPS.",
            "Sizes:\ngp3: 3,000 - 80,000 IOPS.",
        ),
        // A word of code that begins with a stop.
        (
            "It must have a\n.env\nfile extension.",
            "It must have a .env file extension.",
        ),
        // What closes a quote.
        (
            "Principals ‘\nx.amazonaws.com\n’ and more.",
            "Principals 'x.amazonaws.com' and more.",
        ),
        // The end of a paragraph: at a stop, before the item of a list, without a stop.
        (
            "Returns\nALL\nof it.The other values do not.",
            "Returns ALL of it.\nThe other values do not.",
        ),
        (
            "Uses\nALL\nof the table.Pascal\n- The response has it.",
            "Uses ALL of the table.\nPascal - The response has it.",
        ),
        (
            "The value is\n0\nif it is not specifiedThe valid range is short.",
            "The value is 0 if it is not specified\nThe valid range is short.",
        ),
        // The first literal of the next paragraph is on the next line.
        (
            "Function name –\nmy-function\n.Function ARN –\narn:aws:lambda:us-west-2:1:function\n.",
            "Function name – my-function.\nFunction ARN – arn:aws:lambda:us-west-2:1:function.",
        ),
        // The page's markup, outside of code.
        (
            "A regex (\"^([\\p{L}]*)$\") in *Region*.amazonaws.com.",
            "A regex (\"^([\\\\p{L}]*)$\") in Region.amazonaws.com.",
        ),
        ("The `CreateCluster APIs.", "The CreateCluster APIs."),
        // A link within a link, whose own markup stayed.
        (
            "The RunTask <https://x/a.html>`__or `CreateCluster APIs.",
            "The RunTaskor CreateCluster APIs.",
        ),
        // An emphasis whose end the markup does not take for one; what is none.
        ("A *CoIP *provides more.", "A CoIP provides more."),
        (
            "Sorted. **Standard queues: **Use it.",
            "Sorted. Standard queues: Use it.",
        ),
        ("Use *.txt *or 2 *3 *4.", "Use *.txt *or 2 *3 *4."),
        // The space before a link.
        (
            "An alias ( UpdateAlias) or ( / ).",
            "An alias (UpdateAlias) or ( / ).",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(mended(text), expected);
    }
}
