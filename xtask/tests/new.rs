//! `cargo xtask new` and `import --model`, as they are called.

#![allow(clippy::expect_used)] // a test fails by panicking

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn xtask(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("xtask runs")
}

fn succeeds(arguments: &[&str]) {
    let output = xtask(arguments);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {stderr}");
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<_> = entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

#[test]
fn a_crate_is_made_of_the_operations_that_are_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("shelf");
    let out = out.to_str().expect("UTF-8");
    let model = root().join("tests/fixtures/models/bookshelf");
    let model = model.to_str().expect("UTF-8");
    let new = [
        "new",
        "bookshelf",
        "--operations",
        "ListBookISBNs, Ping",
        "--model",
        model,
    ];
    succeeds(&[&new[..], &["--out", out]].concat());

    let spec = Path::new(out).join("spec/bookshelf");
    assert_eq!(
        names(&spec),
        ["list_book_isbns.json", "ping.json", "service.json"]
    );
    assert_eq!(
        names(&Path::new(out).join("src/operation")),
        ["list_book_isbns.rs", "ping.rs"]
    );
    let manifest = fs::read_to_string(Path::new(out).join("Cargo.toml")).expect("a manifest");
    assert!(
        manifest.contains("name = \"shapewright-bookshelf\""),
        "{manifest}"
    );
    // By a path, as no registry has it.
    let dependencies = manifest.split("[dependencies]").nth(1).unwrap_or_default();
    assert!(
        dependencies.contains("shapewright-runtime = { path = \"")
            && dependencies.contains("/runtime\", version = \"0.1.0\""),
        "{manifest}"
    );
    // The spec alone says the same.
    let spec = spec.to_str().expect("UTF-8");
    succeeds(&["regen", "--check", "--spec", spec, "--out", out]);

    let again = xtask(&[&new[..], &["--out", out]].concat());
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&again.stderr).contains("already exists"));
}

#[test]
fn a_second_import_keeps_decisions_and_drops_what_is_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().to_str().expect("UTF-8");
    let model = root().join("tests/fixtures/models/bookshelf/2020-01-01/service-2.json");
    let import = [
        "import",
        "--model",
        model.to_str().expect("UTF-8"),
        "--out",
        out,
    ];
    succeeds(&import);
    let spec = folder.path().join("bookshelf");
    assert_eq!(names(&spec).len(), 7);

    let service = spec.join("service.json");
    let text = fs::read_to_string(&service).expect("service.json");
    let text = text.replace("\"operations\": \"all\"", "\"operations\": [\"GetBook\"]");
    fs::write(&service, text.replace("generated/bookshelf", "mine")).expect("written");
    fs::write(spec.join("page.json"), "{\"not\": \"an operation\"}").expect("written");
    succeeds(&import);
    assert_eq!(
        names(&spec),
        ["get_book.json", "page.json", "service.json", "shapes.json"]
    );
    let text = fs::read_to_string(&service).expect("service.json");
    assert!(text.contains("\"output\": \"mine\""), "{text}");
}

/// Says in standard error why a crate cannot be made.
fn refused(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command
        .args(arguments)
        .env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR"));
    let output = command.output().expect("xtask runs");
    assert_eq!(output.status.code(), Some(2));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn names_that_are_near_are_suggested_and_no_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("shelf");
    let out = out.to_str().expect("UTF-8");
    let model = root().join("tests/fixtures/models/bookshelf");
    let model = model.to_str().expect("UTF-8");
    let new = |operations| {
        let arguments = ["new", "bookshelf", "--model", model, "--out", out];
        refused(&[&arguments[..], &["--operations", operations]].concat())
    };
    let error = new("getbook");
    assert!(error.contains("did you mean `GetBook`?"), "{error}");
    let error = new("Zzz");
    assert!(!error.contains("did you mean"), "{error}");
    assert!(error.contains("as the API has them, such as `"), "{error}");
    assert!(!Path::new(out).exists());
}
