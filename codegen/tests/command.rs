//! The command `shapewright`, as who has no checkout runs it: in a folder that is empty.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const MODEL: &str = r#"{"smithy": "2.0", "shapes": {
    "a.b#Bakery": {"type": "service", "version": "1", "operations": [{"target": "a.b#Bake"}],
        "traits": {"aws.protocols#restJson1": {}}},
    "a.b#Bake": {"type": "operation", "input": {"target": "a.b#In"}, "output": {"target": "smithy.api#Unit"},
        "traits": {"smithy.api#http": {"method": "POST", "uri": "/bake"}}},
    "a.b#In": {"type": "structure", "members": {"name": {"target": "smithy.api#String"}}}
}}"#;

/// A folder of its own, gone when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Runs the command in a folder below this one, as a shell would.
    fn run(&self, below: &str, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_shapewright"))
            .args(arguments)
            .current_dir(self.0.join(below))
            .env_remove("CARGO_MANIFEST_DIR")
            .env("XDG_CACHE_HOME", self.0.join("cache"))
            .output()
            .unwrap()
    }

    #[track_caller]
    fn done(&self, below: &str, arguments: &[&str]) -> String {
        let output = self.run(below, arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap() + &said
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_crate_is_made_and_changed_without_a_checkout() {
    let folder = Folder::new("new");
    folder.write("model.json", MODEL);
    let said = folder.done("", &["new", "bakery", "--smithy", "model.json"]);
    // Who has no checkout hears how the crate is built before its runtime is published.
    assert!(
        said.contains("--runtime PATH/TO/shapewright/runtime"),
        "{said}"
    );
    let manifest = folder.read("bakery/Cargo.toml");
    let runtime = format!(
        "shapewright-runtime = {{ version = \"{}\", default-features = false }}",
        env!("CARGO_PKG_VERSION")
    );
    assert!(manifest.contains(&runtime), "{manifest}");
    let readme = folder.read("bakery/README.md");
    for line in [
        r#"shapewright-bakery = { path = "PATH/TO/THIS/FOLDER", features = ["aws"] }"#,
        "shapewright regen",
        "shapewright update --from PATH/TO/model.json",
    ] {
        assert!(readme.contains(line), "{readme}");
    }
    // All that follows is done in the crate.
    assert!(
        folder
            .done("bakery", &["regen", "--check"])
            .contains("no drift")
    );
    let paths = folder.done("bakery", &["paths", "spec/bakery/bake.json"]);
    assert!(paths.contains(r#""path":"name""#), "{paths}");
    let member = folder.done("bakery", &["explain", "Bake.request.name"]);
    assert!(member.contains("BakeInput"), "{member}");
    folder.write(
        "newer.json",
        &MODEL.replace(
            "\"name\":",
            "\"kind\": {\"target\": \"smithy.api#String\"}, \"name\":",
        ),
    );
    let changes = folder.done("bakery", &["diff", "spec/bakery", "../newer.json"]);
    assert!(changes.contains("kind"), "{changes}");
    folder.done("bakery", &["update", "--from", "../newer.json"]);
    assert!(
        folder
            .read("bakery/src/operation/bake.rs")
            .contains("pub kind")
    );
    assert!(
        folder
            .done("bakery", &["regen", "--check"])
            .contains("no drift")
    );
}

#[test]
fn the_runtime_is_where_it_is_said_to_be() {
    let folder = Folder::new("runtime");
    folder.write("model.json", MODEL);
    for (out, runtime, expected) in [
        ("one", "version", "{ version = \""),
        (
            "two",
            concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime"),
            "path = ",
        ),
    ] {
        let said = folder.done(
            "",
            &[
                "new",
                "bakery",
                "--smithy",
                "model.json",
                "--out",
                out,
                "--runtime",
                runtime,
            ],
        );
        assert_eq!(said.contains("crates.io"), runtime == "version", "{said}");
        let manifest = folder.read(&format!("{out}/Cargo.toml"));
        let (_, dependency) = manifest.split_once("shapewright-runtime = {").unwrap();
        assert!(format!("{{{dependency}").contains(expected), "{manifest}");
    }
}

#[test]
fn a_page_becomes_a_crate_by_two_commands_and_one_edit() {
    let folder = Folder::new("page");
    let page = include_str!("../../tests/fixtures/pages/list_nodes_summary.txt");
    folder.write("page.txt", page);
    folder.done("", &["import", "page.txt", "--new"]);
    let output = folder.run("", &["regen"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("TODO"), "{said}");
    // The answers are those of the guide, which has them whole.
    let guide = include_str!("../../docs/add-a-service.md");
    let (_, answers) = guide.split_once("```json\n").unwrap();
    let (answers, _) = answers.split_once("```").unwrap();
    folder.write("spec/ssm/service.json", answers);
    folder.done("", &["regen"]);
    assert!(
        folder
            .read("clients/ssm/src/lib.rs")
            .contains("Systems Manager")
    );
    assert!(folder.read("clients/ssm/Cargo.toml").contains("version = "));
}

#[test]
fn what_is_missing_is_told_with_its_remedy() {
    let folder = Folder::new("doctor");
    let output = Command::new(env!("CARGO_BIN_EXE_shapewright"))
        .arg("doctor")
        .current_dir(&folder.0)
        .env_remove("CARGO_MANIFEST_DIR")
        .env("PATH", "")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    for line in [
        "missing  python3: for new",
        "missing  git: for diff",
        "missing  cargo: ",
    ] {
        assert!(text.contains(line), "{text}");
    }
    // What the project's own checks need is said in a checkout alone.
    assert!(!text.contains("valgrind"), "{text}");
}

#[test]
fn what_cannot_be_done_is_an_exit_code_and_nothing_written() {
    let folder = Folder::new("failures");
    for (arguments, said) in [
        (
            &["regen"][..],
            "no folder `spec` here: run this in the folder of a crate",
        ),
        (
            &["new", "bakery", "--smithy", "gone.json", "--runtime", ".."][..],
            "neither `version` nor the folder of shapewright-runtime",
        ),
        (
            &[
                "new",
                "bakery",
                "--smithy",
                "gone.json",
                "--runtime",
                concat!(env!("CARGO_MANIFEST_DIR"), "/.."),
            ][..],
            "/../runtime`",
        ),
        (&["diff", "nothing", "here"][..], "nothing"),
        (&["import", "gone.html"][..], "gone.html"),
        (&["new", "up/down", "--smithy", "gone.json"][..], "up/down"),
    ] {
        let output = folder.run("", arguments);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success(), "{arguments:?}");
        assert!(error.contains(said), "{arguments:?}: {error}");
    }
    let left: Vec<_> = fs::read_dir(&folder.0)
        .unwrap()
        .map(|it| it.unwrap().file_name())
        .filter(|it| it != "cache")
        .collect();
    assert!(left.is_empty(), "{left:?}");
}
