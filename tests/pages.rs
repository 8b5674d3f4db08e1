//! Pages of boto3's documentation and the renditions they become.
#![allow(clippy::unwrap_used, clippy::panic)]

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
    assert_eq!(operation.omitted, []);
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
    let rows = spec::flatten(operation, None);
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
