//! What `cargo xtask diff` says of what a client is set up with: settings that the endpoint rules listen
//! to, ways to authorize requests, checksums, compression.

use expect_test::{Expect, expect};
use shapewright::diff::{Format, diff};
use shapewright::spec::{ServiceSpec, load_from};

const SERVICE: &str = r#"{
  "service": "shop", "title": "Shop", "serviceId": "shop", "apiVersion": "2020-01-01",
  "protocol": "rest-json", "endpointPrefix": "shop", "signingName": "shop", "output": "generated",
  "endpointRules": {
    "parameters": {
      "Region": { "type": "string", "builtIn": "AWS::Region", "required": true },
      "Shelf": { "type": "string" },
      "Mirrored": { "type": "boolean", "default": false },
      "Arn": { "type": "boolean", "builtIn": "AWS::S3::UseArnRegion" }
    },
    "rules": [{ "conditions": [], "endpoint": { "url": "https://shop.{Region}.example" } }]
  }
}"#;

const PUT_ITEM: &str = r#"{
  "operation": "PutItem",
  "method": "put_item",
  "http": { "method": "PUT", "uri": "/items" },
  "endpointParameters": { "Shelf": { "path": "shelf" } },
  "request": {
    "shelf": { "type": "string" },
    "body": { "type": "blob", "streaming": true, "location": "payload" }
  }
}"#;

fn spec(service: &str, operation: &str) -> ServiceSpec {
    let files = [("service.json", service), ("put_item.json", operation)];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    load_from("spec/shop", &files.into())
        .then(|spec| Ok(spec.clone()))
        .expect("a spec")
}

/// What an edit of the service or the operation changes.
#[track_caller]
fn says(edits: &[(&str, &str)], expected: Expect) {
    let mut texts = [SERVICE.to_owned(), PUT_ITEM.to_owned()];
    for (from, to) in edits {
        assert!(texts.iter().any(|text| text.contains(from)), "no {from}");
        texts = texts.map(|text| text.replacen(from, to, 1));
    }
    let [service, operation] = texts;
    let diff = diff(&spec(SERVICE, PUT_ITEM), &spec(&service, &operation)).expect("a diff");
    expected.assert_eq(&diff.render(Format::Text).expect("text"));
}

const MIRRORED: &str = r#""Mirrored": { "type": "boolean", "default": false }"#;

#[test]
fn a_setting_that_is_gone_is_breaking() {
    says(
        &[(&format!("{MIRRORED},"), "")],
        expect![[r#"
        API:
          ! Mirrored: setting removed (boolean): a client that sets it with `endpoint_parameter` still compiles, without effect [Rust !, wire !, major]
        1 breaking, 0 to look at, 0 compatible; required version bump: major
    "#]],
    );
    says(
        &[(
            r#""Arn": { "type": "boolean", "builtIn": "AWS::S3::UseArnRegion" }"#,
            r#""Other": { "type": "boolean" }"#,
        )],
        expect![[r#"
            API:
              ! Arn: setting removed (boolean): a client that sets it with `endpoint_parameter` still compiles, without effect [Rust !, wire !, major]
                Other: setting added (boolean): new [minor]
            1 breaking, 0 to look at, 1 compatible; required version bump: major
        "#]],
    );
}

#[test]
fn a_setting_of_another_type_is_breaking() {
    says(
        &[(MIRRORED, r#""Mirrored": { "type": "string" }"#)],
        expect![[r#"
            API:
              ! Mirrored: setting changed (boolean -> string): a client that sets it with `endpoint_parameter` still compiles, without effect [Rust !, wire !, major]
              ? Mirrored: default removed (false): where requests go unless the client sets it [Rust ?, wire ?, minor]
            1 breaking, 1 to look at, 0 compatible; required version bump: major
        "#]],
    );
}

#[test]
fn a_setting_that_is_needed_is_breaking_and_another_is_new() {
    says(
        &[(
            MIRRORED,
            r#""Mirrored": { "type": "boolean", "required": true }"#,
        )],
        expect![[r#"
            API:
              ! Mirrored: setting added (needed): calls fail unless the client sets it with `endpoint_parameter` [Rust !, wire !, major]
              ? Mirrored: default removed (false): where requests go unless the client sets it [Rust ?, wire ?, minor]
            1 breaking, 1 to look at, 0 compatible; required version bump: major
        "#]],
    );
    says(
        &[(
            MIRRORED,
            &format!(
                r#"{MIRRORED}, "Hall": {{ "type": "string" }}, "Aisle": {{ "type": "string", "required": true }}"#
            ),
        )],
        expect![[r#"
            API:
              ! Aisle: setting added (string): calls fail unless the client sets it with `endpoint_parameter` [Rust !, wire !, major]
                Hall: setting added (string): new [minor]
            1 breaking, 0 to look at, 1 compatible; required version bump: major
        "#]],
    );
}

/// What an operation tells is none of the client's.
#[test]
fn what_operations_tell_is_no_setting() {
    says(
        &[
            ("\"Shelf\": { \"type\": \"string\" },", ""),
            (
                r#""endpointParameters": { "Shelf": { "path": "shelf" } },"#,
                "",
            ),
        ],
        expect![[r#"
            API:
              ! shop: endpointRules changed: how every operation is called changes [wire !, minor]
              ! PutItem: endpointParameters removed ({"Shelf":{"path":"shelf"}}): how it is called changes [wire !, minor]
            2 breaking, 0 to look at, 0 compatible; required version bump: minor
        "#]],
    );
}

#[test]
fn ways_to_authorize_are_told_apart() {
    let with = |schemes: &str| format!("\"authSchemes\": [{schemes}], \"output\"");
    says(
        &[("\"output\"", &with("\"sigv4\", \"bearer\""))],
        expect![[r#"
            API:
              ? shop: auth changed (sigv4 -> sigv4, bearer): a client with credentials for it uses it [Rust ?, minor]
            0 breaking, 1 to look at, 0 compatible; required version bump: minor
        "#]],
    );
    says(
        &[("\"output\"", &with("\"bearer\", \"sigv4\""))],
        expect![[r#"
            API:
              ? shop: auth changed (sigv4 -> bearer, sigv4): another authentication scheme is preferred [Rust ?, minor]
            0 breaking, 1 to look at, 0 compatible; required version bump: minor
        "#]],
    );
    says(
        &[("\"output\"", "\"auth\": \"bearer\", \"output\"")],
        expect![[r#"
        API:
          ! shop: auth changed (sigv4 -> bearer): how every operation is called changes [wire !, minor]
        1 breaking, 0 to look at, 0 compatible; required version bump: minor
    "#]],
    );
    says(
        &[(
            "\"method\": \"put_item\"",
            "\"method\": \"put_item\", \"auth\": \"none\"",
        )],
        expect![[r#"
            API:
              ! PutItem: auth changed (sigv4 -> none): how it is called changes [wire !, minor]
            1 breaking, 0 to look at, 0 compatible; required version bump: minor
        "#]],
    );
    // It is how all are signed.
    says(
        &[(
            "\"method\": \"put_item\"",
            "\"method\": \"put_item\", \"auth\": \"sigv4\"",
        )],
        expect![[r#"
            no changes
        "#]],
    );
}

#[test]
fn checksums_and_compression_are_said() {
    says(
        &[(
            "\"request\": {",
            r#""request": { "sum": { "type": "string", "location": "header", "wireName": "x-amz-sdk-checksum-algorithm" },"#,
        )],
        expect![[r#"
            API:
              ? PutItem.request.sum: member added (string): a literal or pattern that names every field needs `..` [Rust ?, minor]
            Rust:
              ? operation::put_item::PutItemInput::sum: field added (Option<String>): a literal or pattern that names every field needs `..` [Rust ?, minor]
              ? operation::put_item::checksums: checksums changed (none -> sent): which checksums the client sends or checks [Rust ?, minor]
              ? shapewright-runtime/checksum: feature added: `client` in the crate's `Cargo.toml` must turn it on [Rust ?, minor]
            0 breaking, 4 to look at, 0 compatible; required version bump: minor
        "#]],
    );
    says(
        &[(
            "\"method\": \"put_item\"",
            "\"method\": \"put_item\", \"sending\": { \"compression\": true }",
        )],
        expect![[r#"
            API:
              ? PutItem: sending.compression added (true): whether large bodies are compressed [wire ?, minor]
            0 breaking, 1 to look at, 0 compatible; required version bump: minor
        "#]],
    );
}
