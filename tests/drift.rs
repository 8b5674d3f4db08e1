//! A generated folder is compared, written only where it differs, and holds nothing else.

use expect_test::expect;
use shapewright::FileSet;
use shapewright::output::{Drift, Written};
use std::fs;
use std::path::Path;

fn files() -> FileSet {
    let files = [
        ("lib.rs", "// @generated\npub mod model;\n"),
        ("model/image.rs", "// @generated\npub struct Image;\n"),
    ];
    FileSet(
        files
            .map(|(path, text)| (path.to_owned(), text.to_owned()))
            .into(),
    )
}

/// A folder that holds the files.
fn written() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    files().write(folder.path()).expect("written");
    folder
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
fn what_was_written_does_not_drift() {
    let folder = written();
    assert_eq!(
        names(folder.path()),
        ["lib.rs", "model"],
        "no temporary file is left"
    );
    assert_eq!(
        files().check(folder.path()).expect("checked"),
        Drift::default()
    );
}

#[test]
fn a_changed_byte_is_drift_and_is_shown() {
    let folder = written();
    fs::write(
        folder.path().join("lib.rs"),
        "// @generated\npub mod models;\n",
    )
    .expect("written");
    let drift = files().check(folder.path()).expect("checked");
    let diff = drift.changed.get("lib.rs").expect("lib.rs differs");
    let diff = diff.replace(
        folder.path().to_string_lossy().trim_start_matches('/'),
        "src",
    );
    expect![[r#"
        --- a/src/lib.rs
        +++ b/src/lib.rs
        @@ -1,2 +1,2 @@
         // @generated
        -pub mod models;
        +pub mod model;
    "#]]
    .assert_eq(&diff);
    assert!(drift.missing.is_empty() && drift.extra.is_empty());
}

#[test]
fn an_added_file_and_a_removed_one_are_drift() {
    let folder = written();
    fs::create_dir(folder.path().join("old")).expect("a folder");
    fs::write(folder.path().join("old/stale.rs"), "").expect("written");
    fs::remove_file(folder.path().join("model/image.rs")).expect("removed");
    let drift = files().check(folder.path()).expect("checked");
    assert_eq!(drift.extra, ["old/stale.rs".to_owned()].into());
    assert_eq!(drift.missing, ["model/image.rs".to_owned()].into());
    assert!(drift.changed.is_empty());
}

#[test]
fn only_what_differs_is_written_and_what_is_stale_goes() {
    let folder = written();
    fs::create_dir(folder.path().join("old")).expect("a folder");
    fs::write(folder.path().join("old/stale.rs"), "").expect("written");
    fs::write(folder.path().join("model/image.rs"), "changed").expect("written");
    let before = fs::metadata(folder.path().join("lib.rs"))
        .expect("a file")
        .modified()
        .ok();
    let done = files().write(folder.path()).expect("written");
    let expected = Written {
        written: ["model/image.rs".to_owned()].into(),
        deleted: ["old/stale.rs".to_owned()].into(),
        unchanged: 1,
    };
    assert_eq!(done, expected);
    assert_eq!(
        names(folder.path()),
        ["lib.rs", "model"],
        "the emptied folder is gone too"
    );
    let after = fs::metadata(folder.path().join("lib.rs"))
        .expect("a file")
        .modified()
        .ok();
    assert_eq!(before, after, "an equal file is not touched");
}

#[test]
fn a_folder_that_is_not_generated_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("main.rs"), "fn main() {}\n").expect("written");
    let error = files().write(folder.path()).expect_err("refused");
    assert!(error.to_string().contains("not replaced"), "{error}");
    assert_eq!(names(folder.path()), ["main.rs"]);
}
