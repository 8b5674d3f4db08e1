//! The commands as they are called.

#![allow(clippy::expect_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The page that the spec is from.
const PAGE: &str = "tests/fixtures/pages/imagebuilder.get_image.txt";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn xtask(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the command runs")
}

#[track_caller]
fn exits_with(code: i32, output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{stdout}\n{stderr}");
    (stdout, stderr)
}

/// A copy of the service's spec, and a place for its crate.
struct Copy {
    folder: tempfile::TempDir,
}

impl Copy {
    /// The spec that the committed crate is generated from.
    fn new() -> Self {
        Self::of("spec/imagebuilder")
    }

    /// One rendition of a page, with names that a person chose.
    fn of_page() -> Self {
        Self::of("tests/fixtures/spec/get_image_page")
    }

    fn of(folder: &str) -> Self {
        let copy = Self {
            folder: tempfile::tempdir().expect("a folder"),
        };
        fs::create_dir(copy.spec()).expect("a folder");
        for entry in fs::read_dir(root().join(folder)).expect("a folder") {
            let entry = entry.expect("an entry");
            fs::copy(entry.path(), copy.spec().join(entry.file_name())).expect("copied");
        }
        copy
    }

    fn spec(&self) -> PathBuf {
        self.folder.path().join("imagebuilder")
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("crate")
    }

    fn regen(&self, more: &[&str]) -> Output {
        let (spec, out) = (self.spec(), self.out());
        let (spec, out) = (spec.to_string_lossy(), out.to_string_lossy());
        xtask(&[&["regen", "--spec", &spec, "--out", &out], more].concat())
    }

    fn edit(&self, file: &str, right: &str, wrong: &str) {
        let path = self.spec().join(file);
        let text = fs::read_to_string(&path).expect("a file");
        assert!(text.contains(right), "{file} has no {right}");
        fs::write(path, text.replacen(right, wrong, 1)).expect("written");
    }
}

/// All files below a folder with their contents, by path.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let bytes = fs::read(&path).expect("a file");
                files.push((path.strip_prefix(folder).expect("below").to_owned(), bytes));
            }
        }
    }
    files.sort();
    files
}

#[test]
fn nothing_that_is_committed_drifts() {
    exits_with(0, &xtask(&["regen", "--check"]));
    exits_with(0, &xtask(&["schema", "--check"]));
}

#[test]
fn drift_is_shown_with_the_command_that_mends_it() {
    let copy = Copy::new();
    let (_, stderr) = exits_with(0, &copy.regen(&[]));
    assert!(stderr.contains("wrote"), "{stderr}");
    exits_with(0, &copy.regen(&["--check"]));
    let right = files(&copy.out());

    let src = copy.out().join("src");
    let text = fs::read_to_string(src.join("types.rs")).expect("a file");
    fs::write(
        src.join("types.rs"),
        text.replacen("pub struct Ami", "pub struct Amy", 1),
    )
    .expect("written");
    fs::write(src.join("types/extra.rs"), "").expect("written");
    fs::remove_file(src.join("operation/get_image.rs")).expect("removed");
    let wrong = files(&copy.out());

    let (stdout, stderr) = exits_with(1, &copy.regen(&["--check"]));
    for line in ["-pub struct Amy {", "+pub struct Ami {"] {
        assert!(stdout.lines().any(|it| it == line), "{stdout}");
    }
    // Of a folder outside the repository no commit tells it, and nothing is made up.
    let unknown = "imagebuilder: whether the API changed is not known here: ";
    assert!(stdout.starts_with(unknown), "{stdout}");
    for line in ["extra: ", "missing: "] {
        assert!(stdout.contains(line), "{stdout}");
    }
    assert!(stderr.contains("run `cargo xtask regen"), "{stderr}");
    assert_eq!(files(&copy.out()), wrong, "--check writes nothing");

    exits_with(0, &copy.regen(&[]));
    assert_eq!(files(&copy.out()), right);
}

#[test]
fn the_bytes_depend_on_nothing_but_the_spec() {
    let copy = Copy::new();
    let path = copy.spec().join("service.json");
    let text = fs::read_to_string(&path).expect("a file");
    // serde_json's map is sorted: the keys of every object but the ordered ones change places.
    let mut service: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let shapes = service.as_object_mut().and_then(|it| it.remove("shapes"));
    let mut shuffled = serde_json::to_string(&service).expect("JSON");
    assert!(shuffled.ends_with('}'));
    shuffled.pop();
    if shapes.is_some() {
        let ordered = text.find("\"shapes\": {").and_then(|at| text.get(at..));
        shuffled.push_str(&format!(
            ",{}",
            ordered.expect("the shapes, which are last")
        ));
    } else {
        shuffled.push('}');
    }
    assert_ne!(shuffled, text);
    fs::write(path, shuffled).expect("written");
    exits_with(0, &copy.regen(&[]));
    assert_eq!(
        files(&copy.out().join("src")),
        files(&root().join("generated/src"))
    );
}

#[test]
fn bad_input_is_reported_at_once_and_nothing_is_written() {
    let copy = Copy::of_page();
    exits_with(0, &copy.regen(&[]));
    let before = files(&copy.out());
    copy.edit("service.json", "\"names\": {", "\"nmaes\": {");
    copy.edit(
        "get_image.json",
        "\"type\": \"structure\"",
        "\"tpye\": \"structure\"",
    );
    copy.edit(
        "get_image.json",
        "\"method\": \"get_image\"",
        "\"method\": 1",
    );
    let (stdout, stderr) = exits_with(2, &copy.regen(&[]));
    assert_eq!(stdout, "");
    for part in [
        "unknown keyword `nmaes`",
        "did you mean `names`?",
        "unknown keyword `tpye`",
    ] {
        assert!(stderr.contains(part), "{stderr}");
    }
    assert!(stderr.contains("get_image.json:4:3"), "{stderr}");
    assert!(
        stderr.contains("3 problems; nothing is written"),
        "{stderr}"
    );
    assert_eq!(files(&copy.out()), before);
    exits_with(2, &copy.regen(&["--check"]));
}

/// A workspace of its own, as far as the commands look at it.
fn workspace() -> tempfile::TempDir {
    let copy = Copy::of_page();
    let root = copy.folder.path();
    fs::create_dir(root.join("xtask")).expect("a folder");
    fs::create_dir(root.join("spec")).expect("a folder");
    fs::rename(copy.spec(), root.join("spec/imagebuilder")).expect("moved");
    fs::write(
        root.join("CHANGELOG.md"),
        "# Changelog\n\n## Unreleased\n\n- Older.\n",
    )
    .expect("written");
    copy.folder
}

fn xtask_in(workspace: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .env("CARGO_MANIFEST_DIR", workspace.join("xtask"))
        .output()
        .expect("the command runs")
}

#[test]
fn an_update_goes_through_to_the_changelog_or_changes_nothing() {
    let folder = workspace();
    let workspace = folder.path();
    exits_with(0, &xtask_in(workspace, &["regen"]));
    let page = fs::read_to_string(root().join(PAGE)).expect("a page");
    let page_file = workspace.join("imagebuilder.get_image.txt");
    let update = |page: &str, more: &[&str]| {
        fs::write(&page_file, page).expect("written");
        let page_file = page_file.to_string_lossy();
        xtask_in(
            workspace,
            &[&["update", "--from", &page_file], more].concat(),
        )
    };
    // Editors find the schemas by what the files say, which an update keeps.
    let rendition = workspace.join("spec/imagebuilder/get_image.json");
    let text = fs::read_to_string(&rendition).expect("a rendition");
    assert!(text.contains("\"$schema\": \"../schema/operation.schema.json\""));
    let before = files(workspace);
    let (stdout, _) = exits_with(0, &update(&page, &[]));
    assert!(stdout.contains("nothing changed"), "{stdout}");

    let newer = page.replace("'INTEGRATING'|", "'INTEGRATING'|'NOVEL'|");
    let unchanged = |files: Vec<(PathBuf, Vec<u8>)>| -> Vec<_> {
        files
            .into_iter()
            .filter(|(path, _)| !path.ends_with("imagebuilder.get_image.txt"))
            .collect()
    };
    exits_with(0, &update(&newer, &["--dry-run"]));
    assert_eq!(
        unchanged(files(workspace)),
        before,
        "--dry-run writes nothing"
    );

    let (stdout, _) = exits_with(0, &update(&newer, &[]));
    assert!(stdout.contains("value added (NOVEL)"), "{stdout}");
    assert!(stdout.contains("to 0.1.1"), "{stdout}");
    let changelog = fs::read_to_string(workspace.join("CHANGELOG.md")).expect("a file");
    assert!(
        changelog.contains("- `imagebuilder`: 0 breaking"),
        "{changelog}"
    );
    assert!(changelog.ends_with("- Older.\n"), "{changelog}");
    exits_with(0, &xtask_in(workspace, &["regen", "--check"]));
}

#[test]
fn a_name_does_not_change_by_accident() {
    let copy = Copy::of_page();
    exits_with(0, &copy.regen(&[]));
    let before = files(&copy.out());
    copy.edit("service.json", "\"ImageState\"", "\"StateOfImage\"");
    let (_, stderr) = exits_with(2, &copy.regen(&[]));
    assert!(
        stderr.contains("is called `ImageState`, and would become `StateOfImage`"),
        "{stderr}"
    );
    assert!(
        stderr.contains("\"GetImage.response.image.outputResources.amis[].state\": \"ImageState\""),
        "{stderr}"
    );
    assert_eq!(files(&copy.out()), before);

    let table = copy.out().join("src/names.tsv");
    let names = fs::read_to_string(&table).expect("the table");
    let kept: Vec<_> = names
        .lines()
        .filter(|line| !line.ends_with("\tImageState"))
        .collect();
    fs::write(&table, kept.join("\n")).expect("written");
    exits_with(0, &copy.regen(&[]));
    let names = fs::read_to_string(&table).expect("the table");
    assert!(names.contains("\tStateOfImage\n"));
}

/// A service model may call a shape something else; the type keeps its name by the pin that is said.
#[test]
fn a_type_keeps_its_name_where_the_model_renames_its_shape() {
    let copy = Copy::new();
    exits_with(0, &copy.regen(&[]));
    for file in fs::read_dir(copy.spec()).expect("a folder") {
        let file = file.expect("an entry").path();
        let text = fs::read_to_string(&file).expect("a file");
        let text = text.replace("\"ImageState\"", "\"ImageCondition\"");
        fs::write(&file, text).expect("written");
    }
    let (_, stderr) = exits_with(2, &copy.regen(&[]));
    let pin = "\"ImageCondition\": \"ImageState\"";
    assert!(
        stderr.contains(&format!("add `{pin}` to `names.types`")),
        "{stderr}"
    );
    let pins = format!("\"names\": {{ \"types\": {{ {pin} }} }}, \"output\"");
    copy.edit("service.json", "\"output\"", &pins);
    exits_with(0, &copy.regen(&[]));
    let names = fs::read_to_string(copy.out().join("src/names.tsv")).expect("the table");
    assert!(names.contains("\tImageCondition\tImageState\n"), "{names}");
}

#[test]
fn a_new_crate_can_be_used_and_generated_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("shelf");
    let path = out.to_string_lossy();
    let model = root().join("tests/fixtures/models/bookshelf/2020-01-01");
    let model = model.to_string_lossy();
    let new = |operations: &str| {
        let arguments = [
            "--operations",
            operations,
            "--out",
            &path,
            "--model",
            &model,
        ];
        xtask(&[&["new", "bookshelf"], arguments.as_slice()].concat())
    };
    let (_, stderr) = exits_with(2, &new("GetBok"));
    assert!(stderr.contains("did you mean `GetBook`?"), "{stderr}");
    assert!(!out.exists());

    fs::write(folder.path().join("Cargo.toml"), "[workspace]\n").expect("written");
    let (_, stderr) = exits_with(0, &new("GetBook"));
    assert!(stderr.contains("add it to `members`"), "{stderr}");
    assert!(out.join("README.md").is_file());
    let manifest = fs::read_to_string(out.join("Cargo.toml")).expect("a file");
    let runtime = manifest.split("path = \"").nth(1).expect("a path");
    let runtime = runtime.split('"').next().expect("its end");
    assert!(out.join(runtime).join("Cargo.toml").is_file(), "{manifest}");
    let spec = out.join("spec/bookshelf");
    let spec = spec.to_string_lossy();
    exits_with(
        0,
        &xtask(&["regen", "--spec", &spec, "--out", &path, "--check"]),
    );

    let before = files(&out);
    let (_, stderr) = exits_with(2, &new("GetBook,Ping"));
    assert!(stderr.contains("already exists"), "{stderr}");
    assert_eq!(files(&out), before);
}

#[test]
fn a_member_is_listed_and_explained() {
    let (stdout, _) = exits_with(0, &xtask(&["paths", "../spec/imagebuilder/get_image.json"]));
    let rows: Vec<serde_json::Value> = stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert!(
        rows.iter().all(|row| row["rust"].is_string()),
        "every member became something"
    );
    let path = "image.outputResources.amis[].state.status";
    let row = rows
        .iter()
        .find(|row| row["path"] == path)
        .expect("the member");
    assert_eq!(
        row["rust"],
        "types::ImageState::status: Option<ImageStatus>"
    );

    let (whole, _) = exits_with(
        0,
        &xtask(&["explain", &format!("GetImage.response.{path}")]),
    );
    let mut file = whole
        .lines()
        .filter_map(|line| line.strip_prefix("  file    "));
    let (file, line) = file
        .next()
        .and_then(|it| it.split_once(':'))
        .expect("a file");
    assert_eq!(file, "generated/src/types.rs");
    let text = fs::read_to_string(root().join(file)).expect("a file");
    let before: Vec<_> = text.lines().take(line.parse().expect("a line")).collect();
    assert_eq!(before.last(), Some(&"    pub status: Option<ImageStatus>,"));
    let mut types = before.iter().filter(|line| line.starts_with("pub "));
    assert_eq!(types.next_back(), Some(&"pub struct ImageState {"));
    let (_, stderr) = exits_with(2, &xtask(&["explain", "image.outputResources.ami"]));
    assert!(stderr.contains("image.outputResources.amis"), "{stderr}");
}

/// Writes a service of a release folder, made of the least a model has.
fn fake_service(release: &Path, name: &str, metadata: &str) {
    let folder = release.join(name).join("2020-01-01");
    fs::create_dir_all(&folder).expect("a folder");
    let model = format!(
        r#"{{ "metadata": {{ "apiVersion": "2020-01-01", "endpointPrefix": "{name}", "jsonVersion": "1.1",
            "serviceFullName": "{name}", "serviceId": "{name}", "targetPrefix": "T", {metadata} }},
          "operations": {{ "Ping": {{ "name": "Ping", "http": {{ "method": "POST", "requestUri": "/" }} }} }},
          "shapes": {{}} }}"#
    );
    fs::write(folder.join("service-2.json"), model).expect("written");
}

#[test]
fn every_service_of_a_release_is_taken_or_named() {
    let release = tempfile::tempdir().expect("a folder");
    let v4 = r#""signatureVersion": "v4""#;
    for (name, metadata) in [
        ("plain", format!(r#""protocol": "json", {v4}"#)),
        ("form", format!(r#""protocol": "query", {v4}"#)),
        ("markup", format!(r#""protocol": "rest-xml", {v4}"#)),
        (
            "binary",
            format!(r#""protocol": "smithy-rpc-v2-cbor", {v4}"#),
        ),
        (
            "old",
            r#""protocol": "query", "signatureVersion": "v2""#.to_owned(),
        ),
    ] {
        fake_service(release.path(), name, &metadata);
    }
    let models = release.path().to_string_lossy();
    let services = |more: &[&str]| xtask(&[&["services", "--models", &models], more].concat());
    let (stdout, _) = exits_with(0, &services(&[]));
    for line in [
        "old: left out: its requests are signed by Signature Version 2, which is not supported",
        "4 generated, 1 left out, 0 failed, 0 warnings",
    ] {
        assert!(
            stdout.lines().any(|found| found == line),
            "{line}\n{stdout}"
        );
    }
    let (_, stderr) = exits_with(2, &services(&["--only", "plan"]));
    assert!(stderr.contains("there is no service `plan`"), "{stderr}");

    fake_service(release.path(), "broken", r#""protocol": "telegraph""#);
    let (stdout, _) = exits_with(1, &services(&[]));
    assert!(stdout.contains("unknown protocol `telegraph`"), "{stdout}");
    assert!(
        stdout.contains("4 generated, 1 left out, 1 failed"),
        "{stdout}"
    );
}
