//! Smithy's JSON ASTs that nobody would write by hand, and what examples do not fit.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use expect_test::expect;
use serde_json::{Map, Value, json};
use shapewright::diagnostic::Diagnostics;
use shapewright::import::model::Import;
use shapewright::import::smithy::{File, read};
use std::fs;
use std::path::Path;

fn import(ast: &Value) -> Result<Import, Diagnostics> {
    let bytes = ast.to_string();
    let file = File {
        name: "model.json",
        bytes: bytes.as_bytes(),
        ..File::default()
    };
    read(&file, &|_| None)
}

/// An AST of one operation, `POST /bake`, with more shapes laid over it.
fn bakery(shapes: Value) -> Value {
    let mut all = json!({
        "a.b#Bakery": {"type": "service", "version": "1", "operations": [{"target": "a.b#Bake"}],
            "traits": {"aws.protocols#restJson1": {}}},
        "a.b#Bake": {"type": "operation", "input": {"target": "a.b#In"}, "output": {"target": "smithy.api#Unit"},
            "traits": {"smithy.api#http": {"method": "POST", "uri": "/bake"}}},
        "a.b#In": {"type": "structure", "members": {"name": {"target": "smithy.api#String"}}},
    });
    let Value::Object(shapes) = shapes else {
        panic!("shapes are an object");
    };
    all.as_object_mut().unwrap().extend(shapes);
    json!({"smithy": "2.0", "shapes": all})
}

/// What is said of an AST: the problems, or the warnings and those of its crate.
fn said(ast: &Value) -> String {
    let lines = |problems: &Diagnostics| {
        let lines = problems.0.iter();
        let lines = lines.map(|it| format!("{}: {}\n", it.at.pointer, it.message));
        lines.collect::<String>()
    };
    match import(ast) {
        Err(problems) => format!("errors:\n{}", lines(&problems)),
        Ok(import) => match shapewright::plan(&import.spec) {
            Ok(plan) => {
                // It is Rust.
                shapewright::files(&plan).unwrap();
                format!("{}{}", lines(&import.warnings), lines(&plan.warnings))
            }
            Err(problems) => format!("not generated:\n{}", lines(&problems)),
        },
    }
}

#[test]
fn what_is_applied_to_a_mixin_goes_where_the_mixin_goes() {
    let ast = bakery(json!({
        "a.b#In": {"type": "structure", "members": {"own": {"target": "smithy.api#String"}},
            "mixins": [{"target": "a.b#Mix"}]},
        "a.b#Mix": {"type": "structure", "traits": {"smithy.api#mixin": {}}, "members": {
            "mixed": {"target": "smithy.api#String", "traits": {"smithy.api#documentation": "Its own."}},
            "other": {"target": "smithy.api#String"}}},
        "a.b#Mix$mixed": {"type": "apply", "traits": {"smithy.api#required": {}, "smithy.api#documentation": "Applied."}},
        "a.b#In$other": {"type": "apply", "traits": {"smithy.api#documentation": "To what is mixed in."}},
        "a.b#In$own": {"type": "apply", "traits": {"smithy.api#documentation": "To what is there."}},
        "a.b#In$gone": {"type": "apply", "traits": {"smithy.api#documentation": "Lost."}},
    }));
    expect![[r#"
        errors:
        /shapes/a.b#In$gone: there is no shape `a.b#In$gone`
    "#]]
    .assert_eq(&said(&ast));
    let mut ast = ast;
    ast["shapes"].as_object_mut().unwrap().remove("a.b#In$gone");
    let spec = import(&ast).unwrap().spec;
    let members = spec.operations[0].1.request.as_ref().unwrap();
    let docs: Vec<_> = members
        .iter()
        .map(|(name, shape)| {
            (
                name.as_str(),
                shape.doc.as_deref().unwrap_or_default(),
                shape.required,
            )
        })
        .collect();
    assert_eq!(
        docs,
        [
            ("mixed", "Applied.", true),
            ("other", "To what is mixed in.", false),
            ("own", "To what is there.", false)
        ]
    );
}

#[test]
fn shapes_that_lead_nowhere_or_back_are_told() {
    let unit = || json!({"target": "smithy.api#Unit"});
    let mut text = String::new();
    for (what, shapes) in [
        (
            "a resource in itself",
            json!({"a.b#Bakery": {"type": "service", "version": "1", "resources": [{"target": "a.b#R"}],
                    "traits": {"aws.protocols#restJson1": {}}},
                "a.b#R": {"type": "resource", "resources": [{"target": "a.b#R"}], "create": {"target": "a.b#Bake"}}}),
        ),
        (
            "mixins in a ring",
            json!({"a.b#In": {"type": "structure", "members": {}, "mixins": [{"target": "a.b#M"}]},
                "a.b#M": {"type": "structure", "members": {}, "mixins": [{"target": "a.b#N"}], "traits": {"smithy.api#mixin": {}}},
                "a.b#N": {"type": "structure", "members": {}, "mixins": [{"target": "a.b#M"}], "traits": {"smithy.api#mixin": {}}}}),
        ),
        (
            "a list of itself",
            json!({"a.b#In": {"type": "structure", "members": {"l": {"target": "a.b#L"}}},
                "a.b#L": {"type": "list", "member": {"target": "a.b#L"}}}),
        ),
        (
            "a structure that needs itself",
            json!({"a.b#In": {"type": "structure", "members": {"again": {"target": "a.b#In", "traits": {"smithy.api#required": {}}}}}}),
        ),
        (
            "a union without members",
            json!({"a.b#In": {"type": "structure", "members": {"u": {"target": "a.b#U"}}},
                "a.b#U": {"type": "union", "members": {}}}),
        ),
        (
            "an enumeration without values",
            json!({"a.b#In": {"type": "structure", "members": {"e": {"target": "a.b#E"}}},
                "a.b#E": {"type": "enum", "members": {}}}),
        ),
        (
            "input is a service, an error is an operation, an id is none",
            json!({"a.b#Bake": {"type": "operation", "input": {"target": "a.b#Bakery"}, "output": unit(),
                "errors": [{"target": "a.b#Bake"}, {"target": ""}], "traits": {"smithy.api#http": {"method": "POST", "uri": "/"}}}}),
        ),
        (
            "members of one name in Rust",
            json!({"a.b#In": {"type": "structure", "members": {
                "fooBar": {"target": "smithy.api#String"}, "FooBar": {"target": "smithy.api#String"}, "foo_bar": {"target": "smithy.api#String"}}}}),
        ),
        (
            "names that are none",
            json!({"a.b#In": {"type": "structure", "members": {
                "": {"target": "smithy.api#String"}, "a b": {"target": "smithy.api#String"},
                "../up": {"target": "smithy.api#String"}, "*/ x": {"target": "smithy.api#String"}}}}),
        ),
        (
            "types called as what files import",
            json!({"a.b#In": {"type": "structure", "members": {"a": {"target": "a.b#Events"}, "b": {"target": "a.b#Into"},
                    "c": {"target": "a.b#Option"}, "d": {"target": "a.b#Payload"}}},
                "a.b#Events": {"type": "structure", "members": {"o": {"target": "a.b#Option"}}},
                "a.b#Into": {"type": "structure", "members": {"t": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
                "a.b#Option": {"type": "structure", "members": {}},
                "a.b#Payload": {"type": "union", "members": {"header": {"target": "smithy.api#String"}}}}),
        ),
    ] {
        text.push_str(&format!("# {what}\n{}", said(&bakery(shapes))));
    }
    expect![[r#"
        # a resource in itself
        # mixins in a ring
        errors:
        /shapes/a.b#M/mixins: the mixins of `a.b#M` lead back to it
        # a list of itself
        errors:
        /shapes/a.b#L: lists and maps hold each other without end: a.b#L
        # a structure that needs itself
        # a union without members
        not generated:
        /shapes/U: a union has no members
        # an enumeration without values
        # input is a service, an error is an operation, an id is none
        errors:
        /shapes/a.b#Bake/errors: `a.b#Bake` is not a structure
        /shapes/a.b#Bake/errors: there is no shape ``
        /shapes/a.b#Bake/input: `a.b#Bakery` is not a structure
        # members of one name in Rust
        # names that are none
        # types called as what files import
    "#]]
    .assert_eq(&text);
}

/// Traits whose values are of another kind than Smithy's own validation lets through.
#[test]
fn traits_with_values_of_the_wrong_kind_are_no_panic() {
    let traits = [
        "smithy.api#default",
        "smithy.api#required",
        "smithy.api#clientOptional",
        "smithy.api#addedDefault",
        "smithy.api#documentation",
        "smithy.api#externalDocumentation",
        "smithy.api#deprecated",
        "smithy.api#sensitive",
        "smithy.api#length",
        "smithy.api#range",
        "smithy.api#pattern",
        "smithy.api#enum",
        "smithy.api#enumValue",
        "smithy.api#mediaType",
        "smithy.api#timestampFormat",
        "smithy.api#jsonName",
        "smithy.api#xmlName",
        "smithy.api#xmlNamespace",
        "smithy.api#xmlFlattened",
        "smithy.api#xmlAttribute",
        "smithy.api#httpHeader",
        "smithy.api#httpQuery",
        "smithy.api#httpLabel",
        "smithy.api#httpPayload",
        "smithy.api#httpPrefixHeaders",
        "smithy.api#httpQueryParams",
        "smithy.api#httpResponseCode",
        "smithy.api#hostLabel",
        "smithy.api#http",
        "smithy.api#endpoint",
        "smithy.api#auth",
        "smithy.api#optionalAuth",
        "smithy.api#paginated",
        "smithy.api#examples",
        "smithy.api#error",
        "smithy.api#httpError",
        "smithy.api#retryable",
        "smithy.api#streaming",
        "smithy.api#requiresLength",
        "smithy.api#eventHeader",
        "smithy.api#eventPayload",
        "smithy.api#sparse",
        "smithy.api#idempotencyToken",
        "smithy.api#box",
        "smithy.api#mixin",
        "smithy.api#title",
        "smithy.api#requestCompression",
        "smithy.api#httpChecksumRequired",
        "smithy.waiters#waitable",
        "smithy.rules#contextParam",
        "smithy.rules#staticContextParams",
        "smithy.rules#operationContextParams",
        "smithy.rules#clientContextParams",
        "smithy.rules#endpointRuleSet",
        "smithy.rules#endpointBdd",
        "smithy.rules#endpointTests",
        "aws.api#service",
        "aws.auth#sigv4",
        "aws.auth#sigv4a",
        "aws.auth#unsignedPayload",
        "aws.protocols#httpChecksum",
        "aws.protocols#awsQueryError",
        "aws.protocols#awsQueryCompatible",
        "aws.protocols#ec2QueryName",
        "aws.api#clientDiscoveredEndpoint",
        "aws.customizations#s3UnwrappedXmlOutput",
    ];
    let values = [
        json!(null),
        json!(true),
        json!(-7.5),
        json!("a\"\n*/ {b}"),
        json!([]),
        json!([{}]),
        json!({}),
        json!({"min": "x", "name": 1, "method": "GET", "uri": "no slash"}),
    ];
    let protocols = ["restJson1", "awsJson1_1", "awsQuery", "ec2Query", "restXml"];
    let mut generated = 0;
    for (index, id) in traits.iter().enumerate() {
        for (turn, value) in values.iter().enumerate() {
            let mut set = Map::new();
            set.insert((*id).to_owned(), value.clone());
            let on = |mut traits: Map<String, Value>| {
                traits.extend(set.clone());
                Value::Object(traits)
            };
            let protocol = format!(
                "aws.protocols#{}",
                protocols[(index + turn) % protocols.len()]
            );
            let ast = bakery(json!({
                "a.b#Bakery": {"type": "service", "version": "1", "operations": [{"target": "a.b#Bake"}],
                    "traits": on(Map::from_iter([(protocol, json!({}))]))},
                "a.b#Bake": {"type": "operation", "input": {"target": "a.b#In"}, "output": {"target": "a.b#Out"},
                    "errors": [{"target": "a.b#Err"}],
                    "traits": on(Map::from_iter([("smithy.api#http".to_owned(), json!({"method": "POST", "uri": "/bake"}))]))},
                "a.b#In": {"type": "structure", "traits": on(Map::new()), "members": {
                    "text": {"target": "smithy.api#String", "traits": on(Map::new())},
                    "list": {"target": "a.b#List", "traits": on(Map::new())}}},
                "a.b#Out": {"type": "structure", "members": {"kind": {"target": "a.b#Kind", "traits": on(Map::new())},
                    "when": {"target": "smithy.api#Timestamp", "traits": on(Map::new())}}},
                "a.b#Err": {"type": "structure", "members": {}, "traits": on(Map::from_iter([("smithy.api#error".to_owned(), json!("client"))]))},
                "a.b#List": {"type": "list", "member": {"target": "smithy.api#Integer", "traits": on(Map::new())}, "traits": on(Map::new())},
                "a.b#Kind": {"type": "enum", "members": {"A": {"target": "smithy.api#Unit", "traits": on(Map::new())}}, "traits": on(Map::new())},
            }));
            if let Ok(import) = import(&ast) {
                generated += usize::from(shapewright::generate(&import.spec).is_ok());
            }
        }
    }
    assert!(generated > 100, "{generated} generate");
}

/// Every value of an AST that is taken away, or replaced by one of another kind.
#[test]
fn damaged_asts_are_no_panic() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/smithy");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "json"))
        .collect();
    files.sort();
    let mut read = 0;
    for (turn, path) in files.iter().enumerate() {
        let whole: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        let mut pointers = Vec::new();
        pointers_of(&whole, String::new(), &mut pointers);
        for (index, pointer) in pointers.iter().enumerate() {
            let mut damaged = whole.clone();
            let value = [json!(null), json!([]), json!("x"), json!({}), json!(3)];
            *damaged.pointer_mut(pointer).unwrap() = value[(index + turn) % value.len()].clone();
            if let Ok(import) = import(&damaged) {
                read += 1;
                if index % 5 == 0 {
                    let _ = shapewright::plan(&import.spec);
                }
            }
        }
    }
    assert!(read > 300, "{read} read");
}

fn pointers_of(value: &Value, pointer: String, found: &mut Vec<String>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                let key = key.replace('~', "~0").replace('/', "~1");
                pointers_of(value, format!("{pointer}/{key}"), found);
            }
        }
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                pointers_of(value, format!("{pointer}/{index}"), found);
            }
        }
        _ => {}
    }
    found.push(pointer);
}

/// The crate is a golden, whose examples are compiled with its docs.
#[test]
fn examples_that_do_not_fit_are_left_out_with_a_warning() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/smithy");
    let ast: Value =
        serde_json::from_slice(&fs::read(folder.join("examples.json")).unwrap()).unwrap();
    expect![[r#"
        /shapes/example.bakery#Bake/traits/smithy.api#examples/14: an example is left out, as it has no title
        /shapes/example.bakery#Bake/traits/smithy.api#examples/15: an example is left out, as it has no title
        /shapes/example.bakery#ListBread/traits/smithy.api#examples: an example is left out, as it is no list
        /examples/2: the input of the example `Unknown member` does not fit and is left out: there is no member `crust`
        /examples/3: the input of the example `Unknown member below` does not fit at `layers.0` and is left out: there is no member `thin`
        /examples/4: the input of the example `Wrong kind` does not fit at `name` and is left out: a string is expected, but there is a number
        /examples/5: the input of the example `Wrong kind below` does not fit at `layers.0.thick` and is left out: an integer is expected, but there is a string
        /examples/6: the input of the example `Too large` does not fit at `heat` and is left out: the number is too large
        /examples/7: the input of the example `Nothing required` does not fit and is left out: the required member `name` is missing
        /examples/8: the input of the example `Nothing required below` does not fit at `owner` and is left out: the required member `born` is missing
        /examples/9: the input of the example `Two of a union` does not fit at `topping` and is left out: exactly one member of a union must be set
        /examples/10: the input of the example `None of a union` does not fit at `topping` and is left out: exactly one member of a union must be set
        /examples/11: the input of the example `No moment` does not fit at `at` and is left out: a timestamp is expected, but there is a string
        /examples/12: the input of the example `No object` does not fit and is left out: an object is expected, but there is a list
        /examples/13: the output of the example `Unknown in the output` does not fit and is left out: there is no member `crumbs`
        /examples/1: the error of the example `It lacks something` does not fit and is left out: there is no exception `Missing`
        /examples/0: the input of the example `Events` does not fit at `events` and is left out: it is an event stream
    "#]].assert_eq(&said(&ast));
}

/// A service that is mixed into another is none to choose, and a service may have no version.
#[test]
fn a_service_of_mixins_without_a_version_is_one() {
    let ast = bakery(json!({
        "a.b#Bakery": {"type": "service", "mixins": [{"target": "a.b#Common"}]},
        "a.b#Common": {"type": "service", "version": "", "operations": [{"target": "a.b#Bake"}],
            "traits": {"smithy.api#mixin": {}, "aws.protocols#restJson1": {}}},
    }));
    let spec = import(&ast).unwrap().spec;
    assert_eq!(spec.service.api_version, "unversioned");
    assert_eq!(spec.operations.len(), 1);
    shapewright::generate(&spec).unwrap();
}
