//! `cargo xtask import` of pages, as it is called.

#![allow(clippy::expect_used)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn page(name: &str) -> PathBuf {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/pages");
    pages.join(name)
}

/// Imports into a folder, with some standard input.
fn import(out: &Path, pages: &[&Path], more: &[&str], input: &[u8]) -> Output {
    let mut import = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("import")
        .args(pages)
        .arg("--out")
        .arg(out)
        .args(more)
        .env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command runs");
    let mut pipe = import.stdin.take().expect("a pipe");
    pipe.write_all(input).expect("it reads");
    drop(pipe);
    import.wait_with_output().expect("it ends")
}

#[track_caller]
fn exits_with(code: i32, output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{stdout}\n{stderr}");
    (stdout, stderr)
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// A small page of a method that calls an operation.
fn small(method: &str) -> String {
    format!(
        "x.Client.{method}(**kwargs)\nDoes.\nRequest Syntax\nresponse = client.{method}( a='string' )\n\
         - Parameters:\na (string) –\n[REQUIRED]\nOne.\n- Returns:\nNone\n"
    )
}

#[test]
fn a_page_on_standard_input_is_imported() {
    let out = folder();
    let bytes = fs::read(page("list_nodes_summary.html")).expect("a page");
    let (stdout, stderr) = exits_with(0, &import(out.path(), &[Path::new("-")], &[], &bytes));
    assert_eq!(
        stdout,
        "pages: 1 read, 0 skipped\nmembers: 20, docs: 16 found, 4 missing\n\
         omitted by the pages: 0, warnings: 0\n"
    );
    assert_eq!(stderr, "");
    assert!(out.path().join("ssm/list_nodes_summary.json").exists());
}

#[test]
fn a_bad_page_is_skipped_and_what_a_page_leaves_out_is_said() {
    let (pages, out) = (folder(), folder());
    let write = |name: &str, text: &str| fs::write(pages.path().join(name), text).expect("written");
    write("good.txt", &small("put_thing"));
    write("same.txt", &small("put_thing"));
    write("pages.txt", "class X.Paginator.ListThings\n");
    write("waiter.html", "<p>class X.Waiter.ThingExists</p>");
    write("other.txt", "Some text.\n");
    write(
        "broken.txt",
        &small("get_thing").replace("'string'", "strnig"),
    );
    write("notes.md", "Not looked at.\n");
    fs::write(pages.path().join("latin1.txt"), b"caf\xe9").expect("written");
    fs::create_dir(pages.path().join("below")).expect("a folder");
    write("below/deep.htm", "<p>x.Client.close()</p>");

    let (stdout, stderr) = exits_with(1, &import(out.path(), &[pages.path()], &[], b""));
    assert!(stdout.starts_with("pages: 1 read, 7 skipped\n"), "{stdout}");
    assert!(
        stdout.contains("omitted by the pages: 1, warnings: 1"),
        "{stdout}"
    );
    for line in [
        "is already written from",
        "pages.txt: it is the page of a paginator (`ListThings`), not of an operation",
        "waiter.html: it is the page of a waiter (`ThingExists`), not of an operation",
        "other.txt: it is not the page of a boto3 client's operation",
        "broken.txt: the request syntax: an unknown value, at `strnig )",
        "latin1.txt: it is not UTF-8",
        "deep.htm: `close` has no request syntax",
        ": operation: the page does not tell how it is written on the wire",
    ] {
        assert!(stderr.contains(line), "no {line} in\n{stderr}");
    }
    assert!(out.path().join("x/put_thing.json").exists());

    let named = exits_with(
        0,
        &import(
            out.path(),
            &[&pages.path().join("good.txt")],
            &["--service", "my-x"],
            b"",
        ),
    );
    assert!(
        named.0.starts_with("pages: 1 read, 0 skipped\n"),
        "{}",
        named.0
    );
    assert!(out.path().join("my-x/put_thing.json").exists());
}

#[test]
fn fail_fast_stops_at_the_first_bad_page() {
    let (pages, out) = (folder(), folder());
    const PAGES: usize = 300;
    for page in 0..PAGES {
        fs::write(pages.path().join(format!("{page}.txt")), "Some text.\n").expect("written");
    }
    let (stdout, stderr) = exits_with(
        1,
        &import(out.path(), &[pages.path()], &["--fail-fast"], b""),
    );
    // Each worker ends with the page it has begun.
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let skipped = stderr
        .lines()
        .filter(|line| line.starts_with("error: "))
        .count();
    assert!((1..=workers).contains(&skipped), "{stderr}");
    let left = format!("{} pages not read", PAGES - skipped);
    assert!(stdout.contains(&left), "{stdout}");
}

/// What docs/add-a-service.md says to write answers all that is asked of a page of a new service.
#[test]
fn a_page_of_a_new_service_becomes_a_crate_by_the_docs() {
    let folder = folder();
    let root = folder.path();
    let xtask = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(arguments)
            .current_dir(root)
            .env("CARGO_MANIFEST_DIR", root.join("xtask"))
            .output()
            .expect("the command runs")
    };
    fs::create_dir_all(root.join("xtask")).expect("a folder");
    let page = page("list_nodes_summary.html");
    exits_with(0, &xtask(&["import", &page.to_string_lossy()]));
    let (_, stderr) = exits_with(2, &xtask(&["regen"]));
    assert!(stderr.contains("spec/ssm/service.json"), "{stderr}");

    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/add-a-service.md");
    let docs = fs::read_to_string(docs).expect("the page");
    let (_, answers) = docs.split_once("```json\n").expect("a service.json");
    let (answers, _) = answers.split_once("```").expect("its end");
    fs::write(root.join("spec/ssm/service.json"), answers).expect("written");
    exits_with(0, &xtask(&["regen"]));
    for file in ["Cargo.toml", "src/operation/list_nodes_summary.rs"] {
        assert!(root.join("clients/ssm").join(file).is_file(), "{file}");
    }

    // A manifest that is there is its owner's.
    let path = root.join("clients/ssm/Cargo.toml");
    let mine = format!("# mine\n{}", fs::read_to_string(&path).expect("a file"));
    fs::write(&path, &mine).expect("written");
    exits_with(0, &xtask(&["regen"]));
    assert_eq!(fs::read_to_string(&path).expect("a file"), mine);
}

#[test]
fn where_there_is_no_page_that_is_said() {
    let (pages, out) = (folder(), folder());
    let (_, stderr) = exits_with(2, &import(out.path(), &[pages.path()], &[], b""));
    assert!(
        stderr.contains("no page (.html, .htm, .txt, .md or .rst)"),
        "{stderr}"
    );
    let missing = pages.path().join("missing.txt");
    let (stdout, stderr) = exits_with(1, &import(out.path(), &[&missing], &[], b""));
    assert!(stdout.starts_with("pages: 0 read, 1 skipped"), "{stdout}");
    assert!(stderr.contains("missing.txt: "), "{stderr}");
}

/// The first five minutes with a page: two commands, and one edit between them.
#[test]
fn a_page_becomes_a_crate_with_one_import_one_edit_and_one_regen() {
    let folder = folder();
    let spec = folder.path().join("spec");
    let page = page("forms/html.html");
    let (stdout, _) = exits_with(0, &import(&spec, &[&page], &["--new"], b""));
    assert!(
        stdout.contains("wrote") && stdout.contains("TODO"),
        "{stdout}"
    );
    let file = spec.join("shop/service.json");
    let service = fs::read_to_string(&file).expect("a service.json");
    // What the address of the guide tells is filled in.
    assert!(service.contains(r#""service": "shop""#), "{service}");
    assert!(
        service.contains(r#""apiVersion": "2020-01-02""#),
        "{service}"
    );
    assert!(service.contains(r#""PutItem": {"#), "{service}");

    let regen = || {
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .arg("regen")
            .arg("--spec")
            .arg(spec.join("shop"))
            .arg("--out")
            .arg(folder.path().join("client"))
            .env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("the command runs")
    };
    // All that is open is named at once, each with its place.
    let open = service.matches("\"TODO").count();
    let (_, stderr) = exits_with(2, &regen());
    let asked = stderr.matches("-->").count();
    assert!(asked >= open, "{asked} of {open}:\n{stderr}");
    assert!(!folder.path().join("client").exists());

    let mut edited: serde_json::Value = serde_json::from_str(&service).expect("JSON");
    let answers = [
        ("title", "Shop"),
        ("serviceId", "Shop"),
        ("protocol", "rest-json"),
        ("endpointPrefix", "shop"),
        ("signingName", "shop"),
    ];
    for (name, answer) in answers {
        edited[name] = answer.into();
    }
    edited["http"]["PutItem"] = serde_json::json!({ "method": "PUT", "uri": "/items" });
    for exception in ["ShelfNotFoundException", "ShelfIsFullException"] {
        edited["shapes"][exception]["doc"] = "The shelf cannot take it.".into();
    }
    fs::write(&file, edited.to_string()).expect("written");
    exits_with(0, &regen());
    let client = folder.path().join("client");
    assert!(client.join("Cargo.toml").exists());
    let made = fs::read_to_string(client.join("src/operation/put_item.rs")).expect("a file");
    assert!(made.contains("pub struct PutItemInput"), "{made}");

    let check = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline"])
        .current_dir(&client)
        .env(
            "CARGO_TARGET_DIR",
            concat!(env!("CARGO_MANIFEST_DIR"), "/../target/page-client"),
        )
        .output()
        .expect("cargo runs");
    exits_with(0, &check);
}

/// What the AWS API Reference says is asked no more.
#[test]
fn a_page_of_the_api_reference_fills_what_boto3_does_not_tell() {
    let folder = folder();
    let spec = folder.path().join("spec");
    let (boto3, reference) = (page("forms/html.html"), page("reference/API_PutItem.md"));
    let both = [reference.as_path(), boto3.as_path()];
    let (stdout, stderr) = exits_with(0, &import(&spec, &both, &["--new"], b""));
    assert!(stdout.contains("API_PutItem.md fills "), "{stdout}");
    // What is said to do next does it, where the folders are not the workspace's.
    assert!(stdout.contains("regen --spec "), "{stdout}");
    assert!(
        stderr.contains("the bounds within Item, Part: "),
        "{stderr}"
    );
    assert!(stdout.contains("pages: 1 read, 0 skipped"), "{stdout}");
    assert!(stderr.contains("left out: API_PutItem.md: "), "{stderr}");
    let read = |file: &str| -> serde_json::Value {
        let text = fs::read_to_string(spec.join("shop").join(file)).expect("a file");
        serde_json::from_str(&text).expect("JSON")
    };
    assert_eq!(
        read("put_item.json")["http"]["uri"],
        "/shelves/{shelfName}/items"
    );
    let mut service = read("service.json");
    let open = service.to_string().matches("\"TODO").count();
    assert_eq!(
        open, 4,
        "title, serviceId, endpointPrefix, signingName: {service}"
    );

    // With them answered, it is a crate.
    for name in ["title", "serviceId", "endpointPrefix", "signingName"] {
        service[name] = "shop".into();
    }
    fs::write(spec.join("shop/service.json"), service.to_string()).expect("written");
    let client = folder.path().join("client");
    let regen = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("regen")
        .arg("--spec")
        .arg(spec.join("shop"))
        .arg("--out")
        .arg(&client)
        .env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the command runs");
    exits_with(0, &regen);
    let made = fs::read_to_string(client.join("src/operation/put_item.rs")).expect("a file");
    assert!(made.contains("itemState"), "{made}");

    // Where there is a service.json, what it lacks is shown, and what differs is said.
    service["shapes"]["ShelfIsFullException"]["error"]["status"] = 400.into();
    if let Some(shapes) = service["shapes"].as_object_mut() {
        shapes.remove("ShelfNotFoundException");
    }
    fs::write(spec.join("shop/service.json"), service.to_string()).expect("written");
    let (stdout, stderr) = exits_with(0, &import(&spec, &both, &[], b""));
    assert!(stdout.contains("\"ShelfNotFoundException\": {"), "{stdout}");
    assert!(
        stderr.contains(
            "the status of ShelfIsFullException is 400, but 409 in the AWS API Reference"
        ),
        "{stderr}"
    );
}

#[test]
fn types_that_would_clash_have_names_in_a_new_service() {
    let (pages, out) = (folder(), folder());
    let page = small("put_thing").replace(
        "a='string'",
        "a={ 'state': 'A'|'B' }, b=[ { 'state': 'C'|'D' }, ], c={ 'd': { 'b': { 'state': 'E' } } }",
    );
    fs::write(pages.path().join("page.txt"), page).expect("written");
    let (stdout, _) = exits_with(0, &import(out.path(), &[pages.path()], &["--new"], b""));
    assert!(stdout.contains("types (names.types)"), "{stdout}");
    let text = fs::read_to_string(out.path().join("x/service.json")).expect("a file");
    let service: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let types = service["names"]["types"].as_object().expect("names");
    let names: Vec<&str> = types.values().filter_map(|it| it.as_str()).collect();
    assert!(
        names.contains(&"BState") && names.contains(&"DB"),
        "{types:?}"
    );
}

#[test]
fn a_page_of_the_api_reference_needs_boto3s_beside_it() {
    let out = folder();
    let reference = page("reference/API_PutItem.html");
    let (stdout, stderr) = exits_with(1, &import(out.path(), &[&reference], &[], b""));
    assert!(stdout.starts_with("pages: 0 read, 1 skipped"), "{stdout}");
    assert!(
        stderr.contains(
            "the page of `PutItem` in the AWS API Reference: give boto3's page of it as well"
        ),
        "{stderr}"
    );
}

#[test]
fn a_service_that_is_there_is_left_as_it_is() {
    let out = folder();
    fs::create_dir_all(out.path().join("shop")).expect("a folder");
    let file = out.path().join("shop/service.json");
    fs::write(&file, "{}").expect("written");
    let page = page("forms/html.html");
    let (stdout, _) = exits_with(0, &import(out.path(), &[&page], &["--new"], b""));
    assert!(stdout.contains("already exists"), "{stdout}");
    assert_eq!(fs::read_to_string(&file).expect("it is there"), "{}");
}

/// As `cargo xtask ... | head` does: whoever reads stops before anything is said.
#[test]
fn where_nobody_reads_on_a_command_ends_quietly_and_does_its_work() {
    let out = folder();
    let pages = page("list_nodes_summary.html");
    let spec = out.path().join("ssm/list_nodes_summary.json");
    let closed = || {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        writer
    };
    let status = |command: &mut Command| {
        let status = command
            .env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR"))
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
            .stdin(Stdio::null())
            .stdout(closed())
            .stderr(closed())
            .status();
        status.expect("the command runs").code()
    };
    let xtask = || Command::new(env!("CARGO_BIN_EXE_xtask"));
    let mut import = xtask();
    import.arg("import").arg(&pages).arg("--new");
    assert_eq!(status(import.arg("--out").arg(out.path())), Some(0));
    assert!(spec.is_file() && out.path().join("ssm/service.json").is_file());
    for (arguments, code) in [
        (&["explain", "GetImage.response.image.name"][..], 0),
        (&["paths", "spec/imagebuilder/get_image.json"], 0),
        (&["diff", "spec/imagebuilder", "spec/imagebuilder"], 0),
        (&["explain", "no.such.member"], 2),
        (&["import", "no_such_page.html"], 1),
    ] {
        assert_eq!(status(xtask().args(arguments)), Some(code), "{arguments:?}");
    }
}

/// A folder of data types may have more than an operation needs; alone they are of no use.
#[test]
fn pages_of_data_types_fill_what_is_nested() {
    let out = folder();
    let (boto3, reference) = (page("forms/html.html"), page("reference/API_PutItem.md"));
    let other = out.path().join("API_Other.md");
    let text = fs::read_to_string(page("types/md/API_Part.md")).expect("a page");
    fs::write(&other, text.replace("Part", "Other")).expect("written");
    let types = page("types/md");
    let all = [boto3.as_path(), &reference, &types, &other];
    let (_, stderr) = exits_with(0, &import(out.path(), &all, &[], b""));
    assert!(stderr.contains("not used: "), "{stderr}");
    assert!(!stderr.contains("left open"), "{stderr}");
    let read = || fs::read_to_string(out.path().join("shop/put_item.json")).expect("a file");
    let laid = read();
    assert!(laid.contains("\"max\": 90000"), "{laid}");
    // Given once, they hold.
    let both = [boto3.as_path(), &reference];
    let (_, stderr) = exits_with(0, &import(out.path(), &both, &[], b""));
    assert!(stderr.contains("kept: "), "{stderr}");
    assert_eq!(read(), laid);
    let alone = [boto3.as_path(), &other];
    let (_, stderr) = exits_with(1, &import(out.path(), &alone, &[], b""));
    assert!(stderr.contains("give the page of an operation"), "{stderr}");
}
