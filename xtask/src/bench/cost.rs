//! What a command takes: time, processor, memory.

use crate::support::memory::peak_memory;
use anyhow::{Context, ensure};
use std::io::Read;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use wait4::Wait4;

/// What a command and all its children took.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cost {
    /// From start to end.
    pub(super) seconds: f64,
    /// Processor seconds in user mode.
    pub(super) cpu: f64,
    /// Processor seconds in the kernel.
    pub(super) system: f64,
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
    let errors = thread::spawn(move || text(errors));
    let watch = Watch::begin(child.id());
    let output = text(child.stdout.take().context("no pipe")?)?;
    let used = child.wait4()?;
    let seconds = began.elapsed().as_secs_f64();
    let watched = watch.end();
    let errors = errors.join().unwrap_or_else(|_| Ok(String::new()))?;
    ensure!(used.status.success(), "{} ({name})", essence(&errors));
    let cost = Cost {
        seconds,
        cpu: used.rusage.utime.as_secs_f64(),
        system: used.rusage.stime.as_secs_f64(),
        peak: peak(used.rusage.maxrss as f64, watched) / 1e6,
    };
    Ok((cost, output))
}

/// The system counts to a process what the one that started it had in memory until then. So its count is
/// the command's own only where it is above ours; below that holds what was seen while it ran.
fn peak(counted: f64, watched: Option<f64>) -> f64 {
    let own = memory("self").unwrap_or_default();
    match watched {
        Some(watched) if counted <= own => watched,
        _ => counted,
    }
}

/// The most memory that a process had so far, in bytes; where the system does not say, nothing.
fn memory(process: &str) -> Option<f64> {
    Some(peak_memory(process)? as f64 * 1024.0)
}

/// Looks at a process's memory until it ends.
struct Watch {
    ended: Arc<AtomicBool>,
    thread: JoinHandle<Option<f64>>,
}

impl Watch {
    fn begin(process: u32) -> Self {
        let ended = Arc::new(AtomicBool::new(false));
        let until = Arc::clone(&ended);
        let thread = thread::spawn(move || {
            let mut most = None;
            let mut pause = Duration::from_millis(1);
            while !until.load(Ordering::Relaxed) {
                most = memory(&process.to_string()).or(most);
                thread::sleep(pause);
                // A long command needs no closer look than this.
                pause = (pause * 11 / 10).min(Duration::from_millis(50));
            }
            most
        });
        Self { ended, thread }
    }

    fn end(self) -> Option<f64> {
        self.ended.store(true, Ordering::Relaxed);
        self.thread.join().ok().flatten()
    }
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
    fn memory_is_that_of_the_command_and_not_ours() -> anyhow::Result<()> {
        let ours = vec![1_u8; 200_000_000];
        let (cost, _) = of(Command::new("sleep").arg("0.05"))?;
        assert!(ours.iter().all(|byte| *byte == 1));
        if cfg!(target_os = "linux") {
            assert!(cost.peak < 100.0, "{} MB", cost.peak);
        }
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
