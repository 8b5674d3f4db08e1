//! What a command takes: time, processor, memory.

use anyhow::{Context, ensure};
use std::io::Read;
use std::process::{Command, Stdio};
use std::time::Instant;
use wait4::Wait4;

/// What a command and all its children took.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cost {
    /// From start to end.
    pub(super) seconds: f64,
    /// Processor seconds in user mode.
    pub(super) cpu: f64,
    /// Memory of the largest process, in MB.
    pub(super) peak: f64,
}

/// Runs the command to its end; its standard output is handed over, the rest shown if it fails.
pub(super) fn of(command: &mut Command) -> anyhow::Result<(Cost, String)> {
    let name = format!("{command:?}");
    let began = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {name}"))?;
    let errors = child.stderr.take().context("no pipe")?;
    let errors = std::thread::spawn(move || text(errors));
    let output = text(child.stdout.take().context("no pipe")?)?;
    let used = child.wait4()?;
    let seconds = began.elapsed().as_secs_f64();
    let errors = errors.join().unwrap_or_else(|_| Ok(String::new()))?;
    ensure!(used.status.success(), "{} ({name})", essence(&errors));
    let cost = Cost {
        seconds,
        cpu: used.rusage.utime.as_secs_f64(),
        peak: used.rusage.maxrss as f64 / 1e6,
    };
    Ok((cost, output))
}

/// The first line that says what went wrong.
fn essence(errors: &str) -> &str {
    let said = errors.lines().find(|line| line.starts_with("error"));
    said.or_else(|| errors.lines().last())
        .unwrap_or("it failed and did not say why")
}

fn text(mut from: impl Read) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::of;
    use std::process::Command;

    #[test]
    fn a_command_gives_its_output_and_what_it_took() -> anyhow::Result<()> {
        let (cost, output) = of(Command::new("cargo").arg("--version"))?;
        assert!(output.starts_with("cargo "));
        assert!(cost.seconds > 0.0 && cost.peak > 1.0 && cost.peak < 1e5);
        Ok(())
    }

    #[test]
    fn a_command_that_fails_says_why() -> anyhow::Result<()> {
        let error = of(Command::new("cargo").arg("--no-such-flag")).err();
        let text = error.map(|error| error.to_string()).unwrap_or_default();
        assert!(text.starts_with("error: unexpected argument"), "{text}");
        Ok(())
    }
}
