//! Credentials that a program prints: `credential_process` of a profile.

use super::{Credentials, CredentialsError, document};
use std::process::{Command, Output, Stdio};

/// Runs the command line and reads credentials from what it prints.
pub(super) async fn credentials(command_line: &str) -> Result<Credentials, CredentialsError> {
    let failed = |what: String| CredentialsError::failed(format!("credential_process: {what}"));
    let output = output(command_line.to_owned())
        .await
        .map_err(|error| failed(error.to_string()))?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        return Err(failed(format!("{}: {}", output.status, message.trim())));
    }
    document::parse(&output.stdout)
}

async fn output(command_line: String) -> std::io::Result<Output> {
    #[cfg(feature = "hyper")]
    if crate::platform::has_tokio() {
        return tokio::task::spawn_blocking(move || run(&command_line))
            .await
            .map_err(std::io::Error::other)?;
    }
    run(&command_line)
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
