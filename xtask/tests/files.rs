//! What the commands do to files: all or nothing, within the workspace, and one at a time.

#![allow(clippy::expect_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A workspace of its own, as far as the commands look at it, with the spec of one page.
fn workspace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let spec = folder.path().join("spec/imagebuilder");
    fs::create_dir_all(&spec).expect("a folder");
    fs::create_dir(folder.path().join("xtask")).expect("a folder");
    for name in ["service.json", "get_image.json"] {
        let from = root().join("tests/fixtures/spec/get_image_page").join(name);
        fs::copy(from, spec.join(name)).expect("copied");
    }
    let changelog = "# Changelog\n\n## Unreleased\n\n- Older.\n";
    fs::write(folder.path().join("CHANGELOG.md"), changelog).expect("written");
    // `new` asks for the runtime of a checkout, on which the crate it makes depends.
    fs::create_dir(folder.path().join("runtime")).expect("a folder");
    fs::write(folder.path().join("runtime/Cargo.toml"), "").expect("written");
    folder
}

/// Where the crate of that spec is.
fn source(workspace: &Path) -> PathBuf {
    workspace.join("tests/goldens/get_image_page/src")
}

fn command(workspace: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command
        .args(arguments)
        .env("CARGO_MANIFEST_DIR", workspace.join("xtask"));
    command
}

fn xtask(workspace: &Path, arguments: &[&str]) -> Output {
    command(workspace, arguments).output().expect("it runs")
}

#[track_caller]
fn exits_with(code: i32, output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{stdout}\n{stderr}");
    stdout + &stderr
}

/// All files below a folder but the lock, with their contents, by path.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if !path.ends_with("target/xtask.lock") {
                let bytes = fs::read(&path).expect("a file");
                files.push((path.strip_prefix(folder).expect("below").to_owned(), bytes));
            }
        }
    }
    files.sort();
    files
}

/// A newer page, which changes the spec, the crate and the changelog.
fn newer_page(workspace: &Path) -> String {
    let page = root().join("tests/fixtures/pages/imagebuilder.get_image.txt");
    let page = fs::read_to_string(page).expect("a page");
    let newer = page.replace("'INTEGRATING'|", "'INTEGRATING'|'NOVEL'|");
    let path = workspace.join("newer.txt");
    fs::write(&path, newer).expect("written");
    path.to_string_lossy().into_owned()
}

#[test]
fn commands_that_write_at_once_all_succeed() {
    let folder = workspace();
    let children: Vec<_> = (0..8)
        .map(|_| {
            command(folder.path(), &["regen"])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .expect("it runs")
        })
        .collect();
    for child in children {
        exits_with(0, &child.wait_with_output().expect("it ends"));
    }
    exits_with(0, &xtask(folder.path(), &["regen", "--check"]));
    let left = files(folder.path());
    assert!(
        left.iter()
            .all(|(path, _)| path.extension().is_none_or(|it| it != "tmp"))
    );
}

#[test]
fn an_update_takes_files_that_are_no_text() {
    let folder = workspace();
    exits_with(0, &xtask(folder.path(), &["regen"]));
    let source = source(folder.path());
    fs::write(source.join(".DS_Store"), [0xff, 0xfe, 0]).expect("written");
    fs::write(source.join("client.rs"), [0xff, 0xfe, 0]).expect("written");
    let page = newer_page(folder.path());
    exits_with(0, &xtask(folder.path(), &["update", "--from", &page]));
    assert!(!source.join(".DS_Store").exists());
    exits_with(0, &xtask(folder.path(), &["regen", "--check"]));
}

#[test]
fn an_update_that_meets_a_folder_changes_nothing() {
    let folder = workspace();
    exits_with(0, &xtask(folder.path(), &["regen"]));
    let client = source(folder.path()).join("client.rs");
    fs::remove_file(&client).expect("removed");
    fs::create_dir(&client).expect("a folder");
    fs::write(client.join("mine"), "mine").expect("written");
    let page = newer_page(folder.path());
    let before = files(folder.path());
    let said = exits_with(2, &xtask(folder.path(), &["update", "--from", &page]));
    assert!(
        said.contains("client.rs") && said.contains("nothing is changed"),
        "{said}"
    );
    assert_eq!(files(folder.path()), before);
    // `regen` makes the folder hold what is generated.
    exits_with(0, &xtask(folder.path(), &["regen"]));
    exits_with(0, &xtask(folder.path(), &["regen", "--check"]));
}

/// What an update that was killed left: a file is to change, or to come.
fn interrupted(workspace: &Path, path: &str, before: Option<&str>) {
    let staged = workspace.join(".xtask-update");
    fs::create_dir(&staged).expect("a folder");
    fs::write(staged.join("0"), "new").expect("written");
    // Of `old` and `new`.
    let old = "cba06b5736faf67e54b07b561eae94395e774c517a7d910a54369e1263ccfbd4";
    let new = "11507a0e2f5e69d5dfa40a62a1bd7b6ee57e6bcd85c67c9b8431b36fff21c437";
    let before = before.map(|_| old);
    let change = serde_json::json!({ "path": path, "before": before, "after": new });
    let journal = serde_json::json!({ "changes": [change] }).to_string();
    fs::write(staged.join("journal.json"), journal).expect("written");
}

#[test]
fn only_a_command_that_writes_goes_on_with_an_update() {
    let folder = workspace();
    exits_with(0, &xtask(folder.path(), &["regen"]));
    interrupted(folder.path(), "comes.txt", None);
    let said = exits_with(0, &xtask(folder.path(), &["regen", "--check"]));
    assert!(said.contains("an update was interrupted"), "{said}");
    assert!(!folder.path().join("comes.txt").exists());
    let said = exits_with(0, &xtask(folder.path(), &["regen"]));
    assert!(said.contains("was finished:\n  comes.txt"), "{said}");
    let text = fs::read_to_string(folder.path().join("comes.txt")).expect("a file");
    assert_eq!(text, "new");
    let said = exits_with(0, &xtask(folder.path(), &["regen"]));
    assert!(!said.contains("update"), "{said}");
}

#[test]
fn an_update_does_not_go_on_over_what_changed_since() {
    let folder = workspace();
    fs::write(folder.path().join("changed.txt"), "mine").expect("written");
    interrupted(folder.path(), "changed.txt", Some("old"));
    let said = exits_with(0, &xtask(folder.path(), &["regen"]));
    assert!(
        said.contains("abandoned: changed.txt has changed since"),
        "{said}"
    );
    let text = fs::read_to_string(folder.path().join("changed.txt")).expect("a file");
    assert_eq!(text, "mine");
    assert!(!folder.path().join(".xtask-update").exists());
}

#[test]
fn a_journal_from_elsewhere_writes_nothing() {
    let outside = tempfile::tempdir().expect("a folder");
    let target = outside.path().join("x.txt");
    for path in [&*target.to_string_lossy(), "../x.txt", ".git/x.txt"] {
        let folder = workspace();
        interrupted(folder.path(), path, None);
        let said = exits_with(0, &xtask(folder.path(), &["regen"]));
        assert!(said.contains("abandoned"), "{said}");
        assert!(!folder.path().join(path).exists());
    }
}

fn edit(workspace: &Path, right: &str, wrong: &str) {
    let path = workspace.join("spec/imagebuilder/service.json");
    let text = fs::read_to_string(&path).expect("a file");
    assert!(text.contains(right));
    fs::write(path, text.replacen(right, wrong, 1)).expect("written");
}

#[cfg(unix)]
#[test]
fn an_output_that_leads_elsewhere_is_refused() {
    let outside = tempfile::tempdir().expect("a folder");
    for (to, more) in [
        (outside.path().to_owned(), ""),
        (outside.path().to_owned(), "/below"),
        (PathBuf::from("spec/imagebuilder"), ""),
        (PathBuf::from(".git"), "/hooks"),
    ] {
        let folder = workspace();
        fs::create_dir(folder.path().join(".git")).expect("a folder");
        std::os::unix::fs::symlink(&to, folder.path().join("link")).expect("a link");
        edit(
            folder.path(),
            "tests/goldens/get_image_page",
            &format!("link{more}"),
        );
        let before = files(folder.path());
        let page = newer_page(folder.path());
        for arguments in [&["regen"][..], &["update", "--from", &page]] {
            let said = exits_with(2, &xtask(folder.path(), arguments));
            assert!(said.contains("leads"), "{said}");
        }
        fs::remove_file(folder.path().join("newer.txt")).expect("removed");
        assert_eq!(files(folder.path()), before);
        assert!(names(outside.path()).is_empty());
    }
}

#[cfg(unix)]
#[test]
fn links_and_pipes_in_the_folder_are_drift() {
    let outside = tempfile::tempdir().expect("a folder");
    fs::write(outside.path().join("image.rs"), "mine").expect("written");
    let folder = workspace();
    exits_with(0, &xtask(folder.path(), &["regen"]));
    let source = source(folder.path());
    let pipe = source.join("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status().expect("it runs");
    assert!(made.success());
    fs::remove_file(source.join("client.rs")).expect("removed");
    let made = Command::new("mkfifo")
        .arg(source.join("client.rs"))
        .status();
    assert!(made.expect("it runs").success());
    fs::remove_dir_all(source.join("types")).expect("removed");
    std::os::unix::fs::symlink(outside.path(), source.join("types")).expect("a link");
    let said = exits_with(1, &xtask(folder.path(), &["regen", "--check"]));
    for part in [
        "extra: ",
        "pipe",
        "client.rs is no regular file",
        "missing: ",
    ] {
        assert!(said.contains(part), "{said}");
    }
    exits_with(0, &xtask(folder.path(), &["regen"]));
    exits_with(0, &xtask(folder.path(), &["regen", "--check"]));
    assert_eq!(names(outside.path()), ["image.rs"]);
    let text = fs::read_to_string(outside.path().join("image.rs")).expect("a file");
    assert_eq!(text, "mine");
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let name = |entry: std::io::Result<fs::DirEntry>| {
        let name = entry.expect("an entry").file_name();
        name.to_string_lossy().into_owned()
    };
    let mut names: Vec<_> = entries.map(name).collect();
    names.sort();
    names
}

#[test]
fn every_error_of_a_file_names_it() {
    let folder = workspace();
    exits_with(0, &xtask(folder.path(), &["regen"]));
    let types = source(folder.path()).join("types");
    fs::remove_dir_all(source(folder.path()).parent().expect("a folder")).expect("removed");
    fs::write(folder.path().join("tests/goldens/get_image_page"), "a file").expect("written");
    let said = exits_with(2, &xtask(folder.path(), &["regen"]));
    assert!(said.contains("get_image_page"), "{said}");
    drop(types);
}

fn new(workspace: &Path, out: &Path, more: &[&str]) -> Command {
    let model = root().join("tests/fixtures/models/bookshelf");
    let (model, out) = (model.to_string_lossy(), out.to_string_lossy());
    let arguments = ["new", "bookshelf", "--model", &model, "--out", &out];
    command(workspace, &[&arguments, more].concat())
}

#[test]
fn a_new_crate_is_the_same_however_git_checks_it_out() {
    let folder = workspace();
    let out = folder.path().join("shelf");
    exits_with(0, &new(folder.path(), &out, &[]).output().expect("it runs"));
    let attributes = fs::read_to_string(out.join(".gitattributes")).expect("a file");
    assert!(
        attributes.starts_with("* text=auto eol=lf\n"),
        "{attributes}"
    );
}

#[cfg(unix)]
#[test]
fn a_new_crate_that_cannot_be_written_leaves_nothing() {
    let folder = workspace();
    for out in ["a/b/shelf", "there"] {
        let there = folder.path().join("there");
        fs::create_dir_all(&there).expect("a folder");
        fs::write(there.join("mine"), "mine").expect("written");
        let before = files(folder.path());
        // No file may be larger than 2 KiB, as on a disk that is full.
        let made = new(folder.path(), &folder.path().join(out), &[]);
        let limited = Command::new("bash")
            .args(["-c", "trap '' XFSZ; ulimit -f 2; exec \"$0\" \"$@\""])
            .arg(made.get_program())
            .args(made.get_args())
            .env("CARGO_MANIFEST_DIR", folder.path().join("xtask"))
            .output()
            .expect("it runs");
        let said = exits_with(2, &limited);
        assert!(said.contains("and was removed"), "{said}");
        assert!(!folder.path().join("a").exists());
        assert_eq!(files(folder.path()), before);
    }
}

#[test]
fn names_of_services_that_lead_elsewhere_are_refused() {
    let folder = workspace();
    let page = root().join("tests/fixtures/pages/imagebuilder.get_image.txt");
    let page = page.to_string_lossy();
    let before = files(folder.path());
    for service in ["../up", "/tmp", "a b", "con", "Shop"] {
        let import = ["import", &*page, "--service", service, "--out", "spec"];
        let said = exits_with(1, &xtask(folder.path(), &import));
        assert!(said.contains("cannot be the name of a service"), "{said}");
        let out = folder.path().join("out");
        let out = out.to_string_lossy();
        let said = exits_with(2, &xtask(folder.path(), &["new", service, "--out", &out]));
        assert!(said.contains("cannot be the name of a service"), "{said}");
    }
    assert_eq!(files(folder.path()), before);
}

#[test]
fn exit_codes_are_zero_one_and_two() {
    let text = fs::read_to_string(root().join("tests/fixtures/spec/get_image_page/service.json"));
    let text = text.expect("a file");
    let folder = workspace();
    let path = folder.path().join("spec/imagebuilder/service.json");
    for cut in (0..text.len()).step_by(text.len() / 40) {
        let Some((before, after)) = text.split_at_checked(cut) else {
            continue;
        };
        for foreign in ["", "\"", "\u{0}", "../", "{}", "\\n"] {
            fs::write(&path, format!("{before}{foreign}{after}")).expect("written");
            let output = xtask(folder.path(), &["regen", "--check"]);
            let code = output.status.code();
            assert!(
                matches!(code, Some(0..=2)),
                "{code:?} at {cut} with {foreign:?}"
            );
        }
    }
}
