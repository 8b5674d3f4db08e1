//! Credentials that a program prints: `credential_process` of a profile.

use super::document;
use super::provide::{Credentials, CredentialsError};
use crate::platform::tokio_runtime;
use std::process::{Command, Output, Stdio};

/// Runs the command line and reads credentials from what it prints.
pub(super) async fn credentials(command_line: &str) -> Result<Credentials, CredentialsError> {
    let failed = |what: String| CredentialsError::failed(format!("credential_process: {what}"));
    let line = command_line.to_owned();
    let output = tokio_runtime::unblock(move || run(&line))
        .await
        .map_err(|error| failed(error.to_string()))?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        return Err(failed(format!("{}: {}", output.status, message.trim())));
    }
    document::parse(&output.stdout)
}

fn run(command_line: &str) -> std::io::Result<Output> {
    let (shell, flag) = if cfg!(windows) {
        ("cmd.exe", "/C")
    } else {
        ("sh", "-c")
    };
    Command::new(shell)
        .args([flag, command_line])
        .stdin(Stdio::null())
        .output()
}
