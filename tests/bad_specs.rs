//! What a person sees who made a mistake in a spec: every problem at once, each with its place and
//! remedy.
//!
//! After a change of the wording, `UPDATE_EXPECT=1 cargo test -p shapewright-tests` writes it here.

use expect_test::{Expect, expect};
use shapewright::spec::load_from;
use std::collections::BTreeMap;

const SERVICE: &str = r#"{
  "service": "shop",
  "title": "Shop",
  "serviceId": "shop",
  "apiVersion": "2020-01-01",
  "protocol": "rest-json",
  "endpointPrefix": "shop",
  "signingName": "shop",
  "output": "generated",
  "http": {
    "GetItem": { "method": "GET", "uri": "/GetItem" }
  }
}
"#;

const GET_ITEM: &str = r#"{
  "operation": "GetItem",
  "method": "get_item",
  "request": {
    "id": { "type": "string", "required": true, "location": "querystring" }
  },
  "response": {
    "item": {
      "type": "structure",
      "members": {
        "name": { "type": "string", "doc": "Its name." },
        "tags": {
          "type": "list",
          "element": { "type": "string" }
        }
      }
    }
  }
}
"#;

/// The files of a service, as they are when nothing is wrong.
fn good() -> BTreeMap<String, String> {
    let files = [("service.json", SERVICE), ("get_item.json", GET_ITEM)];
    files
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .into()
}

/// Makes mistakes, each a text of a file replaced by another, and compares the report.
fn report(mistakes: &[(&str, &str, &str)], expected: Expect) {
    let mut files = good();
    for (file, right, wrong) in mistakes {
        let text = files.get_mut(*file).expect("a file of the spec");
        assert!(text.contains(right), "{file} has no {right}");
        *text = text.replacen(right, wrong, 1);
    }
    let bytes = |(name, text): (&String, &String)| (name.clone(), text.clone().into_bytes());
    let loaded = load_from("spec/shop", &files.iter().map(bytes).collect());
    let problems = loaded.then(shapewright::generate).expect_err("a problem");
    let source = |file: &str| files.get(file.strip_prefix("spec/shop/")?).cloned();
    expected.assert_eq(&problems.render(false, source));
}

#[test]
fn the_good_spec_is_good() {
    let bytes = |(name, text): (String, String)| (name, text.into_bytes());
    let loaded = load_from("spec/shop", &good().into_iter().map(bytes).collect());
    let files = loaded.then(shapewright::generate).expect("files");
    assert!(files.0.contains_key("operation/get_item.rs"));
}

#[test]
fn malformed_json_hides_no_problem_of_another_file() {
    let mistakes = [
        (
            "get_item.json",
            "\"method\": \"get_item\",",
            "\"method\": \"get_item\"",
        ),
        ("service.json", "\"signingName\"", "\"signinName\""),
    ];
    report(
        &mistakes,
        expect![[r#"
            error: not JSON: expected `,` or `}`
             --> spec/shop/get_item.json:4:3
              |
            4 |   "request": {
              |   ^
              |
              = help: mend the JSON; whatever else is wrong with this file shows after that

            error: unknown keyword `signinName`
             --> spec/shop/service.json:8:3
              |
            8 |   "signinName": "shop",
              |   ^^^^^^^^^^^^^^^^^^^^
              |
              = help: did you mean `signingName`?

        "#]],
    );
}

#[test]
fn unknown_keywords() {
    let mistakes = [
        (
            "get_item.json",
            "{ \"type\": \"string\", \"doc\"",
            "{ \"tpye\": \"string\", \"docs\"",
        ),
        ("get_item.json", "\"element\"", "\"contents\""),
    ];
    report(
        &mistakes,
        expect![[r#"
            error: unknown keyword `tpye`
              --> spec/shop/get_item.json:11:19
               |
            11 |         "name": { "tpye": "string", "docs": "Its name." },
               |                   ^^^^^^^^^^^^^^^^
               |
               = spec path: GetItem.response.item.name
               = help: did you mean `type`?

            error: unknown keyword `docs`
              --> spec/shop/get_item.json:11:37
               |
            11 |         "name": { "tpye": "string", "docs": "Its name." },
               |                                     ^^^^^^^^^^^^^^^^^^^
               |
               = spec path: GetItem.response.item.name
               = help: did you mean `doc`?

            error: unknown keyword `contents`
              --> spec/shop/get_item.json:14:11
               |
            14 |           "contents": { "type": "string" }
               |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
               |
               = spec path: GetItem.response.item.tags
               = help: write one of `type`, `ref`, `required`, `location`, `wireName`, `doc`, `enum`, `valueDocs`, `default`, `clientOptional`, `mediaType`, `members`, `element`, `key`, `value`, `sparse`, `timestampFormat`, `jsonValue`, `streaming`, `requiresLength`, `eventPayload`, `eventHeader`, `idempotencyToken`, `clientDefault`, `lastSegment`, `encoding`, `hostLabel`, `sensitive`, `deprecated`, `min`, `max`, `pattern`, `error`, `flattened`, `xmlAttribute`, `xmlNamespace`, `percentEncoded`, `md5Header`, `lenient`, `sentEmpty`, `queryName`

        "#]],
    );
}

#[test]
fn an_unsupported_type() {
    let mistakes = [
        (
            "get_item.json",
            "\"element\": { \"type\": \"string\"",
            "\"element\": { \"type\": \"strnig\"",
        ),
        (
            "get_item.json",
            "\"name\": { \"type\": \"string\"",
            "\"name\": { \"type\": \"bigdecimal\"",
        ),
    ];
    report(
        &mistakes,
        expect![[r#"
        error: `bigdecimal` is not a known `type`
          --> spec/shop/get_item.json:11:19
           |
        11 |         "name": { "type": "bigdecimal", "doc": "Its name." },
           |                   ^^^^^^^^^^^^^^^^^^^^
           |
           = spec path: GetItem.response.item.name
           = help: write one of `string`, `boolean`, `byte`, `short`, `integer`, `long`, `float`, `double`, `timestamp`, `blob`, `list`, `map`, `structure`, `union`, `document`, `recursive`

        error: `strnig` is not a known `type`
          --> spec/shop/get_item.json:14:24
           |
        14 |           "element": { "type": "strnig" }
           |                        ^^^^^^^^^^^^^^^^
           |
           = spec path: GetItem.response.item.tags[]
           = help: did you mean `string`?

    "#]],
    );
}

#[test]
fn values_of_a_wrong_type() {
    let mistakes = [
        (
            "get_item.json",
            "\"required\": true",
            "\"required\": \"yes\"",
        ),
        ("get_item.json", "\"get_item\"", "17"),
        ("get_item.json", "{ \"type\": \"string\" }", "\"string\""),
    ];
    report(
        &mistakes,
        expect![[r#"
        error: `method` is integer `17`, where a string is expected
         --> spec/shop/get_item.json:3:3
          |
        3 |   "method": 17,
          |   ^^^^^^^^^^^^
          |
          = spec path: GetItem
          = help: write a string here

        error: `required` is string "yes", where a boolean is expected
         --> spec/shop/get_item.json:5:31
          |
        5 |     "id": { "type": "string", "required": "yes", "location": "querystring" }
          |                               ^^^^^^^^^^^^^^^^^
          |
          = spec path: GetItem.request.id
          = help: write a boolean here

        error: `element` is string "string", where an object is expected
          --> spec/shop/get_item.json:14:11
           |
        14 |           "element": "string"
           |           ^^^^^^^^^^^^^^^^^^^
           |
           = spec path: GetItem.response.item.tags[]
           = help: write an object here

    "#]],
    );
}

#[test]
fn missing_keywords() {
    let mistakes = [
        ("service.json", "  \"title\": \"Shop\",\n", ""),
        ("service.json", "\"method\": \"GET\", ", ""),
        ("service.json", "rest-json", "rest-jsn"),
    ];
    report(
        &mistakes,
        expect![[r#"
        error: `title` is missing
         --> spec/shop/service.json:1:1
          |
        1 | {
          | ^
          |
          = help: add `"title": ...` here

        error: `rest-jsn` is not a known `protocol`
         --> spec/shop/service.json:5:3
          |
        5 |   "protocol": "rest-jsn",
          |   ^^^^^^^^^^^^^^^^^^^^^^
          |
          = help: did you mean `rest-json`?

        error: `method` is missing
          --> spec/shop/service.json:10:5
           |
        10 |     "GetItem": { "uri": "/GetItem" }
           |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           |
           = spec path: GetItem
           = help: add `"method": ...` here

    "#]],
    );
}

#[test]
fn keys_that_stand_twice() {
    let mistakes = [
        ("get_item.json", "\"tags\"", "\"name\""),
        (
            "get_item.json",
            "\"doc\": \"Its name.\"",
            "\"doc\": \"Its name.\", \"doc\": \"\", \"docs\": 1",
        ),
    ];
    report(
        &mistakes,
        expect![[r#"
            error: `name` occurs 2 times in one object
              --> spec/shop/get_item.json:11:9
               |
            11 |         "name": { "type": "string", "doc": "Its name.", "doc": "", "docs": 1 },
               |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
               |
               = spec path: GetItem.response.item.name
               = help: keep one of them; it also occurs at 12:9

            error: `doc` occurs 2 times in one object
              --> spec/shop/get_item.json:11:37
               |
            11 |         "name": { "type": "string", "doc": "Its name.", "doc": "", "docs": 1 },
               |                                     ^^^^^^^^^^^^^^^^^^
               |
               = spec path: GetItem.response.item.name
               = help: keep one of them; it also occurs at 11:57

            error: unknown keyword `docs`
              --> spec/shop/get_item.json:11:68
               |
            11 |         "name": { "type": "string", "doc": "Its name.", "doc": "", "docs": 1 },
               |                                                                    ^^^^^^^^^
               |
               = spec path: GetItem.response.item.name
               = help: did you mean `doc`?

        "#]],
    );
}

#[test]
fn references_and_fixups_that_lead_nowhere() {
    let mistakes = [
        (
            "get_item.json",
            "{ \"type\": \"string\" }",
            "{ \"ref\": \"Tagg\" }",
        ),
        (
            "get_item.json",
            "\"method\": \"get_item\"",
            "\"method\": \"get_item\", \"docs\": \"\"",
        ),
        (
            "service.json",
            "\"output\": \"generated\",",
            "\"output\": \"generated\",
  \"fixups\": { \"GetItem.request.id\": { \"location\": \"querystring\" } },",
        ),
    ];
    report(
        &mistakes,
        expect![[r#"
        error: unknown keyword `docs`
         --> spec/shop/get_item.json:3:25
          |
        3 |   "method": "get_item", "docs": "",
          |                         ^^^^^^^^^^
          |
          = spec path: GetItem
          = help: did you mean `doc`?

        error: there is no shape `Tagg`
          --> spec/shop/get_item.json:14:11
           |
        14 |           "element": { "ref": "Tagg" }
           |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           |
           = spec path: GetItem.response.item.tags[]
           = help: define it in `spec/shop/shapes.json`, or correct the name

        error: the fixup of `GetItem.request.id` changes nothing
          --> spec/shop/service.json:10:15
           |
        10 |   "fixups": { "GetItem.request.id": { "location": "querystring" } },
           |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           |
           = spec path: GetItem.request.id
           = help: remove it: the spec says so already

    "#]],
    );
}

#[test]
fn names_that_clash_and_pins_that_do_not_apply() {
    let mistakes = [
        (
            "get_item.json",
            "\"name\": { \"type\": \"string\"",
            "\"tagList\": { \"type\": \"string\" },
        \"tag_list\": { \"type\": \"string\"",
        ),
        (
            "get_item.json",
            "\"item\": {",
            "\"one\": { \"type\": \"structure\", \"members\": { \"item\": {
          \"type\": \"structure\", \"members\": { \"other\": { \"type\": \"string\" } } } } },
    \"item\": {",
        ),
        (
            "service.json",
            "\"output\": \"generated\",",
            "\"output\": \"generated\",
  \"names\": {
    \"types\": { \"GetItem.response.gone\": \"Gone\" },
    \"operations\": { \"PutItem\": \"put\" }
  },",
        ),
    ];
    report(
        &mistakes,
        expect![[r#"
            error: another shape, with other members, is called `Item` too
              --> spec/shop/get_item.json:10:5
               |
            10 |     "item": {
               |     ^^^^^^
               |
               = spec path: GetItem.response.item
               = help: name this one: add `"GetItem.response.item": "..."` to `names.types` in `spec/shop/service.json`

            error: the pinned name of `GetItem.response.gone` finds no structure, union or enum
              --> spec/shop/service.json:11:16
               |
            11 |     "types": { "GetItem.response.gone": "Gone" },
               |                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
               |
               = spec path: GetItem.response.gone
               = help: correct the path, or remove the pin

            error: the pinned name of `PutItem` finds no operation
              --> spec/shop/service.json:12:21
               |
            12 |     "operations": { "PutItem": "put" }
               |                     ^^^^^^^^^^^^^^^^
               |
               = spec path: PutItem
               = help: correct the path, or remove the pin

        "#]],
    );
}

#[test]
fn files_that_cannot_be_read() {
    let mut files: BTreeMap<_, _> = good()
        .into_iter()
        .map(|(name, text)| (name, text.into_bytes()))
        .collect();
    files.remove("service.json");
    files.insert("get_item.json".into(), b"{\"operation\": \"\xff\"}".into());
    let problems = load_from("spec/shop", &files)
        .then(|_| Ok(()))
        .expect_err("a problem");
    expect![[r#"
        error: not UTF-8 from byte 15 on
        --> spec/shop/get_item.json
         = help: save the file as UTF-8

        error: the file is missing
        --> spec/shop/service.json
         = help: write it; `spec/shop` has no facts about the wire without it

    "#]]
    .assert_eq(&problems.render(false, |_| None));
}

/// Later phases run on what is left of a spec with mistakes; what they find because of a mistake is
/// not reported, and anything else is.
#[test]
fn problems_of_later_phases_are_in_the_same_report() {
    use shapewright::diagnostic::{Diagnostics, Place};
    let files = good()
        .into_iter()
        .map(|(name, text)| {
            (
                name,
                text.replace("\"type\": \"list\"", "\"tpye\": \"list\"")
                    .into_bytes(),
            )
        })
        .collect();
    let place = |pointer: &str| Place {
        file: "spec/shop/get_item.json".into(),
        pointer: pointer.into(),
        path: String::new(),
    };
    let problems = load_from("spec/shop", &files).then(|_| {
        let mut found = Diagnostics::default();
        found.push(&place("/response/item/members/tags"), "no type", "");
        found.push(&place("/response/item"), "something else", "");
        found.into_result(())
    });
    let messages: Vec<_> = problems
        .expect_err("a problem")
        .0
        .into_iter()
        .map(|problem| problem.message)
        .collect();
    assert_eq!(messages, ["unknown keyword `tpye`", "something else"]);
}

/// A waiter or paginator of which no code can be made keeps nothing else from being generated.
#[test]
fn what_is_left_out_is_a_warning() {
    let mut files = good();
    let waiter = |argument: &str, expected: &str| {
        format!(
            r#"{{ "operation": "GetItem", "delay": 1, "maxAttempts": 1, "acceptors": [
        {{ "state": "success", "matcher": "path", "argument": "{argument}", "expected": {expected} }}
      ] }}"#
        )
    };
    let waiters = [
        (
            "Good",
            waiter("length(item.tags[?@ == 'new']) >= `1`", "true"),
        ),
        ("Misspelt", waiter("item.nmae", "\"x\"")),
        ("NoJmespath", waiter("item..name", "\"x\"")),
        ("Sorted", waiter("sort(item.tags)", "\"x\"")),
        ("Selected", waiter("item.[name, tags]", "\"x\"")),
        ("Sliced", waiter("item.tags[0]", "\"x\"")),
        ("NotAList", waiter("item.name[]", "\"x\"")),
        ("Deep", waiter(&"!".repeat(501), "true")),
        ("Compared", waiter("item.name", "[1]")),
        (
            "Elsewhere",
            waiter("name", "1").replace("GetItem", "GetPrice"),
        ),
    ];
    let waiters = waiters.map(|(name, waiter)| format!("    \"{name}\": {waiter}"));
    let service = files.get_mut("service.json").expect("the service");
    *service = service.replacen(
        "  \"http\"",
        &format!(
            "  \"waiters\": {{\n{}\n  }},\n  \"http\"",
            waiters.join(",\n")
        ),
        1,
    );
    let operation = files.get_mut("get_item.json").expect("the operation");
    *operation = operation.replacen(
        "  \"request\"",
        r#"  "pagination": { "inputToken": ["id"], "outputToken": ["item.tags[-1]"], "resultKey": ["item.tags"] },
  "request""#,
        1,
    );
    let bytes = |(name, text): (&String, &String)| (name.clone(), text.clone().into_bytes());
    let loaded = load_from("spec/shop", &files.iter().map(bytes).collect());
    let plan = loaded.then(shapewright::plan).expect("a plan");
    let made: Vec<_> = plan.waiters.iter().map(|waiter| &waiter.name).collect();
    assert_eq!(made, ["Good"]);
    let source = |file: &str| files.get(file.strip_prefix("spec/shop/")?).cloned();
    expect![[r#"
        warning: the paginator of `GetItem` is left out: `id` and `item.tags[-1]` need a request without a token, but the token is required
         --> spec/shop/get_item.json:4:41
          |
        4 |   "pagination": { "inputToken": ["id"], "outputToken": ["item.tags[-1]"], "resultKey": ["item.tags"] },
          |                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          |
          = spec path: GetItem
          = help: correct it, or remove `pagination`

        warning: the waiter `Misspelt` is left out: there is no member `nmae`
          --> spec/shop/service.json:15:50
           |
        15 |         { "state": "success", "matcher": "path", "argument": "item.nmae", "expected": "x" }
           |                                                  ^^^^^^^^^^^^^^^^^^^^^^^
           |
           = help: rewrite it, with `"pinned": true` to keep it, or poll without a waiter

        warning: the waiter `NoJmespath` is left out: it is not JMESPath: Expected identifier, '*', '{', '[', '&', or '[?' -- found Dot
          --> spec/shop/service.json:18:50
           |
        18 |         { "state": "success", "matcher": "path", "argument": "item..name", "expected": "x" }
           |                                                  ^^^^^^^^^^^^^^^^^^^^^^^^
           |
           = help: rewrite it, with `"pinned": true` to keep it, or poll without a waiter

        warning: the waiter `Sorted` is left out: the function `sort` is not supported
          --> spec/shop/service.json:21:50
           |
        21 |         { "state": "success", "matcher": "path", "argument": "sort(item.tags)", "expected": "x" }
           |                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           |
           = help: rewrite it, with `"pinned": true` to keep it, or poll without a waiter

        warning: the waiter `Selected` is left out: a multi-select is not supported
          --> spec/shop/service.json:24:50
           |
        24 |         { "state": "success", "matcher": "path", "argument": "item.[name, tags]", "expected": "x" }
           |                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           |
           = help: rewrite it, with `"pinned": true` to keep it, or poll without a waiter

        warning: the waiter `Sliced` is left out: an index is not supported
          --> spec/shop/service.json:27:50
           |
        27 |         { "state": "success", "matcher": "path", "argument": "item.tags[0]", "expected": "x" }
           |                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^
           |
           = help: rewrite it, with `"pinned": true` to keep it, or poll without a waiter

        warning: the waiter `NotAList` is left out: `[]` is not after a list
          --> spec/shop/service.json:30:50
           |
        30 |         { "state": "success", "matcher": "path", "argument": "item.name[]", "expected": "x" }
           |                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^
           |
           = help: rewrite it, with `"pinned": true` to keep it, or poll without a waiter

        warning: the waiter `Deep` is left out: it has more than 500 bytes
          --> spec/shop/service.json:33:50
           |
        33 | ...", "argument": "!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!...!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!", "...
           |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^...^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           |
           = help: rewrite it, with `"pinned": true` to keep it, or poll without a waiter

        warning: the waiter `Compared` is left out: it cannot be compared with `[1]`
          --> spec/shop/service.json:36:75
           |
        36 |         { "state": "success", "matcher": "path", "argument": "item.name", "expected": [1] }
           |                                                                           ^^^^^^^^^^^^^^^
           |
           = help: rewrite it, with `"pinned": true` to keep it, or poll without a waiter

        warning: the waiter `Elsewhere` is left out: there is no operation `GetPrice`
          --> spec/shop/service.json:38:20
           |
        38 |     "Elsewhere": { "operation": "GetPrice", "delay": 1, "maxAttempts": 1, "acceptors": [
           |                    ^^^^^^^^^^^^^^^^^^^^^^^
           |
           = help: add the operation, or remove the waiter

    "#]].assert_eq(&plan.warnings.render_warnings(false, source));
}

/// The streams of events of a service that speaks `protocol`: what is made of them, and what is warned of.
fn streaming(protocol: &str, change: fn(String) -> String) -> (Vec<String>, Vec<String>) {
    let folder = format!("{}/fixtures/spec/event_streams", env!("CARGO_MANIFEST_DIR"));
    let read = |file: &str| std::fs::read_to_string(format!("{folder}/{file}")).expect("a file");
    let service = read("service.json").replace("rest-json", protocol);
    let mut files = BTreeMap::from([("service.json".to_owned(), change(service).into_bytes())]);
    for file in ["tell.json", "talk.json", "watch.json"] {
        files.insert(file.to_owned(), read(file).into_bytes());
    }
    match load_from("spec/shop", &files).then(shapewright::plan) {
        Ok(plan) => (
            plan.operations.iter().map(|it| it.name.clone()).collect(),
            plan.warnings
                .0
                .iter()
                .map(|it| it.message.clone())
                .collect(),
        ),
        Err(problems) => (
            Vec::new(),
            problems.0.into_iter().map(|it| it.message).collect(),
        ),
    }
}

/// Events that cannot be written or read have no `send` that would go wrong.
#[test]
fn events_of_a_protocol_that_has_none_are_left_out() {
    let (made, warned) = streaming("rest-json", |service| service);
    assert_eq!(made, ["Talk", "Tell", "Watch"]);
    assert_eq!(warned, [""; 0]);
    let (made, warned) = streaming("rest-xml", |service| service);
    assert_eq!(made, ["Watch"]);
    assert_eq!(
        warned,
        ["left out, each because the events that it sends are not JSON: `Talk`, `Tell`"]
    );
    let (made, warned) = streaming("query", |service| service);
    assert_eq!(made, [""; 0]);
    assert_eq!(
        warned,
        ["left out, each because its protocol has no event streams: `Talk`, `Tell`, `Watch`"]
    );
}

#[test]
fn a_header_of_an_event_that_no_frame_can_hold_is_refused() {
    let (_, problems) = streaming("rest-json", |service| {
        let header = r#""eventHeader": true"#;
        service.replacen(
            &format!("\"string\",\n          {header}"),
            &format!("\"double\",\n          {header}"),
            1,
        )
    });
    assert_eq!(problems, ["no header of an event has this type"]);
}

/// The deepest expressions that are taken, with as many levels of Rust, and deeper ones.
#[test]
fn a_deep_expression_does_not_take_the_stack() {
    let nested = [
        ("(", "item", ")", 1),
        ("!", "item", "", 1),
        ("item||", "item", "", 2),
        ("!item&&", "item", "", 3),
        ("[", "item", "]", 1),
        ("item[?", "item", "]", 1),
        ("{a:", "item", "}", 1),
        ("length(", "item", ")", 1),
        ("item==", "item", "", 2),
        ("a.", "a", "", 1),
    ];
    for (open, inner, close, each) in nested {
        for levels in [24 / each, 480 / (open.len() + close.len())] {
            let argument = open.repeat(levels) + inner + &close.repeat(levels);
            let mut files = good();
            let service = files.get_mut("service.json").expect("the service");
            let waiter = format!(
                r#""waiters": {{ "Deep": {{ "operation": "GetItem", "delay": 1, "maxAttempts": 1,
    "acceptors": [{{ "state": "success", "matcher": "path", "argument": "{argument}", "expected": true }}]
  }} }},
  "http""#
            );
            *service = service.replacen(r#""http""#, &waiter, 1);
            let bytes = |(name, text): (String, String)| (name, text.into_bytes());
            let loaded = load_from("spec/shop", &files.into_iter().map(bytes).collect());
            assert!(loaded.then(shapewright::generate).is_ok(), "{argument}");
        }
    }
}
