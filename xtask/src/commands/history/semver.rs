//! What cargo-semver-checks says of a step.

use anyhow::{Context, ensure};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// The lints by which a crate asks for a major version after an older one; none where it does not.
pub(super) fn majors(
    program: &Path,
    older: &Path,
    newer: &Path,
) -> anyhow::Result<BTreeSet<String>> {
    let manifest = newer.join("Cargo.toml");
    let output = Command::new(program)
        .args([
            "semver-checks",
            "--default-features",
            "--release-type",
            "minor",
        ])
        .arg("--baseline-root")
        .arg(older)
        .arg("--manifest-path")
        .arg(&manifest)
        .args(["--color", "never"])
        .env_remove("CARGO_MANIFEST_DIR")
        .stdin(Stdio::null())
        .output()
        .with_context(|| program.display().to_string())?;
    let mut log = output.stdout;
    log.extend(output.stderr);
    let log = String::from_utf8_lossy(&log).into_owned();
    fs::write(newer.join("semver-checks.log"), &log)?;
    let found = failures(&log);
    ensure!(
        output.status.success() || !found.is_empty(),
        "{}: cargo-semver-checks did not compare the crates",
        newer.join("semver-checks.log").display()
    );
    Ok(found)
}

/// The lints that failed: `--- failure struct_missing: pub struct removed or renamed ---`.
fn failures(log: &str) -> BTreeSet<String> {
    let lines = log.lines().filter_map(|line| {
        let (lint, _) = line.trim().strip_prefix("--- failure ")?.split_once(':')?;
        Some(lint.to_owned())
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::failures;

    #[test]
    fn lints_that_failed_are_read() {
        let log = "    Checked [   0.1s] 196 checks: 195 pass, 1 fail\n\n\
            --- failure struct_missing: pub struct removed or renamed ---\n\nDescription:\n";
        assert_eq!(
            failures(log).into_iter().collect::<Vec<_>>(),
            ["struct_missing"]
        );
        assert!(failures("     Summary no semver update required\n").is_empty());
    }
}
