//! `THIRD-PARTY.md` names every crate that is built into the packages that are published, with its licence.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use expect_test::expect_file;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

/// What is published, its folder, and what is said of it.
const PACKAGES: [(&str, &str, &str); 2] = [
    ("shapewright", "codegen", "The generator, with its command"),
    (
        "shapewright-runtime",
        "runtime",
        "The runtime, with all of its features; a client has those of the features that it turns on",
    ),
];

/// The workspace and all that it depends on, on every platform.
fn metadata() -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--all-features",
        ])
        .current_dir(root)
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// Whether a dependency is there in a build, and not in tests alone.
fn is_built(dependency: &Value) -> bool {
    let mut kinds = list(dependency, "dep_kinds").iter();
    kinds.any(|kind| text(kind, "kind") != "dev")
}

/// The ids of what is below a package, itself included.
fn below<'a>(nodes: &BTreeMap<&'a str, &'a Value>, package: &'a str) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    let mut open = vec![package];
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            let dependencies = list(nodes.get(id).expect("a node"), "deps").iter();
            open.extend(
                dependencies
                    .filter(|it| is_built(it))
                    .map(|it| text(it, "pkg")),
            );
        }
    }
    seen
}

#[test]
fn every_crate_below_a_package_is_named_with_its_licence() {
    let metadata = metadata();
    let packages: BTreeMap<&str, &Value> = list(&metadata, "packages")
        .iter()
        .map(|package| (text(package, "id"), package))
        .collect();
    let resolve = metadata.get("resolve").expect("a graph");
    let nodes: BTreeMap<&str, &Value> = list(resolve, "nodes")
        .iter()
        .map(|node| (text(node, "id"), node))
        .collect();
    let mut notices = String::from(
        "# Third parties\n\n\
         What is in the packages and is not the project's own: the API documentation in `spec/` and\n\
         `generated/`, which is AWS's (`spec/NOTICE`, `generated/NOTICE`), and facts of botocore's and\n\
         Smithy's models (`codegen/overlay/`, the tables of partitions). AWS distributes both under the\n\
         Apache License, Version 2.0.\n\n\
         What a build adds, each under its own licence, whose text is in the crate. A program that is\n\
         handed on with them must carry their notices; `cargo about` and the like collect the texts.\n",
    );
    let head = notices.clone();
    for (name, folder, what) in PACKAGES {
        let (id, _) = packages
            .iter()
            .find(|(_, package)| text(package, "name") == name)
            .expect("a package");
        let mut by_licence: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for id in below(&nodes, id) {
            let package = packages.get(id).expect("a package");
            // Those of a registry; the workspace's have none.
            if !text(package, "source").is_empty() {
                let licence = text(package, "license");
                assert!(
                    !licence.is_empty(),
                    "{} names no licence",
                    text(package, "name")
                );
                by_licence
                    .entry(licence)
                    .or_default()
                    .insert(text(package, "name"));
            }
        }
        let mut section = String::new();
        write!(
            section,
            "\n## `{name}`\n\n{what}.\n\n| licence | crates |\n| --- | --- |\n"
        )
        .unwrap();
        for (licence, names) in by_licence {
            let names: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
            writeln!(section, "| {licence} | {} |", names.join(", ")).unwrap();
        }
        notices += &section;
        // Who has the package alone finds its part there.
        let own = format!("{}/../{folder}/THIRD-PARTY.md", env!("CARGO_MANIFEST_DIR"));
        expect_file![own].assert_eq(&format!("{head}{section}"));
    }
    expect_file!["../THIRD-PARTY.md"].assert_eq(&notices);
}
