//! `cargo xtask conformance`: the protocols' test vectors, run through generated crates.
//!
//! A crate is generated from each suite; a small program around all of them sends each case's input
//! to a stub and turns each case's response into an output, and what it answers is judged here.

// `value["key"]` is null where serde_json finds nothing.
#![allow(clippy::indexing_slicing)]

mod cbor;
mod judge;
mod smithy;
mod vectors;
mod wire;
mod xml;

use crate::support::botocore;
use crate::support::crates::{self, Crate};
use crate::support::terminal;
use anyhow::{Context, ensure};
use serde_json::{Value, json};
use shapewright::import::model::{self, Files, Import};
use shapewright::output::write_whole;
use shapewright::plan::Plan;
use shapewright::spec::ServiceSpec;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{ExitCode, Stdio};
use std::{fs, io};
use vectors::{Case, Kind, Suite};

/// The suites by file name: what they are called is botocore's.
const SUITES: [&str; 10] = [
    "json",
    "json_1_0",
    "json_1_0-query-compatible",
    "rest-json",
    "rest-xml",
    "smithy-rpc-v2-cbor",
    "smithy-rpc-v2-cbor-query-compatible",
    "smithy-rpc-v2-cbor-non-query-compatible",
    "query",
    "ec2",
];

/// The workspace of the generated crates and the program.
const WORKSPACE: &str = "target/conformance";

/// The same of Smithy's own tests.
const SMITHY_WORKSPACE: &str = "target/conformance-smithy";

/// Cases of Smithy's own tests that are known to fail, each with its reason.
const SMITHY_EXPECTED: &str = "tests/conformance/expected_failures_smithy.json";

/// Cases that are known to fail, each with its reason.
const EXPECTED: &str = "tests/conformance/expected_failures.json";

/// The program around the generated crates.
const RUNNER: &str = include_str!("runner.rs.in");

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Show the differences of each unexpected result
    #[arg(long)]
    verbose: bool,
    /// Run only the suites whose name contains this, such as rest-xml
    #[arg(long, value_name = "TEXT", default_value = "")]
    only: String,
    /// Run Smithy's protocol tests instead of botocore's, from their JSON ASTs. Default: those in
    /// SMITHY_PROTOCOL_TESTS
    #[arg(long, value_name = "FILE", num_args = 0.., value_parser = crate::place::workspace_path)]
    smithy: Option<Vec<PathBuf>>,
}

/// A suite with the crate that was generated from it.
struct Generated {
    suite: Suite,
    spec: ServiceSpec,
    plan: Plan,
}

#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
    expected: usize,
    ignored: usize,
    ignored_passed: usize,
}

/// What all suites together come to.
struct Verdict<'s> {
    tallies: Vec<(&'s str, Tally)>,
    problems: Vec<String>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if let Some(given) = &args.smithy {
        return run_smithy(&smithy::files(given)?, args);
    }
    let vectors = botocore::fetch()?.join("tests/unit/protocols");
    let mut suites = Vec::new();
    for direction in ["input", "output"] {
        for name in SUITES {
            if !format!("{direction}/{name}").contains(&args.only) {
                continue;
            }
            let suite = Suite::load(&vectors, direction, name)?;
            // One direction of a suite may be empty.
            if suite.cases.is_empty() {
                continue;
            }
            let import = import(&suite)?;
            suites.push(generate(suite, import, WORKSPACE)?);
        }
    }
    verdict(&suites, WORKSPACE, EXPECTED, args)
}

/// Smithy's own tests.
fn run_smithy(files: &[PathBuf], args: &Args) -> anyhow::Result<ExitCode> {
    let mut suites = Vec::new();
    for file in files {
        for (suite, import) in smithy::suites(file)? {
            if !suite.id.contains(&args.only) {
                continue;
            }
            suites.push(generate(suite, import, SMITHY_WORKSPACE)?);
        }
    }
    verdict(&suites, SMITHY_WORKSPACE, SMITHY_EXPECTED, args)
}

fn verdict(
    suites: &[Generated],
    workspace: &str,
    expected: &str,
    args: &Args,
) -> anyhow::Result<ExitCode> {
    write_runner(suites, workspace)?;
    let answers = answers(suites, workspace)?;
    let reasons = expected_failures(expected)?;
    let Verdict { tallies, problems } = judge_all(suites, &answers, &reasons, (expected, args))?;
    print_table(&tallies)?;
    for problem in &problems {
        terminal::line(problem)?;
    }
    Ok(if problems.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(terminal::DRIFT)
    })
}

fn import(suite: &Suite) -> anyhow::Result<Import> {
    let bytes = serde_json::to_vec(&suite.model)?;
    model::read(
        &Files {
            service: &suite.package,
            name: &suite.id,
            model: &bytes,
            ..Files::default()
        },
        None,
    )
    .with_context(|| suite.id.clone())
}

fn generate(suite: Suite, import: Import, workspace: &str) -> anyhow::Result<Generated> {
    let made = Crate::of(&import.spec).with_context(|| suite.id.clone())?;
    let folder = Path::new(workspace).join(&suite.package);
    // An earlier run's manifest would be kept, as one that its owner changed.
    match fs::remove_file(folder.join("Cargo.toml")) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => made.write(&folder)?,
    }
    Ok(Generated {
        suite,
        spec: import.spec,
        plan: made.plan,
    })
}

/// Writes the workspace around the generated crates, and the program with a line per operation.
fn write_runner(suites: &[Generated], workspace: &str) -> anyhow::Result<()> {
    let root = Path::new(workspace);
    let folder = root.join("runner");
    let runtime = crates::runtime_dependency(&folder, None)?.replace(
        "default-features = false",
        r#"features = ["client", "gzip"]"#,
    );
    let mut manifest = format!(
        "[package]\nname = \"runner\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\nserde = \"1\"\nserde_json = \"1\"\nshapewright-runtime = {runtime}\n"
    );
    let mut members = vec!["runner".to_owned()];
    let mut operations = String::new();
    for Generated { suite, plan, .. } in suites {
        let package = &suite.package;
        let krate = &plan.service.krate;
        let name = krate.replace('_', "-");
        manifest.push_str(&format!("{name} = {{ path = \"../{package}\" }}\n"));
        members.push(package.clone());
        for operation in &plan.operations {
            operations.push_str(&entry(package, krate, operation));
        }
    }
    crates::write_workspace(root, &members)?;
    write_whole(&folder.join("Cargo.toml"), manifest.as_bytes())?;
    let main = RUNNER.replace("// @operations", &operations);
    write_whole(&folder.join("src/main.rs"), main.as_bytes())?;
    Ok(())
}

/// One operation's line in the program's table.
fn entry(package: &str, krate: &str, operation: &shapewright::plan::Operation) -> String {
    let module = format!("{krate}::operation::{}", operation.method);
    let input = format!("{module}::{}", operation.input.name);
    let error = format!("{module}::{}Error", operation.prefix);
    let arms: String = operation
        .exceptions
        .iter()
        .map(|exception| {
            let (name, shape) = (&exception.name, &exception.shape);
            format!("{error}::{name}(e) => modeled({shape:?}, &**e, expected), ")
        })
        .collect();
    let name = &operation.name;
    format!(
        "((\"{package}\", \"{name}\"), Calls {{ request: |case| \
         request::<{input}>(case, |config, input| sent({krate}::Client::new(config).send(input))), response: |case| \
         response::<{input}>(case, |error, expected| match error {{ {arms}_ => {{ let _ = expected; \
         Value::Null }} }}) }}),\n        "
    )
}

/// Runs every case in the program; an answer per case, in the order of the suites.
fn answers(suites: &[Generated], workspace: &str) -> anyhow::Result<Vec<Value>> {
    let cases: Vec<Value> = suites
        .iter()
        .flat_map(|generated| {
            let cases = generated.suite.cases.iter();
            cases.map(|case| question(generated, case))
        })
        .collect();
    let root = Path::new(workspace);
    write_whole(&root.join("cases.json"), &serde_json::to_vec(&cases)?)?;
    terminal::note(format_args!("compiling {} generated crates", suites.len()));
    let output = crates::cargo(root)
        .args(["run", "--quiet", "--package", "runner", "--", "cases.json"])
        .stderr(Stdio::inherit())
        .output()?;
    ensure!(
        output.status.success(),
        "the generated crates do not compile, or the program around them ended early"
    );
    let answers: Vec<Value> = serde_json::from_slice(&output.stdout)?;
    ensure!(answers.len() == cases.len(), "an answer is missing");
    Ok(answers)
}

/// A case in the words of the wire, which the generated types read.
fn question(generated: &Generated, case: &Case) -> Value {
    let members = wire::members(&generated.spec, &case.operation);
    let mut question = json!({
        "suite": generated.suite.package,
        "operation": case.operation,
    });
    let part = match &case.kind {
        Kind::Input {
            params,
            endpoint,
            settings,
            ..
        } => json!({
            "input": wire::structure(&generated.spec, members.request, params),
            "endpoint": endpoint,
            "settings": settings,
        }),
        Kind::Output { response, result } => json!({
            "response": response,
            "expected": wire::structure(&generated.spec, members.response, result),
        }),
        Kind::Error {
            response,
            code,
            members,
            ..
        } => json!({
            "response": response,
            "expected": wire::error(&generated.spec, code, members),
        }),
    };
    if let (Value::Object(question), Value::Object(part)) = (&mut question, part) {
        question.extend(part);
    }
    question
}

type Reasons = BTreeMap<String, BTreeMap<String, String>>;

fn expected_failures(file: &str) -> anyhow::Result<Reasons> {
    let bytes = fs::read(file).with_context(|| file.to_owned())?;
    serde_json::from_slice(&bytes).with_context(|| file.to_owned())
}

fn judge_all<'s>(
    suites: &'s [Generated],
    answers: &[Value],
    expected: &Reasons,
    (file, args): (&str, &Args),
) -> anyhow::Result<Verdict<'s>> {
    let Args { verbose, only, .. } = args;
    let mut answers = answers.iter();
    let mut tallies = Vec::new();
    let mut problems = Vec::new();
    let mut stale: Vec<(&String, &String)> = expected
        .iter()
        .filter(|(suite, _)| suite.contains(only.as_str()))
        .flat_map(|(suite, cases)| cases.keys().map(move |case| (suite, case)))
        .collect();
    for Generated { suite, .. } in suites {
        let mut tally = Tally::default();
        for case in &suite.cases {
            let answer = answers.next().context("an answer is missing")?;
            let differences = judge::judge(case, answer);
            let reasons = expected.get(&suite.id);
            let is_expected = reasons.is_some_and(|reasons| reasons.contains_key(&case.id));
            stale.retain(|(id, name)| **id != suite.id || **name != case.id);
            let passed = differences.is_empty();
            match (case.ignored, passed, is_expected) {
                (true, _, _) => {
                    tally.ignored += 1;
                    tally.ignored_passed += usize::from(passed);
                }
                (false, true, false) => tally.passed += 1,
                (false, false, true) => tally.expected += 1,
                (false, true, true) => {
                    tally.failed += 1;
                    problems.push(format!(
                        "{} {}: passes, though it is expected to fail",
                        suite.id, case.id
                    ));
                }
                (false, false, false) => tally.failed += 1,
            }
            if !passed && !is_expected && (!case.ignored || *verbose) {
                let text = differences.join("\n    ");
                let ignored = if case.ignored {
                    " (ignored by botocore)"
                } else {
                    ""
                };
                if case.ignored {
                    terminal::line(format_args!(
                        "{} {}{ignored}\n    {text}",
                        suite.id, case.id
                    ))?;
                } else {
                    problems.push(format!("{} {}\n    {text}", suite.id, case.id));
                }
            }
        }
        tallies.push((suite.id.as_str(), tally));
    }
    for (suite, case) in stale {
        problems.push(format!("{file}: there is no case {case} in {suite}"));
    }
    Ok(Verdict { tallies, problems })
}

fn print_table(tallies: &[(&str, Tally)]) -> io::Result<()> {
    terminal::line(format_args!(
        "{:<34} {:>6} {:>6} {:>17}   ignored by botocore (of them pass)",
        "suite", "passed", "failed", "expected failures"
    ))?;
    let mut sum = Tally::default();
    for (suite, tally) in tallies {
        print_row(suite, tally)?;
        sum.passed += tally.passed;
        sum.failed += tally.failed;
        sum.expected += tally.expected;
        sum.ignored += tally.ignored;
        sum.ignored_passed += tally.ignored_passed;
    }
    print_row("all", &sum)
}

fn print_row(name: &str, tally: &Tally) -> io::Result<()> {
    terminal::line(format_args!(
        "{name:<34} {:>6} {:>6} {:>17}   {} ({})",
        tally.passed, tally.failed, tally.expected, tally.ignored, tally.ignored_passed
    ))
}
