//! Smithy's JSON ASTs -> spec: one small AST per feature, and what is refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use expect_test::{expect, expect_file};
use shapewright::diagnostic::Diagnostics;
use shapewright::import::merge::{Form, merge};
use shapewright::import::model::Import;
use shapewright::import::smithy::{File, read};
use shapewright::spec::{Service, load_from};
use std::fs;
use std::path::{Path, PathBuf};

fn tests() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn ast(name: &str) -> Vec<u8> {
    fs::read(tests().join(format!("fixtures/smithy/{name}.json"))).unwrap()
}

fn import_bytes(name: &str, bytes: &[u8]) -> Result<Import, Diagnostics> {
    let name = format!("{name}.json");
    let file = File {
        name: &name,
        bytes,
        ..File::default()
    };
    read(&file, &|_| None)
}

fn import(name: &str) -> Import {
    import_bytes(name, &ast(name)).unwrap_or_else(|problems| panic!("{name}: {problems}"))
}

/// The files of a spec one after the other, and the warnings.
fn shown(import: &Import) -> String {
    let mut text = String::new();
    for (name, bytes) in import.spec.files().unwrap() {
        let json = String::from_utf8(bytes).unwrap();
        text.push_str(&format!("=== {name}\n{json}"));
    }
    text.push_str(&format!("=== warnings\n{}", import.warnings));
    text
}

/// The ASTs that are imported; `bad` and `several` are not.
const FEATURES: [&str; 14] = [
    "auth",
    "bindings",
    "docs",
    "endpoint",
    "enums",
    "errors",
    "examples",
    "first_version",
    "mixins",
    "nullability",
    "pages_and_waiters",
    "resources",
    "streams",
    "unknown_traits",
];

#[test]
fn everything_an_ast_says_stands_in_the_spec() {
    for name in FEATURES {
        let import = import(name);
        let path = tests().join(format!("fixtures/smithy/expected/{name}.txt"));
        expect_file![path].assert_eq(&shown(&import));
        let files = import.spec.files().unwrap();
        let again = load_from(&import.spec.folder, &files).then(|spec| Ok(spec.clone()));
        assert_eq!(again.unwrap(), import.spec, "{name}, read again");
    }
}

#[test]
fn what_is_imported_generates() {
    for name in FEATURES {
        let spec = import(name).spec;
        let files =
            shapewright::generate(&spec).unwrap_or_else(|problems| panic!("{name}: {problems}"));
        assert!(!files.0.is_empty());
    }
}

/// The specs of the goldens that are made of ASTs.
#[test]
fn the_goldens_specs_are_those_of_their_asts() {
    for (golden, name) in [
        ("smithy_bindings", "bindings"),
        ("smithy_enums", "enums"),
        ("smithy_examples", "examples"),
    ] {
        let mut spec = import(name).spec;
        spec.service.service = golden.replace('_', "-");
        spec.service.output = format!("tests/goldens/{golden}");
        let folder: PathBuf = tests().join("fixtures/spec").join(golden);
        for (file, bytes) in spec.files().unwrap() {
            expect_file![folder.join(file)].assert_eq(std::str::from_utf8(&bytes).unwrap());
        }
    }
}

fn lines(problems: &Diagnostics) -> String {
    let lines: Vec<_> = problems
        .0
        .iter()
        .map(|problem| {
            format!(
                "{}: {} ({})",
                problem.at.pointer, problem.message, problem.help
            )
        })
        .collect();
    lines.join("\n")
}

#[test]
fn all_problems_of_an_ast_are_reported_at_once() {
    let problems = import_bytes("bad", &ast("bad")).unwrap_err();
    expect![[r#"
        /shapes/example.bakery#Tensor/type: unknown type `tensor` (the types are those of Smithy 2.0's JSON AST)
        /shapes/example.bakery#NoType: `type` is missing (give the shape the type it has in the AST)
        /shapes/example.bakery#BakeInput/mixins: there is no shape `example.bakery#Gone` (add the shape, or correct the reference; an AST must hold its dependencies too)
        /shapes/example.bakery#Loop/mixins: the mixins of `example.bakery#Loop` lead back to it (take one of them away)
        /shapes/example.bakery#Nothing: there is no shape `example.bakery#Nothing` (add the shape, or correct the reference; an AST must hold its dependencies too)
        /shapes/example.bakery#Bakery/operations: there is no shape `example.bakery#Gone` (add the shape, or correct the reference; an AST must hold its dependencies too)
        /shapes/example.bakery#Bakery/operations: `example.bakery#Dough` is not an operation (correct the reference)
        /shapes/example.bakery#Bakery/resources: `example.bakery#Bake` is not a resource (correct the reference)
        /shapes/example.bakery#Bake/input: there is no shape `example.bakery#BakeInptu` (did you mean `example.bakery#BakeInput`?)
        /shapes/example.bakery#Bake/output: `example.bakery#Name` is not a structure (requests, responses and errors are structures, members have types)
        /shapes/example.bakery#Bake/errors: there is no shape `example.bakery#Missing` (add the shape, or correct the reference; an AST must hold its dependencies too)
        /shapes/example.bakery#BakeInput/members/dough: there is no shape `example.bakery#Duogh` (did you mean `example.bakery#Dough`?)
        /shapes/example.bakery#BakeInput/members/operation: `example.bakery#Bake` is not a type (requests, responses and errors are structures, members have types)
        /shapes/example.other#Bread: `example.bakery#Bread` and `example.other#Bread` have the same name (name one of them otherwise in the service's `rename`)
        /shapes/example.bakery#Bake/traits/smithy.api#http: `method` or `uri` is missing (give the operation a method and a URI)
        /shapes/example.bakery#NoHttp: the operation has no `@http`, which its protocol needs (give it a method and a URI)
        /shapes/example.bakery#BakeInput/members/when/traits/smithy.api#timestampFormat: unknown timestamp format `sundial` (the formats are date-time, http-date and epoch-seconds)
        /shapes/example.bakery#Again: lists and maps hold each other without end: example.bakery#Again (put a structure between them)"#]].assert_eq(&lines(&problems));
}

#[test]
fn what_is_no_ast_is_refused() {
    let mut text = String::new();
    for bytes in [
        &b"{"[..],
        b"[]",
        b"{}",
        br#"{"metadata": {"apiVersion": "1"}, "shapes": {}}"#,
        br#"{"smithy": "3.0", "shapes": {}}"#,
        br#"{"smithy": 2, "shapes": {}}"#,
        br#"{"smithy": "2.0"}"#,
        br#"{"smithy": "2.0", "shapes": []}"#,
        br#"{"smithy": "2.0", "shapes": {"a#B": {"type": "string"}}}"#,
        br#"{"smithy": "2.0", "shapes": {"a#B": {"type": "service", "operations": "all"}}}"#,
    ] {
        let problems = import_bytes("model", bytes).unwrap_err();
        text.push_str(&format!(
            "{}\n{}\n",
            String::from_utf8_lossy(bytes),
            lines(&problems)
        ));
    }
    expect![[r#"
        {
        : not JSON: EOF while parsing an object at line 1 column 1 (give a JSON AST, plain or gzipped)
        []
        : an object is expected here (mend the model, and make its AST again)
        {}
        : no Smithy JSON AST: `smithy`, its version, is missing (give what `smithy ast` prints, or the model.json of `smithy build`; a service-2.json of botocore goes with `--model`)
        {"metadata": {"apiVersion": "1"}, "shapes": {}}
        : no Smithy JSON AST: `smithy`, its version, is missing (give what `smithy ast` prints, or the model.json of `smithy build`; a service-2.json of botocore goes with `--model`)
        {"smithy": "3.0", "shapes": {}}
        /smithy: the version `3.0` of Smithy is not known (give a JSON AST of version 1.0 or 2.0)
        {"smithy": 2, "shapes": {}}
        /smithy: a text is expected here (mend the model, and make its AST again)
        : no Smithy JSON AST: `smithy`, its version, is missing (give what `smithy ast` prints, or the model.json of `smithy build`; a service-2.json of botocore goes with `--model`)
        {"smithy": "2.0"}
        : `shapes` is missing (give a JSON AST with a service)
        {"smithy": "2.0", "shapes": []}
        /shapes: an object is expected here (mend the model, and make its AST again)
        /shapes: there is no service in it (give an AST that has the service, and not the shapes of a library alone)
        {"smithy": "2.0", "shapes": {"a#B": {"type": "string"}}}
        /shapes: there is no service in it (give an AST that has the service, and not the shapes of a library alone)
        {"smithy": "2.0", "shapes": {"a#B": {"type": "service", "operations": "all"}}}
        /shapes/a#B/operations: a list is expected here (mend the model, and make its AST again)
        /shapes/a#B/traits: `a#B` has no protocol that is known here (give the service one of restJson1, awsJson1_0, awsJson1_1, awsQuery, ec2Query, restXml and rpcv2Cbor)
    "#]].assert_eq(&text);
    let deep = "[".repeat(100_000);
    let problems = import_bytes("model", deep.as_bytes()).unwrap_err();
    assert!(lines(&problems).contains("not JSON"));
}

#[test]
fn one_of_several_services_is_chosen() {
    let bytes = ast("several");
    let problems = import_bytes("several", &bytes).unwrap_err();
    expect!["/shapes: there are 2 services in it: `example.bakery#Bakery`, `example.bakery#Mill` (choose one with `--shape ID`)"].assert_eq(&lines(&problems));
    for shape in ["Mill", "example.bakery#Mill"] {
        let file = File {
            name: "several.json",
            bytes: &bytes,
            shape: Some(shape),
            service: None,
        };
        let spec = read(&file, &|_| None).unwrap().spec;
        assert_eq!(spec.service.target_prefix, None);
        assert_eq!(spec.service.service, "mill");
    }
    let file = File {
        name: "several.json",
        bytes: &bytes,
        shape: Some("Mil"),
        service: None,
    };
    expect!["/shapes: there is no service `Mil` (choose one by its id: `example.bakery#Bakery`, `example.bakery#Mill`)"].assert_eq(&lines(&read(&file, &|_| None).unwrap_err()));
}

#[test]
fn what_people_decided_is_kept_by_the_service_id() {
    let earlier: Service = serde_json::from_str(
        r#"{
            "service": "bread", "title": "Old", "serviceId": "Good Bakery", "apiVersion": "1999-01-01",
            "protocol": "json", "endpointPrefix": "old", "signingName": "old", "output": "here",
            "operations": {"only": ["Bake"]}, "names": {"operations": {"Bake": "do_bake"}}
        }"#,
    )
    .unwrap();
    let bytes = ast("endpoint");
    let file = File {
        name: "endpoint.json",
        bytes: &bytes,
        ..File::default()
    };
    let of_id = |id: &str| (id == "Good Bakery").then_some(&earlier);
    let service = read(&file, &of_id).unwrap().spec.service;
    assert_eq!(service.service, "bread");
    assert_eq!(service.output, "here");
    assert_eq!(service.operations, earlier.operations);
    assert_eq!(service.names, earlier.names);
    assert_eq!(service.title, "Bakery");
    let service = import("endpoint").spec.service;
    assert_eq!(service.service, "good-bakery");
}

fn botocore() -> Import {
    let model = br#"{
        "metadata": {"apiVersion": "2024-01-01", "endpointPrefix": "bakery", "protocol": "rest-json",
            "serviceFullName": "Bakery", "serviceId": "Bakery", "signatureVersion": "v4"},
        "operations": {"ListBread": {"name": "ListBread",
            "http": {"method": "POST", "requestUri": "/bread/list"},
            "input": {"shape": "ListBreadInput"}, "output": {"shape": "ListBreadOutput"},
            "errors": [{"shape": "Closed"}]}},
        "shapes": {
            "Closed": {"type": "structure", "members": {"message": {"shape": "Text"}},
                "error": {"httpStatusCode": 503}, "exception": true},
            "ListBreadInput": {"type": "structure", "members": {
                "nextToken": {"shape": "Text"}, "maxResults": {"shape": "Text"}}},
            "ListBreadOutput": {"type": "structure", "members": {
                "loaves": {"shape": "Loaves"}, "nextToken": {"shape": "Text"}}},
            "Loaves": {"type": "list", "member": {"shape": "Loaf"}},
            "Loaf": {"type": "structure", "members": {"state": {"shape": "Text", "documentation": "How it is."}}},
            "Text": {"type": "string"}
        }
    }"#;
    let files = shapewright::import::model::Files {
        service: "bakery",
        name: "bakery/2024-01-01/service-2.json",
        model,
        paginators: Some(
            br#"{"pagination": {"ListBread": {"input_token": "nextToken", "output_token": "nextToken",
                "result_key": ["loaves", "crumbs"], "more_results": "more"}}}"#,
        ),
        waiters: Some(
            br#"{"waiters": {"BreadThere": {"operation": "ListBread", "delay": 15, "maxAttempts": 60,
                "acceptors": [{"state": "success", "matcher": "status", "expected": 200}]}}}"#,
        ),
        ..shapewright::import::model::Files::default()
    };
    shapewright::import::model::read(&files, None).unwrap()
}

#[test]
fn two_forms_of_an_api_give_their_better_halves() {
    let mut text = String::new();
    for (form, base, other) in [
        (Form::Smithy, import("pages_and_waiters"), botocore()),
        (Form::Botocore, botocore(), import("pages_and_waiters")),
    ] {
        let (merged, taken) = merge(base, form, other).unwrap();
        text.push_str(&format!("base: {form}\n"));
        for ((what, from), paths) in taken {
            text.push_str(&format!("{what}, from {from}: {}\n", paths.join(", ")));
        }
        let spec = merged.spec;
        let pages = spec.operations[0].1.pagination.as_ref().unwrap();
        assert_eq!(pages.result_key, ["loaves", "crumbs"]);
        assert_eq!(spec.service.waiters["BreadThere"].max_attempts, 60);
        assert_eq!(spec.operations[0].1.exceptions, ["Closed"]);
        let closed = spec.shapes.shapes["Closed"].error.as_ref().unwrap();
        assert_eq!(closed.status, Some(503));
    }
    expect![[r#"
        base: Smithy
        delay and attempts of a waiter, from botocore: BreadThere
        doc, from botocore: Loaf.state
        error of an operation, from botocore: ListBread: Closed
        more_results of a paginator, from botocore: ListBread
        result keys of a paginator, from botocore: ListBread
        text in place of a number, from botocore: ListBread.request.maxResults
        base: botocore
        hosts, from Smithy: bakery
    "#]]
    .assert_eq(&text);
    let problems = merge(import("endpoint"), Form::Smithy, botocore()).unwrap_err();
    expect![": the two models are of different services, `Good Bakery` and `Bakery` (give two models of one version of one service)"].assert_eq(&lines(&problems));
}

/// An AST of one operation, of a service of AWS's or of somebody else's.
fn of_service(id: &str, is_aws: bool) -> Import {
    let trait_of_aws = format!(r#""aws.api#service": {{"sdkId": "{id}"}},"#);
    let text = r#"{"smithy": "2.0", "shapes": {
        "a.b#Glacier": {"type": "service", "version": "2012-06-01", "operations": [{"target": "a.b#AbortThing"}],
            "traits": {TRAIT "aws.protocols#restJson1": {}}},
        "a.b#AbortThing": {"type": "operation", "input": {"target": "a.b#In"}, "output": {"target": "smithy.api#Unit"},
            "traits": {"smithy.api#http": {"method": "DELETE", "uri": "/{accountId}/thing"}}},
        "a.b#In": {"type": "structure", "members": {"accountId": {"target": "smithy.api#String",
            "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}}}}
    }}"#;
    let text = text.replace("TRAIT", if is_aws { &trait_of_aws } else { "" });
    import_bytes("glacier", text.as_bytes()).unwrap()
}

/// It is known beside the model of AWS's service, and is nobody else's.
#[test]
fn what_is_known_of_aws_services_is_laid_over_their_asts() {
    let import = of_service("Glacier", true);
    let service = &import.spec.service;
    assert_eq!(service.headers["x-amz-glacier-version"], "2012-06-01");
    let request = import.spec.operations[0].1.request.as_ref().unwrap();
    assert_eq!(request["accountId"].client_default.as_deref(), Some("-"));
    // What the entries say of operations that are not there is nothing to warn of.
    assert!(import.warnings.0.is_empty(), "{}", import.warnings);
    let import = of_service("Glacier", false);
    assert!(import.spec.service.headers.is_empty());
    let import = of_service("API Gateway", true);
    assert_eq!(import.spec.service.headers["accept"], "application/json");
}

/// A response to HEAD has no body that names an error.
#[test]
fn a_waiter_on_a_head_goes_by_the_status() {
    let ast = br#"{"smithy": "2.0", "shapes": {
        "a.b#Bakery": {"type": "service", "version": "2024-01-01", "operations": [{"target": "a.b#HeadBread"}],
            "traits": {"aws.protocols#restJson1": {}, "aws.api#service": {"sdkId": "Bakery"}}},
        "a.b#HeadBread": {"type": "operation", "input": {"target": "smithy.api#Unit"}, "output": {"target": "smithy.api#Unit"},
            "traits": {"smithy.api#http": {"method": "HEAD", "uri": "/bread"}, "smithy.waiters#waitable": {
                "BreadThere": {"acceptors": [{"state": "retry", "matcher": {"errorType": "NotFound"}}]}}}}
    }}"#;
    let model = br#"{"metadata": {"apiVersion": "2024-01-01", "endpointPrefix": "bakery", "protocol": "rest-json",
            "serviceFullName": "Bakery", "serviceId": "Bakery", "signatureVersion": "v4"},
        "operations": {"HeadBread": {"name": "HeadBread", "http": {"method": "HEAD", "requestUri": "/bread"}}},
        "shapes": {}}"#;
    let waiters =
        br#"{"waiters": {"BreadThere": {"operation": "HeadBread", "delay": 5, "maxAttempts": 20,
        "acceptors": [{"state": "retry", "matcher": "status", "expected": 404}]}}}"#;
    let files = shapewright::import::model::Files {
        service: "bakery",
        name: "bakery/2024-01-01/service-2.json",
        model,
        waiters: Some(waiters),
        ..shapewright::import::model::Files::default()
    };
    let botocore = shapewright::import::model::read(&files, None).unwrap();
    let (merged, taken) =
        merge(import_bytes("bakery", ast).unwrap(), Form::Smithy, botocore).unwrap();
    assert!(taken.contains_key(&("acceptors of a waiter", Form::Botocore)));
    let acceptors = &merged.spec.service.waiters["BreadThere"].acceptors;
    assert_eq!(acceptors[0].expected, 404);
}

#[test]
fn endpoints_that_an_operation_tells_are_asked_for() {
    let ast = r#"{ "smithy": "2.0", "shapes": {
        "a.b#Records": { "type": "service", "version": "2020-01-01",
            "operations": [{ "target": "a.b#DescribeEndpoints" }, { "target": "a.b#Read" }, { "target": "a.b#Write" }],
            "traits": { "aws.protocols#awsJson1_0": {}, "aws.auth#sigv4": { "name": "records" },
                "aws.api#service": { "sdkId": "Records", "arnNamespace": "records" },
                "aws.api#clientEndpointDiscovery": { "operation": "a.b#DescribeEndpoints", "error": "a.b#Wrong" } } },
        "a.b#DescribeEndpoints": { "type": "operation", "output": { "target": "a.b#Told" } },
        "a.b#Read": { "type": "operation", "traits": { "aws.api#clientDiscoveredEndpoint": { "required": false } } },
        "a.b#Write": { "type": "operation", "input": { "target": "a.b#Written" },
            "traits": { "aws.api#clientDiscoveredEndpoint": { "required": true } } },
        "a.b#Written": { "type": "structure", "members": { "Table": { "target": "smithy.api#String",
            "traits": { "aws.api#clientEndpointDiscoveryId": {} } } } },
        "a.b#Told": { "type": "structure", "members": { "Endpoints": { "target": "a.b#Endpoints" } } },
        "a.b#Endpoints": { "type": "list", "member": { "target": "a.b#Endpoint" } },
        "a.b#Endpoint": { "type": "structure", "members": { "Address": { "target": "smithy.api#String" },
            "CachePeriodInMinutes": { "target": "smithy.api#Long" } } }
    } }"#;
    let import = import_bytes("records", ast.as_bytes())
        .unwrap_or_else(|problems| panic!("records: {problems}"));
    let discovery = import.spec.service.endpoint_discovery.clone().unwrap();
    assert_eq!(discovery.operation, "DescribeEndpoints");
    assert_eq!(
        (discovery.required, discovery.optional),
        (vec!["Write".to_owned()], vec!["Read".to_owned()])
    );
    let warnings = import.warnings.to_string();
    assert!(
        warnings.contains("`@clientEndpointDiscoveryId` is not sent"),
        "{warnings}"
    );
    shapewright::generate(&import.spec).unwrap();
}
