//! What `cargo xtask diff` says of a change.

use expect_test::{Expect, expect};
use shapewright::diff::{Bump, Class, Diff, Format, diff};
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

#[test]
fn what_is_only_new_is_compatible() {
    let diff = edited(&[], &[("\"OLD\"]", "\"OLD\", \"ANCIENT\"]")]);
    says(
        &diff,
        Class::Compatible,
        Bump::Minor,
        expect![[r#"
            API:
                State: value added (ANCIENT): new [minor]
            Rust:
                types::State::Ancient: variant added (ANCIENT): new [minor]
            0 breaking, 0 to look at, 2 compatible; the version asks for: minor
        "#]],
    );
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
            0 breaking, 0 to look at, 1 compatible; the version asks for: patch
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
            0 breaking, 2 to look at, 0 compatible; the version asks for: minor
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
              ! operation::put_item::PutItemInput::new: constructor changed ((String) -> (String, String)): code that uses it may not compile [Rust !, major]
              ! operation::put_item::PutItemInput::shop: required field added (String): a literal must have it [Rust !, major]
            3 breaking, 0 to look at, 0 compatible; the version asks for: major
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
                types::Item::new: constructor added ((String)): new [minor]
            1 breaking, 0 to look at, 1 compatible; the version asks for: minor
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
            6 breaking, 0 to look at, 0 compatible; the version asks for: major
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
              ! PutItem: http.uri changed (/PutItem -> /items): it is called in another way [wire !, minor]
              ! PutItem.response.count: wireName added (Count): it is written or read in another way [wire !, minor]
            2 breaking, 0 to look at, 0 compatible; the version asks for: minor
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
            3 breaking, 0 to look at, 1 compatible; the version asks for: major
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
                0 breaking, 0 to look at, 1 compatible; the version asks for: patch
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
              ! PutItem: http.method removed (PUT): it is called in another way [wire !, minor]
              ! PutItem: http.uri removed (/PutItem): it is called in another way [wire !, minor]
            Rust: not compared: `PutItem` has no HTTP method and URI
            2 breaking, 0 to look at, 0 compatible; the version asks for: minor
        "#]],
    );
}

#[test]
fn markdown_and_json() {
    let diff = edited(&[], &[("\"OLD\"]", "\"OLD\", \"A|B\"]")]);
    expect![[r#"
        0 breaking, 0 to look at, 2 compatible; the version asks for: minor

        ### API

        <details><summary>1 compatible</summary>

        | change | Rust | wire | bump | why |
        | --- | --- | --- | --- | --- |
        | `State`: value added (`A\|B`) | compatible | compatible | minor | new |

        </details>

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
              "rust": "compatible",
              "what": "value",
              "why": "new",
              "wire": "compatible"
            }
          ],
          "bump": "minor",
          "class": "compatible",
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
        0 breaking, 0 to look at, 3 compatible; the version asks for: patch
    "#]]
    .assert_eq(&text(narrow, wide));
    expect![[r#"
        API:
          ? PutItem.request.note: max changed (64 -> 36): the service checks it; docs only in Rust [wire ?, patch]
          ? PutItem.request.note: min changed (1 -> 3): the service checks it; docs only in Rust [wire ?, patch]
          ? PutItem.request.note: pattern added (^[a-z]+$): the service checks it; docs only in Rust [wire ?, patch]
        0 breaking, 3 to look at, 0 compatible; the version asks for: patch
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
            3 breaking, 0 to look at, 3 compatible; the version asks for: major
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
