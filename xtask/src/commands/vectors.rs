//! `cargo xtask vectors`: AWS's own cases of signatures and endpoints against the runtime.

use crate::support::botocore;
use crate::support::model::Model;
use crate::support::place;
use anyhow::{Context, ensure};
use serde_json::{Map, Value, json};
use shapewright::diagnostic::Place;
use shapewright::import::model::Hosts;
use shapewright::output::write_whole;
use shapewright::{model, passes};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// The cases of the services whose hosts are patterns, with these.
const ENDPOINTS: &str = "target/vectors/endpoints.json";

/// The cases of the services that have rules, with the rules as the generator compiles them.
const RULES: &str = "target/vectors/rules.json";

#[derive(clap::Args)]
pub(crate) struct Args {}

pub(crate) fn run(_: &Args) -> anyhow::Result<ExitCode> {
    let release = botocore::fetch()?;
    let signatures = release.join("tests/unit/auth/aws4_testsuite");
    let [patterns, rules] = endpoints(&release)?;
    run_test(
        &["--test", "signatures"],
        "the_sigv4_suite_passes",
        "AWS_SIGV4_SUITE",
        &signatures,
    )?;
    run_test(
        &["--lib"],
        "botocores_endpoint_tests_pass",
        "AWS_ENDPOINT_TESTS",
        &patterns,
    )?;
    run_test(
        &["--lib"],
        "botocores_endpoint_rules_pass",
        "AWS_ENDPOINT_RULES",
        &rules,
    )?;
    Ok(ExitCode::SUCCESS)
}

/// Runs a test of the runtime that needs a file beyond the repository.
fn run_test(target: &[&str], test: &str, variable: &str, path: &Path) -> anyhow::Result<()> {
    ensure!(path.exists(), "{} is not there", path.display());
    let status = Command::new("cargo")
        .args(["test", "--locked", "-p", "shapewright-runtime"])
        .args(["--features", "endpoint-rules"])
        .args(target)
        .arg(test)
        .args(["--", "--ignored", "--nocapture"])
        .env(variable, path)
        .status()
        .context("cannot run cargo")?;
    ensure!(status.success(), "{test} fails");
    Ok(())
}

/// Writes the cases of every service with what its model says of its hosts: the patterns, and the rules
/// of those that have some.
fn endpoints(release: &Path) -> anyhow::Result<[PathBuf; 2]> {
    let (mut patterns, mut rules) = (Map::new(), Map::new());
    for folder in botocore::services(&release.join("botocore/data"))? {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let cases = release
            .join("tests/functional/endpoint-rules")
            .join(&*name)
            .join("endpoint-tests-1.json");
        if !cases.is_file() {
            continue;
        }
        let cases: Value = serde_json::from_slice(&fs::read(cases)?)?;
        let cases = cases.get("testCases");
        let (prefix, hosts) = Model::load(&folder).and_then(|model| model.hosts())?;
        match hosts.with_context(|| format!("{name} has cases and no rules"))? {
            Hosts::Patterns(hosts) => {
                let document = json!({ "endpointPrefix": prefix, "hosts": hosts, "cases": cases });
                patterns.insert(name.into_owned(), document);
            }
            Hosts::Rules(of_service) => {
                let of_service = model::lower_rules(&of_service, &Place::default())?;
                let of_service = passes::reduce_rules(of_service);
                let document = json!({ "rules": of_service, "cases": cases });
                rules.insert(name.into_owned(), document);
            }
        }
    }
    let root = place::root()?;
    let written = [(ENDPOINTS, patterns), (RULES, rules)].map(|(path, services)| {
        let path = root.join(path);
        write_whole(&path, &serde_json::to_vec(&services)?)?;
        Ok::<_, anyhow::Error>(path)
    });
    let [patterns, rules] = written;
    Ok([patterns?, rules?])
}
