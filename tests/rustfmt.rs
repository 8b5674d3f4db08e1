//! Generated code is as rustfmt has it, however long its names are: the specs of the goldens, with
//! names that grow letter by letter past the width of a line.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::Value;
use shapewright::spec::load_from;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The most letters that are put to a name.
const LONGEST: usize = 48;

/// No name is made longer than this: AWS's longest operation and member have 63 and 62 letters.
const LONGEST_NAME: usize = 64;

/// One length in so many is tried, unless the environment has `EVERY_LENGTH`.
const STRIDE: usize = 4;

/// Specs of other tests: of pages, of docs, of names that must stay what they are.
const WITHOUT: [&str; 6] = [
    "diabolical",
    "discovery",
    "get_image_page",
    "markdown_docs",
    "pins",
    "text_docs",
];

#[test]
fn names_of_any_length_are_as_rustfmt_has_them() {
    if Command::new("rustfmt").arg("--version").output().is_err() {
        eprintln!("skipped: there is no rustfmt");
        return;
    }
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let keywords = keywords(&tests.join("../spec/schema"));
    let crates = tempfile::tempdir().unwrap();
    let stride = match std::env::var_os("EVERY_LENGTH") {
        Some(_) => 1,
        None => STRIDE,
    };
    let mut root = BTreeSet::new();
    for entry in fs::read_dir(tests.join("fixtures/spec")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if WITHOUT.contains(&name.as_str()) {
            continue;
        }
        let files = texts(&tests.join("fixtures/spec").join(&name));
        let mut names = BTreeSet::new();
        for text in files.values() {
            collect_names(&serde_json::from_str(text).unwrap(), &mut names);
        }
        let names: BTreeSet<String> = names.difference(&keywords).cloned().collect();
        for letters in (0..=LONGEST).step_by(stride) {
            let module = format!("{name}_{letters:02}");
            let longer = files
                .iter()
                .map(|(file, text)| (file.clone(), lengthened(text, &names, letters)))
                .collect();
            let spec = load_from(&format!("spec/{name}"), &longer);
            let generated = spec
                .then(shapewright::generate)
                .unwrap_or_else(|problems| panic!("{module}: {problems}"));
            let folder = crates.path().join(&module);
            generated.write(&folder).unwrap();
            root.insert(format!("#[path = \"{module}/lib.rs\"]\nmod {module};\n"));
            fs::copy(
                folder.join("rustfmt.toml"),
                crates.path().join("rustfmt.toml"),
            )
            .unwrap();
        }
    }
    let root: String = root.into_iter().collect();
    fs::write(crates.path().join("lib.rs"), root).unwrap();
    let output = Command::new("rustfmt")
        .args(["--check", "--edition", "2024"])
        .arg(crates.path().join("lib.rs"))
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}{errors}");
}

/// The files of a spec, by name.
fn texts(folder: &Path) -> BTreeMap<String, String> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

/// The words of the spec format: no name that is one of them is changed.
fn keywords(schemas: &Path) -> BTreeSet<String> {
    let mut keywords = BTreeSet::new();
    for text in texts(schemas).values() {
        let is_letter = |char: char| char.is_alphanumeric() || char == '_';
        let words = text.split(|char| !is_letter(char));
        keywords.extend(words.map(str::to_owned));
    }
    keywords
}

/// The names of members, shapes and operations.
fn collect_names(value: &Value, names: &mut BTreeSet<String>) {
    let Some(object) = value.as_object() else {
        return;
    };
    for (key, value) in object {
        if matches!(key.as_str(), "members" | "request" | "response" | "shapes") {
            names.extend(
                value
                    .as_object()
                    .into_iter()
                    .flatten()
                    .map(|(name, _)| name.clone()),
            );
        }
        if matches!(key.as_str(), "operation" | "wireName") {
            names.extend(value.as_str().map(str::to_owned));
        }
        collect_names(value, names);
    }
}

/// The text with more letters in these names.
fn lengthened(text: &str, names: &BTreeSet<String>, letters: usize) -> Vec<u8> {
    let is_letter = |char: char| char.is_alphanumeric() || char == '_';
    let mut longer = String::new();
    for part in text.split_inclusive(|char| !is_letter(char)) {
        let word = part.trim_end_matches(|char| !is_letter(char));
        longer.push_str(word);
        if names.contains(word) {
            let room = LONGEST_NAME.saturating_sub(word.len());
            longer.push_str(&"x".repeat(letters.min(room)));
        }
        longer.push_str(part.strip_prefix(word).unwrap());
    }
    longer.into_bytes()
}
