//! What `cargo xtask diff` says of items that code relies on without naming them in the spec: traits,
//! setters, accessors, features.

use expect_test::{Expect, expect};
use shapewright::diff::{Bump, Format, diff};
use shapewright::spec::{ServiceSpec, load_from};

const SERVICE: &str = r#"{
  "service": "shop", "title": "Shop", "serviceId": "shop", "apiVersion": "2020-01-01",
  "protocol": "rest-json", "endpointPrefix": "shop", "signingName": "shop", "output": "generated"
}"#;

const PUT_ITEM: &str = r#"{
  "operation": "PutItem",
  "method": "put_item",
  "http": { "method": "PUT", "uri": "/items" },
  "request": { "note": { "type": "string" }, "choice": { "ref": "Choice" } },
  "response": { "count": { "type": "integer" }, "choice": { "ref": "Choice" } }
}"#;

const SHAPES: &str = r#"{ "shapes": {
  "Choice": { "type": "union", "members": { "text": { "type": "string" }, "number": { "type": "long" } } },
  "Sent": { "type": "structure", "members": { "name": { "type": "string", "required": true } } }
} }"#;

fn spec(files: [&str; 3]) -> ServiceSpec {
    let names = ["service.json", "put_item.json", "shapes.json"];
    let files = names.into_iter().zip(files);
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    load_from("spec/shop", &files.collect())
        .then(|spec| Ok(spec.clone()))
        .expect("a spec")
}

/// What an edit changes, and the way back.
#[track_caller]
fn says((from, to): (&str, &str), bumps: [Bump; 2], expected: [Expect; 2]) {
    let texts = [SERVICE, PUT_ITEM, SHAPES];
    assert!(texts.iter().any(|text| text.contains(from)), "no {from}");
    let (old, new) = (spec(texts), {
        let texts = texts.map(|text| text.replacen(from, to, 1));
        spec(texts.each_ref().map(String::as_str))
    });
    let there_and_back = [diff(&old, &new), diff(&new, &old)];
    for ((diff, expected), bump) in there_and_back.into_iter().zip(expected).zip(bumps) {
        let diff = diff.expect("a diff");
        expected.assert_eq(&diff.render(Format::Text).expect("text"));
        assert_eq!(diff.bump(), bump);
    }
}

const STREAM: &str = r#"{ "body": { "type": "blob", "streaming": true, "location": "payload" }, "#;

#[test]
fn a_body_that_streams_takes_clone_away() {
    let response = "\"response\": { ";
    says(
        (response, &format!("\"response\": {STREAM}")),
        [Bump::Major, Bump::Major],
        [
            expect![[r#"
            API:
              ? PutItem.response.body: member added (blob): a literal or pattern that names every field needs `..` [Rust ?, minor]
            Rust:
              ! operation::put_item::PutItemOutput::body: required field added (ByteStream): a literal must have it [Rust !, major]
              ! operation::put_item::PutItemOutput::clone: implementation removed (Clone): code that relies on it does not compile [Rust !, major]
            2 breaking, 1 to look at, 0 compatible; required version bump: major
        "#]],
            expect![[r#"
            API:
              ! PutItem.response.body: member removed (blob): its field is gone [Rust !, wire ?, major]
            Rust:
              ! operation::put_item::PutItemOutput::body: required field removed (ByteStream): code that names it does not compile [Rust !, major]
                operation::put_item::PutItemOutput::clone: implementation added (Clone): new [minor]
            2 breaking, 0 to look at, 1 compatible; required version bump: major
        "#]],
        ],
    );
}

/// The builder of an input that streams cannot be cloned, nor can the input.
#[test]
fn a_body_that_is_sent_takes_clone_from_the_builder_too() {
    says(
        ("\"request\": { ", &format!("\"request\": {STREAM}")),
        [Bump::Major, Bump::Major],
        [
            expect![[r#"
            API:
              ? PutItem.request.body: member added (blob): a literal or pattern that names every field needs `..` [Rust ?, minor]
            Rust:
              ! operation::put_item::PutItemFluentBuilder::clone: implementation removed (Clone): code that relies on it does not compile [Rust !, major]
              ! operation::put_item::PutItemInput::clone: implementation removed (Clone): code that relies on it does not compile [Rust !, major]
              ? operation::put_item::PutItemInput::body: field added (Option<ByteStream>): a literal or pattern that names every field needs `..` [Rust ?, minor]
            2 breaking, 2 to look at, 0 compatible; required version bump: major
        "#]],
            expect![[r#"
            API:
              ! PutItem.request.body: member removed (blob): its field is gone [Rust !, wire !, major]
            Rust:
              ! operation::put_item::PutItemInput::body: field removed (Option<ByteStream>): code that names it does not compile [Rust !, major]
                operation::put_item::PutItemFluentBuilder::clone: implementation added (Clone): new [minor]
                operation::put_item::PutItemInput::clone: implementation added (Clone): new [minor]
            2 breaking, 0 to look at, 2 compatible; required version bump: major
        "#]],
        ],
    );
}

/// `set_note` set the whole of `note`, and sets `SetNote`.
#[test]
fn a_setter_that_another_member_takes_is_major() {
    let member = "\"SetNote\": { \"type\": \"string\" }, \"choice\": {";
    says(
        ("\"choice\": {", member),
        [Bump::Major, Bump::Major],
        [
            expect![[r#"
            API:
              ? PutItem.request.SetNote: member added (string): a literal or pattern that names every field needs `..` [Rust ?, minor]
            Rust:
              ! operation::put_item::PutItemFluentBuilder::set_note: method changed (note: the whole String -> set_note: String): code that uses it may not compile [Rust !, major]
              ? operation::put_item::PutItemInput::set_note: field added (Option<String>): a literal or pattern that names every field needs `..` [Rust ?, minor]
                operation::put_item::PutItemFluentBuilder::set_note_: method added (note: the whole String): new [minor]
            1 breaking, 2 to look at, 1 compatible; required version bump: major
        "#]],
            expect![[r#"
            API:
              ! PutItem.request.SetNote: member removed (string): its field is gone [Rust !, wire !, major]
            Rust:
              ! operation::put_item::PutItemFluentBuilder::set_note: method changed (set_note: String -> note: the whole String): code that uses it may not compile [Rust !, major]
              ! operation::put_item::PutItemFluentBuilder::set_note_: method removed (note: the whole String): code that names it does not compile [Rust !, major]
              ! operation::put_item::PutItemInput::set_note: field removed (Option<String>): code that names it does not compile [Rust !, major]
            4 breaking, 0 to look at, 0 compatible; required version bump: major
        "#]],
        ],
    );
}

#[test]
fn the_first_required_parameter_takes_default_away_and_makes_building_fail() {
    says(
        ("\"note\": {", "\"note\": { \"required\": true,"),
        [Bump::Major, Bump::Major],
        [
            expect![[r#"
            API:
              ! PutItem.request.note: required added (true): requests must have it [Rust !, wire !, major]
            Rust:
              ! operation::put_item::PutItemFluentBuilder::build: method changed (PutItemInput -> Result<PutItemInput, PutItemError>): code that uses it may not compile [Rust !, major]
              ! operation::put_item::PutItemInput::default: implementation removed (Default): code that relies on it does not compile [Rust !, major]
              ! operation::put_item::PutItemInput::note: required field changed (Option<String> -> String): code that uses it may not compile [Rust !, major]
                operation::put_item::PutItemInput::new: constructor added ((note: String)): new [minor]
            4 breaking, 0 to look at, 1 compatible; required version bump: major
        "#]],
            expect![[r#"
            API:
              ! PutItem.request.note: required removed (true): the field becomes an `Option` [Rust !, major]
            Rust:
              ! operation::put_item::PutItemFluentBuilder::build: method changed (Result<PutItemInput, PutItemError> -> PutItemInput): code that uses it may not compile [Rust !, major]
              ! operation::put_item::PutItemInput::new: constructor removed ((note: String)): code that names it does not compile [Rust !, major]
              ! operation::put_item::PutItemInput::note: field changed (String -> Option<String>): code that uses it may not compile [Rust !, major]
                operation::put_item::PutItemInput::default: implementation added (Default): new [minor]
            4 breaking, 0 to look at, 1 compatible; required version bump: major
        "#]],
        ],
    );
}

/// A type that was only sent has what is required; where it is received too, an answer may lack it.
#[test]
fn a_type_that_is_received_now_has_other_fields() {
    let sent = PUT_ITEM.replacen(
        "\"note\": {",
        "\"sent\": { \"ref\": \"Sent\" }, \"note\": {",
        1,
    );
    let both = sent.replacen(
        "\"count\": {",
        "\"sent\": { \"ref\": \"Sent\" }, \"count\": {",
        1,
    );
    let [old, new] = [sent, both].map(|operation| spec([SERVICE, &operation, SHAPES]));
    let diff = diff(&old, &new).expect("a diff");
    expect![[r#"
        API:
          ? PutItem.response.sent: member added (Sent): a literal or pattern that names every field needs `..` [Rust ?, minor]
        Rust:
          ! types::Sent::name: field changed (String -> Option<String>): code that uses it may not compile [Rust !, major]
          ? operation::put_item::PutItemOutput::sent: field added (Option<Sent>): a literal or pattern that names every field needs `..` [Rust ?, minor]
            types::Sent::default: implementation added (Default): new [minor]
        1 breaking, 2 to look at, 1 compatible; required version bump: major
    "#]].assert_eq(&diff.render(Format::Text).expect("text"));
    assert_eq!(diff.bump(), Bump::Major);
}

#[test]
fn a_union_that_becomes_a_structure_is_another_type() {
    says(
        ("\"type\": \"union\"", "\"type\": \"structure\""),
        [Bump::Major, Bump::Major],
        [
            expect![[r#"
            API:
              ! Choice: type changed (union -> structure): another Rust type [Rust !, wire !, major]
            Rust:
              ! types::Choice: struct changed (union -> struct): code that uses it may not compile [Rust !, major]
              ! types::Choice::Number: variant removed (i64): code that names it does not compile [Rust !, major]
              ! types::Choice::Text: variant removed (String): code that names it does not compile [Rust !, major]
              ? types::Choice::number: field added (Option<i64>): a literal or pattern that names every field needs `..` [Rust ?, minor]
              ? types::Choice::text: field added (Option<String>): a literal or pattern that names every field needs `..` [Rust ?, minor]
            4 breaking, 2 to look at, 0 compatible; required version bump: major
        "#]],
            expect![[r#"
            API:
              ! Choice: type changed (structure -> union): another Rust type [Rust !, wire !, major]
            Rust:
              ! types::Choice: union changed (struct -> union): code that uses it may not compile [Rust !, major]
              ! types::Choice::number: field removed (Option<i64>): code that names it does not compile [Rust !, major]
              ! types::Choice::text: field removed (Option<String>): code that names it does not compile [Rust !, major]
                types::Choice::Number: variant added (i64): new [minor]
                types::Choice::Text: variant added (String): new [minor]
            4 breaking, 0 to look at, 2 compatible; required version bump: major
        "#]],
        ],
    );
}

#[test]
fn a_checksum_asks_for_a_feature_of_the_runtime() {
    says(
        (
            "\"method\": \"put_item\"",
            "\"method\": \"put_item\", \"checksumRequired\": true",
        ),
        [Bump::Minor, Bump::Minor],
        [
            expect![[r#"
            API:
              ! PutItem: checksumRequired added (true): how it is called changes [wire !, minor]
            Rust:
              ? shapewright-runtime/checksum: feature added: `client` in the crate's `Cargo.toml` must turn it on [Rust ?, minor]
            1 breaking, 1 to look at, 0 compatible; required version bump: minor
        "#]],
            expect![[r#"
                API:
                  ? PutItem: checksumRequired removed (true): the body no longer has a checksum [wire ?, minor]
                Rust:
                    shapewright-runtime/checksum: feature removed: the client does without it [patch]
                0 breaking, 1 to look at, 1 compatible; required version bump: minor
            "#]],
        ],
    );
}

/// The protocol that is spoken stays, and those that could be are told.
#[test]
fn another_protocol_of_the_service_is_said() {
    says(
        (
            "\"endpointPrefix\"",
            "\"protocols\": [\"json\", \"rest-json\"], \"endpointPrefix\"",
        ),
        [Bump::Patch, Bump::Patch],
        [
            expect![[r#"
            API:
              ? shop: protocols added (["json","rest-json"]): `protocol` says which of them is spoken [wire ?, patch]
            0 breaking, 1 to look at, 0 compatible; required version bump: patch
        "#]],
            expect![[r#"
            API:
              ? shop: protocols removed (["json","rest-json"]): `protocol` says which of them is spoken [wire ?, patch]
            0 breaking, 1 to look at, 0 compatible; required version bump: patch
        "#]],
        ],
    );
}

#[test]
fn a_response_without_members_is_said() {
    let none = PUT_ITEM.replacen(
        r#""response": { "count": { "type": "integer" }, "choice": { "ref": "Choice" } }"#,
        "\"doc\": \"\"",
        1,
    );
    let empty = none.replacen("\"doc\": \"\"", "\"response\": {}, \"doc\": \"\"", 1);
    assert_ne!(none, empty);
    let [old, new] = [none, empty].map(|operation| spec([SERVICE, &operation, SHAPES]));
    let diff = diff(&old, &new).expect("a diff");
    expect![[r#"
        API:
            PutItem.response: response added: it has no members [patch]
        0 breaking, 0 to look at, 1 compatible; required version bump: patch
    "#]]
    .assert_eq(&diff.render(Format::Text).expect("text"));
    assert_eq!(diff.bump(), Bump::Patch);
}
