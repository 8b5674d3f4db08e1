//! Goldens: a spec of one feature each, and the crate that is generated from it.
//!
//! A spec is in `fixtures/spec/NAME/`, its crate in `goldens/NAME/`, a member of the workspace: it
//! is compiled, linted and documented with everything else, and `behaviour/` says what it does.
//! After a change of the generator, `UPDATE_GOLDENS=1 cargo test -p shapewright-tests --test goldens`
//! writes the crates anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use shapewright::FileSet;
use shapewright::spec::{ServiceSpec, load_from};
use shapewright_runtime::Document;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn tests() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The names of the folders in a folder.
fn folders(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect()
}

/// The files of a golden's spec, by name.
fn files(name: &str) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(tests().join("fixtures/spec").join(name))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read(path).unwrap())
        })
        .collect()
}

fn spec(name: &str, files: &BTreeMap<String, Vec<u8>>) -> ServiceSpec {
    let folder = format!("tests/fixtures/spec/{name}");
    load_from(&folder, files)
        .then(|spec| Ok(spec.clone()))
        .unwrap_or_else(|problems| panic!("{name}: {problems}"))
}

fn generate(name: &str, files: &BTreeMap<String, Vec<u8>>) -> FileSet {
    shapewright::generate(&spec(name, files))
        .unwrap_or_else(|problems| panic!("{name}: {problems}"))
}

fn source(name: &str) -> PathBuf {
    tests().join("goldens").join(name).join("src")
}

#[test]
fn every_spec_has_a_crate_and_every_crate_a_spec() {
    let goldens = folders(&tests().join("goldens"));
    assert_eq!(goldens, folders(&tests().join("fixtures/spec")));
}

#[test]
fn the_crates_are_what_the_generator_makes() {
    let update = std::env::var_os("UPDATE_GOLDENS").is_some();
    let mut drifted = String::new();
    for name in folders(&tests().join("fixtures/spec")) {
        let generated = generate(&name, &files(&name));
        if update {
            generated.write(&source(&name)).unwrap();
            continue;
        }
        let drift = generated.check(&source(&name)).unwrap();
        drifted.extend(drift.changed.into_values());
        for path in drift.missing {
            drifted.push_str(&format!("missing: goldens/{name}/src/{path}\n"));
        }
        for path in drift.extra {
            drifted.push_str(&format!("not generated: goldens/{name}/src/{path}\n"));
        }
    }
    assert!(
        drifted.is_empty(),
        "{drifted}\nread the diff; if it is meant, write the goldens anew with\n\
         UPDATE_GOLDENS=1 cargo test -p shapewright-tests --test goldens"
    );
}

/// Takes an entry at random: by xorshift, so that a seed repeats a failure.
fn take<T>(entries: &mut Vec<T>, seed: &mut u64) -> T {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    entries.swap_remove((*seed % entries.len() as u64) as usize)
}

/// The same JSON with the keys of every object that has no order of its own shuffled.
fn shuffled(value: &Document, ordered: bool, seed: &mut u64) -> String {
    match value {
        Document::Object(members) => {
            let mut entries: Vec<String> = members
                .iter()
                .map(|(key, value)| {
                    // The members of a structure have the page's order, and so have shapes.
                    let inner =
                        !ordered && matches!(&**key, "members" | "request" | "response" | "shapes");
                    format!(
                        "{}:{}",
                        serde_json::Value::from(&**key),
                        shuffled(value, inner, seed)
                    )
                })
                .collect();
            if !ordered {
                let mut left = std::mem::take(&mut entries);
                while !left.is_empty() {
                    entries.push(take(&mut left, seed));
                }
            }
            format!("{{{}}}", entries.join(","))
        }
        Document::Array(elements) => {
            let elements: Vec<_> = elements.iter().map(|e| shuffled(e, false, seed)).collect();
            format!("[{}]", elements.join(","))
        }
        scalar => serde_json::to_string(scalar).unwrap(),
    }
}

#[test]
fn the_same_spec_gives_the_same_bytes_whatever_the_order_of_keys() {
    for name in folders(&tests().join("fixtures/spec")) {
        let files = files(&name);
        let generated = generate(&name, &files);
        assert_eq!(generated, generate(&name, &files), "{name}, twice");
        for seed in 1..=16 {
            let mut state = seed;
            let other = files.iter().map(|(file, bytes)| {
                let value = serde_json::from_slice(bytes).unwrap();
                let text = shuffled(&value, false, &mut state);
                (file.clone(), text.into_bytes())
            });
            let again = generate(&name, &other.collect());
            assert!(
                generated == again,
                "{name}, seed {seed}: the order of keys makes a difference"
            );
        }
    }
}

#[test]
fn the_crate_of_the_page_is_short() {
    let name = "get_image_page";
    let files = generate(name, &files(name));
    let rust = files.0.iter().filter(|(path, _)| path.ends_with(".rs"));
    let lines: usize = rust.map(|(_, text)| text.lines().count()).sum();
    assert!(lines < 1500, "{lines} lines");
}
