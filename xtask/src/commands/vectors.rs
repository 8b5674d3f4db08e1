//! `cargo xtask vectors`: AWS's own cases of signatures and endpoints against the runtime.

use crate::support::botocore;
use crate::support::model::Model;
use crate::support::place;
use anyhow::{Context, ensure};
use serde_json::{Map, Value, json};
use shapewright::output::write_whole;
use shapewright::spec::Protocol;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// The cases of all services' endpoints, with the hosts that the service models give.
const ENDPOINTS: &str = "target/vectors/endpoints.json";

#[derive(clap::Args)]
pub(crate) struct Args {}

pub(crate) fn run(_: &Args) -> anyhow::Result<ExitCode> {
    let release = botocore::fetch()?;
    let signatures = release.join("tests/unit/auth/aws4_testsuite");
    let endpoints = endpoints(&release)?;
    run_test("the_sigv4_suite_passes", "AWS_SIGV4_SUITE", &signatures)?;
    run_test(
        "botocores_endpoint_tests_pass",
        "AWS_ENDPOINT_TESTS",
        &endpoints,
    )?;
    Ok(ExitCode::SUCCESS)
}

/// Runs a test of the runtime that needs a file beyond the repository.
fn run_test(test: &str, variable: &str, path: &Path) -> anyhow::Result<()> {
    ensure!(path.exists(), "{} is not there", path.display());
    let status = Command::new("cargo")
        .args(["test", "--locked", "-p", "shapewright-runtime", test])
        .args(["--", "--ignored", "--nocapture"])
        .env(variable, path)
        .status()
        .context("cargo cannot be run")?;
    ensure!(status.success(), "{test} fails");
    Ok(())
}

/// Writes the cases of every service of the JSON family with what its model says of its hosts.
fn endpoints(release: &Path) -> anyhow::Result<PathBuf> {
    let mut services = Map::new();
    for folder in botocore::services(&release.join("botocore/data"))? {
        let Ok(import) = Model::load(&folder).and_then(|model| model.import(None)) else {
            continue;
        };
        let service = import.spec.service;
        let name = &service.service;
        let cases = release
            .join("tests/functional/endpoint-rules")
            .join(name)
            .join("endpoint-tests-1.json");
        let speaks_json = matches!(service.protocol, Protocol::RestJson | Protocol::Json);
        if !speaks_json || !cases.is_file() {
            continue;
        }
        let cases: Value = serde_json::from_slice(&fs::read(cases)?)?;
        let document = json!({
            "endpointPrefix": service.endpoint_prefix,
            "hosts": service.hosts,
            "cases": cases.get("testCases"),
        });
        services.insert(name.clone(), document);
    }
    let path = place::root()?.join(ENDPOINTS);
    write_whole(&path, &serde_json::to_vec(&services)?)?;
    Ok(path)
}
