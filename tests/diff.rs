//! What `cargo xtask diff` says of a change.

use expect_test::{Expect, expect};
use shapewright::diff::{Bump, Class, Diff, Format, diff};
use shapewright::naming::keep_arguments;
use shapewright::spec::{ServiceSpec, load_from};

const SERVICE: &str = r#"{
  "service": "shop", "title": "Shop", "serviceId": "shop", "apiVersion": "2020-01-01",
  "protocol": "rest-json", "endpointPrefix": "shop", "signingName": "shop", "output": "generated"
}"#;

const PUT_ITEM: &str = r#"{
  "operation": "PutItem",
  "method": "put_item",
  "http": { "method": "PUT", "uri": "/PutItem" },
  "request": {
    "id": { "type": "string", "required": true },
    "item": { "ref": "Item" },
    "note": { "type": "string", "doc": "A note." }
  },
  "response": {
    "item": { "ref": "Item" },
    "count": { "type": "integer" }
  }
}"#;

const SHAPES: &str = r#"{ "shapes": {
  "Item": { "type": "structure", "members": {
    "name": { "type": "string" },
    "state": { "ref": "State" },
    "parts": { "type": "list", "element": { "ref": "Item" } }
  } },
  "State": { "type": "string", "enum": ["NEW", "OLD"] }
} }"#;

fn spec(operation: &str, shapes: &str) -> ServiceSpec {
    let files = [
        ("service.json", SERVICE),
        ("put_item.json", operation),
        ("shapes.json", shapes),
    ];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    load_from("spec/shop", &files.into())
        .then(|spec| Ok(spec.clone()))
        .expect("a spec")
}

/// What edits of the operation and of the shared shapes change.
fn edited(operation: &[(&str, &str)], shapes: &[(&str, &str)]) -> Diff {
    let edit = |text: &str, edits: &[(&str, &str)]| {
        edits.iter().fold(text.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "no {from}");
            text.replacen(from, to, 1)
        })
    };
    let old = spec(PUT_ITEM, SHAPES);
    let new = spec(&edit(PUT_ITEM, operation), &edit(SHAPES, shapes));
    diff(&old, &new).expect("a diff")
}

#[track_caller]
fn says(diff: &Diff, class: Class, bump: Bump, expected: Expect) {
    expected.assert_eq(&diff.render(Format::Text).expect("text"));
    assert_eq!((diff.class(), diff.bump()), (class, bump));
}

#[test]
fn nothing_changed() {
    says(
        &edited(&[], &[]),
        Class::Compatible,
        Bump::None,
        expect![[r#"
            no changes
        "#]],
    );
}

/// `Unknown(text)` does not match it any more.
#[test]
fn a_new_value_needs_attention() {
    let diff = edited(&[], &[("\"OLD\"]", "\"OLD\", \"ANCIENT\"]")]);
    says(
        &diff,
        Class::Attention,
        Bump::Minor,
        expect![[r#"
            API:
              ? State: value added (ANCIENT): a match on `Unknown` with its text no longer sees it [Rust ?, minor]
            Rust:
                types::State::Ancient: variant added (ANCIENT): new [minor]
            0 breaking, 1 to look at, 1 compatible; required version bump: minor
        "#]],
    );
}

/// The README shows what is printed.
#[test]
fn the_readme_shows_what_is_printed() {
    let tag = "\"tag\": { \"type\": \"string\" }, \"name\": {";
    let value = ("\"OLD\"]", "\"OLD\", \"ANCIENT\"]");
    let diff = edited(&[], &[("\"name\": {", tag), value]);
    let printed = diff.render(Format::Text).expect("text");
    let readme = include_str!("../README.md");
    assert!(readme.contains(&printed), "{printed}");
}

#[test]
fn docs_are_a_patch() {
    let diff = edited(&[("A note.", "A  short note.")], &[]);
    says(
        &diff,
        Class::Compatible,
        Bump::Patch,
        expect![[r#"
            API:
                and 1 change of docs alone
            0 breaking, 0 to look at, 1 compatible; required version bump: patch
        "#]],
    );
}

#[test]
fn a_new_member_needs_attention() {
    let diff = edited(
        &[],
        &[(
            "\"name\": {",
            "\"tag\": { \"type\": \"string\" }, \"name\": {",
        )],
    );
    says(
        &diff,
        Class::Attention,
        Bump::Minor,
        expect![[r#"
            API:
              ? Item.tag: member added (string): a literal or pattern that names every field needs `..` [Rust ?, minor]
            Rust:
              ? types::Item::tag: field added (Option<String>): a literal or pattern that names every field needs `..` [Rust ?, minor]
            0 breaking, 2 to look at, 0 compatible; required version bump: minor
        "#]],
    );
}

#[test]
fn a_new_required_parameter_is_breaking() {
    let new = "\"shop\": { \"type\": \"string\", \"required\": true }, \"note\": {";
    let diff = edited(&[("\"note\": {", new)], &[]);
    says(
        &diff,
        Class::Breaking,
        Bump::Major,
        expect![[r#"
            API:
              ! PutItem.request.shop: member added (string, required): requests must have it [Rust !, wire !, major]
            Rust:
              ! operation::put_item::PutItemInput::new: constructor changed ((id: String) -> (id: String, shop: String)): its arguments are others, or in another order: code that calls it may compile and mean something else [Rust !, major]
              ! operation::put_item::PutItemInput::shop: required field added (String): a literal must have it [Rust !, major]
            3 breaking, 0 to look at, 0 compatible; required version bump: major
        "#]],
    );
}

/// What is received too stays an `Option`.
#[test]
fn what_is_newly_required_of_a_type_that_is_received_too_compiles() {
    let optional = "\"name\": { \"type\": \"string\" }";
    let required = "\"name\": { \"type\": \"string\", \"required\": true }";
    says(
        &edited(&[], &[(optional, required)]),
        Class::Breaking,
        Bump::Minor,
        expect![[r#"
            API:
              ! Item.name: required added (true): requests without it fail before they are sent [Rust ?, wire !, minor]
            Rust:
                types::Item::new: constructor added ((name: String)): new [minor]
            1 breaking, 0 to look at, 1 compatible; required version bump: minor
        "#]],
    );
}

#[test]
fn what_is_gone_or_of_another_type_is_breaking() {
    let diff = edited(
        &[("\"integer\"", "\"long\"")],
        &[
            ("\"NEW\", ", ""),
            ("\"name\": { \"type\": \"string\" },\n", ""),
        ],
    );
    says(
        &diff,
        Class::Breaking,
        Bump::Major,
        expect![[r#"
            API:
              ! PutItem.response.count: type changed (integer -> long): another Rust type [Rust !, wire !, major]
              ! Item.name: member removed (string): its field is gone [Rust !, wire !, major]
              ! State: value removed (NEW): its variant is gone [Rust !, wire ?, major]
            Rust:
              ! operation::put_item::PutItemOutput::count: field changed (Option<i32> -> Option<i64>): code that uses it may not compile [Rust !, major]
              ! types::Item::name: field removed (Option<String>): code that names it does not compile [Rust !, major]
              ! types::State::New: variant removed (NEW): code that names it does not compile [Rust !, major]
            6 breaking, 0 to look at, 0 compatible; required version bump: major
        "#]],
    );
}

#[test]
fn wire_facts_break_the_wire_and_not_the_code() {
    let diff = edited(
        &[
            ("\"/PutItem\"", "\"/items\""),
            ("\"count\": {", "\"count\": { \"wireName\": \"Count\","),
        ],
        &[],
    );
    says(
        &diff,
        Class::Breaking,
        Bump::Minor,
        expect![[r#"
            API:
              ! PutItem: http.uri changed (/PutItem -> /items): how it is called changes [wire !, minor]
              ! PutItem.response.count: wireName added (Count): its serialization changes [wire !, minor]
            2 breaking, 0 to look at, 0 compatible; required version bump: minor
        "#]],
    );
}

#[test]
fn a_shape_of_another_name_is_breaking_in_rust_alone() {
    let diff = edited(
        &[],
        &[
            ("\"ref\": \"State\"", "\"ref\": \"ItemState\""),
            ("\"State\": {", "\"ItemState\": {"),
        ],
    );
    says(
        &diff,
        Class::Breaking,
        Bump::Major,
        expect![[r#"
            API:
              ! Item.state: ref changed (State -> ItemState): the Rust type has another name [Rust !, major]
            Rust:
              ! types::Item::state: field changed (Option<State> -> Option<ItemState>): code that uses it may not compile [Rust !, major]
              ! types::State: enum removed: code that names it does not compile [Rust !, major]
                types::ItemState: enum added: new [minor]
            3 breaking, 0 to look at, 1 compatible; required version bump: major
        "#]],
    );
    assert!(
        diff.api
            .iter()
            .all(|change| change.wire == Class::Compatible)
    );
}

/// The pin that keeps the name stands in the newer `service.json`, or already in both.
#[test]
fn a_shape_whose_type_keeps_its_name_is_compatible() {
    let pinned = |shapes: &str| {
        let pin = r#""names": { "types": { "ItemState": "State" } }, "output""#;
        let service = SERVICE.replacen("\"output\"", pin, 1);
        let files = [
            ("service.json", service.as_str()),
            ("put_item.json", PUT_ITEM),
            ("shapes.json", shapes),
        ];
        let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
        load_from("spec/shop", &files.into())
            .then(|spec| Ok(spec.clone()))
            .expect("a spec")
    };
    let renamed = SHAPES.replace("\"State\"", "\"ItemState\"");
    let new = pinned(&renamed);
    for old in [spec(PUT_ITEM, SHAPES), pinned(SHAPES)] {
        says(
            &diff(&old, &new).expect("a diff"),
            Class::Compatible,
            Bump::Patch,
            expect![[r#"
                API:
                    Item.state: ref changed (State -> ItemState): the Rust type keeps its name [patch]
                0 breaking, 0 to look at, 1 compatible; required version bump: patch
            "#]],
        );
    }
}

#[test]
fn crates_that_cannot_be_compared_are_not_passed_over() {
    let uncallable = PUT_ITEM.replacen(r#""http": { "method": "PUT", "uri": "/PutItem" },"#, "", 1);
    let diff = diff(&spec(PUT_ITEM, SHAPES), &spec(&uncallable, SHAPES)).expect("a diff");
    says(
        &diff,
        Class::Breaking,
        Bump::Minor,
        expect![[r#"
            API:
              ! PutItem: http.method removed (PUT): how it is called changes [wire !, minor]
              ! PutItem: http.uri removed (/PutItem): how it is called changes [wire !, minor]
            Rust: not compared: `PutItem` has no HTTP method and URI
            2 breaking, 0 to look at, 0 compatible; required version bump: minor
        "#]],
    );
}

#[test]
fn markdown_and_json() {
    let diff = edited(&[], &[("\"OLD\"]", "\"OLD\", \"A|B\"]")]);
    expect![[r#"
        0 breaking, 1 to look at, 1 compatible; required version bump: minor

        ### API

        | change | Rust | wire | bump | why |
        | --- | --- | --- | --- | --- |
        | `State`: value added (`A\|B`) | needs attention | compatible | minor | a match on `Unknown` with its text no longer sees it |

        ### Rust

        <details><summary>1 compatible</summary>

        | change | Rust | wire | bump | why |
        | --- | --- | --- | --- | --- |
        | `types::State::AB`: variant added (`A\|B`) | compatible | compatible | minor | new |

        </details>
    "#]]
    .assert_eq(&diff.render(Format::Markdown).expect("Markdown"));
    // Tools read it: docs/review-drift.md says what its members are.
    expect![[r#"
        {
          "api": [
            {
              "after": "A|B",
              "before": null,
              "bump": "minor",
              "path": "State",
              "rust": "attention",
              "what": "value",
              "why": "a match on `Unknown` with its text no longer sees it",
              "wire": "compatible"
            }
          ],
          "bump": "minor",
          "class": "attention",
          "rust": [
            {
              "after": "A|B",
              "before": null,
              "bump": "minor",
              "path": "types::State::AB",
              "rust": "compatible",
              "what": "variant",
              "why": "new",
              "wire": "compatible"
            }
          ],
          "rustNotCompared": null
        }
    "#]]
    .assert_eq(&diff.render(Format::Json).expect("JSON"));
}

#[test]
fn a_limit_that_takes_more_is_compatible() {
    let limited = |limits: &str| {
        let note = "\"note\": { \"type\": \"string\", ";
        spec(
            &PUT_ITEM.replacen(
                "\"note\": { \"type\": \"string\", ",
                &format!("{note}{limits}, "),
                1,
            ),
            SHAPES,
        )
    };
    let text = |old: &str, new: &str| {
        let diff = diff(&limited(old), &limited(new)).expect("a diff");
        diff.render(Format::Text).expect("text")
    };
    let (narrow, wide) = (
        r#""min": 3, "max": 36, "pattern": "^[a-z]+$""#,
        r#""min": 1, "max": 64"#,
    );
    expect![[r#"
        API:
            PutItem.request.note: max changed (36 -> 64): the service takes more [patch]
            PutItem.request.note: min changed (3 -> 1): the service takes more [patch]
            PutItem.request.note: pattern removed (^[a-z]+$): the service takes more [patch]
        0 breaking, 0 to look at, 3 compatible; required version bump: patch
    "#]]
    .assert_eq(&text(narrow, wide));
    expect![[r#"
        API:
          ? PutItem.request.note: max changed (64 -> 36): the service checks it; docs only in Rust [wire ?, patch]
          ? PutItem.request.note: min changed (1 -> 3): the service checks it; docs only in Rust [wire ?, patch]
          ? PutItem.request.note: pattern added (^[a-z]+$): the service checks it; docs only in Rust [wire ?, patch]
        0 breaking, 3 to look at, 0 compatible; required version bump: patch
    "#]]
    .assert_eq(&text(wide, narrow));
}

#[test]
fn what_goes_with_an_operation_is_not_said_again() {
    let put = PUT_ITEM.replacen("\"request\"", r#""exceptions": ["Lost"], "request""#, 1);
    let lost =
        r#""Lost": { "type": "structure", "members": {}, "error": { "status": 400 } }, "Item""#;
    let shapes = SHAPES.replacen("\"Item\"", lost, 1);
    let get = put
        .replace("PutItem", "GetItem")
        .replace("put_item", "get_item");
    let diff = diff(&spec(&put, &shapes), &spec(&get, &shapes)).expect("a diff");
    says(
        &diff,
        Class::Breaking,
        Bump::Major,
        expect![[r#"
            API:
              ! PutItem: operation removed: gone [Rust !, wire !, major]
                GetItem: operation added: new [minor]
            Rust:
              ! Client::put_item: method removed (PutItem): code that names it does not compile [Rust !, major]
              ! operation::put_item: module removed: code that names it does not compile [Rust !, major]
                Client::get_item: method added (GetItem): new [minor]
                operation::get_item: module added: new [minor]
            3 breaking, 0 to look at, 3 compatible; required version bump: major
        "#]],
    );
}

#[test]
fn versions_are_raised() {
    let raised = |bump: Bump, version| bump.raise(version).expect("a version");
    assert_eq!(raised(Bump::Major, "1.2.3"), "2.0.0");
    assert_eq!(raised(Bump::Minor, "1.2.3"), "1.3.0");
    assert_eq!(raised(Bump::Patch, "1.2.3"), "1.2.4");
    assert_eq!(raised(Bump::None, "1.2.3"), "1.2.3");
    assert_eq!(raised(Bump::Major, "0.2.3"), "0.3.0");
    assert_eq!(raised(Bump::Minor, "0.2.3"), "0.2.4");
    assert_eq!(Bump::Patch.raise("one"), None);
}

#[test]
fn a_service_that_went_is_breaking() {
    let diff = Diff::of_service("shop", false);
    assert_eq!((diff.class(), diff.bump()), (Class::Breaking, Bump::Major));
    let diff = Diff::of_service("shop", true);
    assert_eq!(
        (diff.class(), diff.bump()),
        (Class::Compatible, Bump::Minor)
    );
}

/// What a person added to a page, a model says by itself: it is no change.
#[test]
fn fixups_of_a_page_are_not_held_against_a_model() {
    let service = SERVICE.replacen(
        "\"output\"",
        r#""fixups": { "PutItem.request.id": { "location": "uri" } }, "output""#,
        1,
    );
    let page = PUT_ITEM.replacen(
        "\"method\"",
        r#""source": { "page": "put_item.html" }, "method""#,
        1,
    );
    let of = |service: &str, operation: &str| {
        let files = [
            ("service.json", service),
            ("put_item.json", operation),
            ("shapes.json", SHAPES),
        ];
        let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
        load_from("spec/shop", &files.into())
            .then(|spec| Ok(spec.clone()))
            .expect("a spec")
    };
    let located = |text: &str| {
        text.replacen(
            "\"required\": true",
            r#""required": true, "location": "uri""#,
            1,
        )
    };
    let diff = diff(&of(&service, &page), &of(SERVICE, &located(PUT_ITEM))).expect("a diff");
    assert_eq!(diff.api, []);
}

/// A spec whose operation's request has these required members before the others.
fn with_required(names: &[&str]) -> ServiceSpec {
    let members: String = names
        .iter()
        .map(|name| format!(r#""{name}": {{ "type": "string", "required": true }}, "#))
        .collect();
    spec(
        &PUT_ITEM.replacen(
            "\"id\": { \"type\": \"string\", \"required\": true },",
            &members,
            1,
        ),
        SHAPES,
    )
}

#[test]
fn arguments_that_change_places_are_breaking() {
    let diff = diff(
        &with_required(&["name", "arn"]),
        &with_required(&["arn", "name"]),
    );
    says(
        &diff.expect("a diff"),
        Class::Breaking,
        Bump::Major,
        expect![[r#"
            API:
              ? PutItem.request: order changed (name, arn, item, note -> arn, name, item, note): `new` keeps their order if `names.arguments` has it, as an import writes it [Rust ?, patch]
            Rust:
              ! operation::put_item::PutItemInput::new: constructor changed ((name: String, arn: String) -> (arn: String, name: String)): its arguments are others, or in another order: code that calls it may compile and mean something else [Rust !, major]
            1 breaking, 1 to look at, 0 compatible; required version bump: major
        "#]],
    );
}

#[test]
fn arguments_of_another_name_and_the_same_type_are_breaking() {
    let diff = diff(
        &with_required(&["name", "id"]),
        &with_required(&["name", "arn"]),
    );
    let diff = diff.expect("a diff");
    let new = |it: &&shapewright::diff::Change| it.path.ends_with("PutItemInput::new");
    let change = diff.rust.iter().find(new).expect("the constructor");
    assert_eq!((change.rust, change.bump), (Class::Breaking, Bump::Major));
    assert_eq!(change.before.as_deref(), Some("(name: String, id: String)"));
    assert_eq!(change.after.as_deref(), Some("(name: String, arn: String)"));
}

/// What an import does: the constructor takes its arguments as before, and what is newly required last.
#[test]
fn an_import_keeps_the_order_of_arguments() {
    let old = with_required(&["name", "arn"]);
    let mut new = with_required(&["kind", "arn", "name"]);
    keep_arguments(&old, &mut new);
    let pins = |spec: &ServiceSpec| spec.service.names.arguments.clone();
    let pinned = vec!["name".to_owned(), "arn".to_owned()];
    assert_eq!(pins(&new), [("PutItem.request".to_owned(), pinned)].into());
    let signature = |spec: &ServiceSpec| {
        let table = shapewright::plan(spec).expect("a plan").names.to_string();
        let is_ours = |line: &&str| line.starts_with("arguments\tPutItem.request\t");
        let row = table.lines().find(is_ours).expect("a row").to_owned();
        row.rsplit('\t').next().unwrap_or_default().to_owned()
    };
    assert_eq!(signature(&new), r#"["name","arn","kind"]"#);

    // Pinned, it stays so; a member that is gone leaves the pin, and with the last the pin itself.
    let mut newer = with_required(&["kind", "arn"]);
    newer.service.names = new.service.names.clone();
    keep_arguments(&new, &mut newer);
    assert_eq!(signature(&newer), r#"["arn","kind"]"#);
    let mut newest = with_required(&["kind"]);
    newest.service.names = newer.service.names.clone();
    keep_arguments(&newer, &mut newest);
    assert!(pins(&newest).is_empty());

    // What is not required any more is taken on.
    let optional = PUT_ITEM.replacen("\"required\": true", "\"required\": false", 1);
    let mut optional = spec(&optional, SHAPES);
    keep_arguments(&spec(PUT_ITEM, SHAPES), &mut optional);
    assert_eq!(signature(&optional), r#"["id"]"#);

    let mut swapped = with_required(&["arn", "name"]);
    keep_arguments(&old, &mut swapped);
    says(
        &diff(&old, &swapped).expect("a diff"),
        Class::Attention,
        Bump::Patch,
        expect![[r#"
            API:
              ? PutItem.request: order changed (name, arn, item, note -> arn, name, item, note): `new` keeps their order if `names.arguments` has it, as an import writes it [Rust ?, patch]
            0 breaking, 1 to look at, 0 compatible; required version bump: patch
        "#]],
    );
}

#[test]
fn a_table_of_names_holds_the_order_of_arguments() {
    let table = |spec: &ServiceSpec| shapewright::plan(spec).expect("a plan").names;
    let problems = |old: &[&str], new: &[&str]| {
        let (old, new) = (with_required(old), with_required(new));
        let older = table(&old).to_string();
        let found = table(&new).renamed(&older, &new.place(), "names.tsv");
        found
            .0
            .into_iter()
            .map(|it| (it.message, it.help))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        problems(&["name", "arn"], &["arn", "name"]),
        [(
            r#"the constructor of `PutItem.request` takes ["name","arn"], and would take ["arn","name"]"#.to_owned(),
            r#"keep the order: add `"PutItem.request": ["name","arn"]` to `names.arguments`; or take the new one: delete its lines in `names.tsv`"#.to_owned(),
        )]
    );
    assert_eq!(problems(&["name", "id"], &["name", "arn"]).len(), 1);
    // What follows, or is no longer there at the end, does not compile where it matters.
    assert!(problems(&["name"], &["name", "arn"]).is_empty());
    assert!(problems(&["name", "arn"], &["name"]).is_empty());
}

/// `a` was the wire's `a`, and is now `A`: code that uses it compiles.
#[test]
fn a_member_that_takes_the_name_of_another_is_breaking() {
    let diff = edited(
        &[],
        &[(
            "\"name\": {",
            "\"NAME\": { \"type\": \"string\" }, \"name\": {",
        )],
    );
    let taken = diff.rust.iter().find(|change| change.what == "name");
    let taken = taken.expect("the name");
    assert_eq!(taken.path, "Item.name");
    assert_eq!(
        (taken.before.as_deref(), taken.after.as_deref()),
        (Some("name"), Some("name_2"))
    );
    assert_eq!((taken.rust, taken.bump), (Class::Breaking, Bump::Major));
}

#[test]
fn a_paginator_and_a_waiter_that_go_are_breaking() {
    let paged = PUT_ITEM
        .replacen(
            "\"request\"",
            r#""pagination": { "inputToken": ["note"], "outputToken": ["next"] }, "request""#,
            1,
        )
        .replacen("\"count\"", r#""next": { "type": "string" }, "count""#, 1);
    let plain = PUT_ITEM.replacen("\"count\"", r#""next": { "type": "string" }, "count""#, 1);
    says(
        &diff(&spec(&paged, SHAPES), &spec(&plain, SHAPES)).expect("a diff"),
        Class::Breaking,
        Bump::Major,
        expect![[r#"
            API:
              ! PutItem: pagination removed ({"inputToken":["note"],"outputToken":["next"]}): `into_paginator` is gone [Rust !, major]
            Rust:
              ! operation::put_item::PutItemFluentBuilder::into_paginator: method removed: code that names it does not compile [Rust !, major]
            2 breaking, 0 to look at, 0 compatible; required version bump: major
        "#]],
    );
    let mut waited = spec(PUT_ITEM, SHAPES);
    let waiter = r#"{ "operation": "PutItem", "delay": 1, "maxAttempts": 1, "acceptors":
        [{ "state": "success", "matcher": "status", "expected": 200 }] }"#;
    let waiter = serde_json::from_str(waiter).expect("a waiter");
    waited.service.waiters.insert("ItemPut".to_owned(), waiter);
    let went = diff(&waited, &spec(PUT_ITEM, SHAPES)).expect("a diff");
    assert_eq!((went.class(), went.bump()), (Class::Breaking, Bump::Major));
    let method = went.rust.first().expect("the method");
    assert_eq!(method.path, "Client::wait_until_item_put");
    let came = diff(&spec(PUT_ITEM, SHAPES), &waited).expect("a diff");
    assert_eq!(
        (came.class(), came.bump()),
        (Class::Compatible, Bump::Minor)
    );
}

#[test]
fn what_becomes_known_needs_attention() {
    let lost =
        r#""Lost": { "type": "structure", "members": {}, "error": { "status": 400 } }, "Item""#;
    let shapes = SHAPES.replacen("\"Item\"", lost, 1);
    let put = PUT_ITEM.replacen("\"request\"", r#""exceptions": ["Lost"], "request""#, 1);
    let known = diff(&spec(PUT_ITEM, &shapes), &spec(&put, &shapes)).expect("a diff");
    assert_eq!(
        (known.class(), known.bump()),
        (Class::Attention, Bump::Minor)
    );

    let union = SHAPES.replacen("\"structure\"", "\"union\"", 1);
    let more = union.replacen(
        "\"name\": {",
        "\"tag\": { \"type\": \"string\" }, \"name\": {",
        1,
    );
    let known = diff(&spec(PUT_ITEM, &union), &spec(PUT_ITEM, &more)).expect("a diff");
    let member = known.api.first().expect("the member");
    assert_eq!(
        member.why,
        "a match on `Unknown` with its name no longer sees it"
    );
    assert_eq!(
        (known.class(), known.bump()),
        (Class::Attention, Bump::Minor)
    );
}

/// An overlay makes a structure a union: its fields have no names to keep.
#[test]
fn a_structure_that_becomes_a_union_has_no_names_to_keep() {
    let union = SHAPES.replacen("\"structure\"", "\"union\"", 1);
    let (old, new) = (spec(PUT_ITEM, SHAPES), spec(PUT_ITEM, &union));
    let table = |spec: &ServiceSpec| shapewright::plan(spec).expect("a plan").names;
    let older = table(&old).to_string();
    let renamed = table(&new).renamed(&older, &new.place(), "names.tsv");
    assert_eq!(renamed.0, []);
    let diff = diff(&old, &new).expect("a diff");
    assert_eq!((diff.class(), diff.bump()), (Class::Breaking, Bump::Major));
}

/// The white space of docs is folded; a pattern's is what it takes.
#[test]
fn the_white_space_of_a_pattern_counts() {
    let with = |pattern: &str| {
        let limited = format!(r#""note": {{ "pattern": "{pattern}", "#);
        spec(&PUT_ITEM.replacen("\"note\": { ", &limited, 1), SHAPES)
    };
    let diff = diff(&with("[a \u{a0}]+"), &with("[a \u{a0}\u{3000}]+")).expect("a diff");
    let what: Vec<&str> = diff.api.iter().map(|change| change.what.as_str()).collect();
    assert_eq!(what, ["pattern"]);
}
