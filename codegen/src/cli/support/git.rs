//! git, as it is called here.

use anyhow::Context;
use std::process::Command;

/// What a git command prints.
pub fn git(arguments: &[&str]) -> anyhow::Result<Vec<u8>> {
    let output = Command::new("git")
        .args(arguments)
        .output()
        .context("cannot run git")?;
    let complaint = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(output.status.success(), "git: {}", complaint.trim());
    Ok(output.stdout)
}
