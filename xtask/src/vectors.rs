//! `cargo xtask vectors`: AWS's own cases of signatures and endpoints against the runtime.

use crate::botocore;
use anyhow::{Context, ensure};
use std::process::{Command, ExitCode};

#[derive(clap::Args)]
pub(crate) struct Args {}

/// The tests that need a file of botocore's source distribution, and where it is in there.
const SUITES: [(&str, &str, &str); 2] = [
    (
        "the_sigv4_suite_passes",
        "AWS_SIGV4_SUITE",
        "tests/unit/auth/aws4_testsuite",
    ),
    (
        "botocores_endpoint_tests_pass",
        "AWS_ENDPOINT_TESTS",
        "tests/functional/endpoint-rules/imagebuilder/endpoint-tests-1.json",
    ),
];

pub(crate) fn run(_: &Args) -> anyhow::Result<ExitCode> {
    let release = botocore::fetch()?;
    for (test, variable, path) in SUITES {
        let path = release.join(path);
        ensure!(path.exists(), "{} is not there", path.display());
        let status = Command::new("cargo")
            .args(["test", "--locked", "-p", "shapewright-runtime", test])
            .args(["--", "--ignored", "--nocapture"])
            .env(variable, path)
            .status()
            .context("cargo cannot be run")?;
        ensure!(status.success(), "{test} fails");
    }
    Ok(ExitCode::SUCCESS)
}
