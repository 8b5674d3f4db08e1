//! Credentials that a program prints: `credential_process` of a profile.

use super::document::{self, Form};
use super::provide::{Credentials, CredentialsError};

use crate::platform::{shell, tokio_runtime};
use std::io::Read;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How long a program may run: long enough for a person to touch a security key.
const LIMIT: Duration = Duration::from_secs(60);
/// How much of its output is read.
const MOST_OUTPUT: u64 = 1 << 20;
/// How long the output may stay open after the program has ended, as it does where a child of it lives on.
const GRACE: Duration = Duration::from_millis(500);

/// Runs the command line and reads credentials from what it prints.
pub(super) async fn credentials(command_line: &str) -> Result<Credentials, CredentialsError> {
    let failed = |what: String| CredentialsError::failed(format!("credential_process: {what}"));
    let words = match cfg!(windows) {
        true => ["cmd.exe", "/C", command_line].map(str::to_owned).to_vec(),
        false => shell::words(command_line)
            .map_err(|_| failed("a quote in the command line does not end".to_owned()))?,
    };
    let output = output(words)
        .await
        .map_err(|error| failed(error.to_string()))?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        let message: String = message.trim().chars().take(1000).collect();
        let message = message.replace(char::is_control, " ");
        return Err(failed(format!("{}: {message}", output.status)));
    }
    document::parse(&output.stdout, Form::Process).map_err(|error| failed(error.to_string()))
}

struct Output {
    status: ExitStatus,
    stdout: Vec<u8>,
    stderr: Vec<u8>,
}

/// Tells the thread with the program that nobody waits for it any more.
struct Cancel(Arc<AtomicBool>);

impl Drop for Cancel {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

async fn output(words: Vec<String>) -> std::io::Result<Output> {
    let cancelled = Arc::new(AtomicBool::new(false));
    let _cancel = Cancel(Arc::clone(&cancelled));
    tokio_runtime::unblock(move || run(&words, LIMIT, &cancelled)).await
}

fn run(words: &[String], limit: Duration, cancelled: &AtomicBool) -> std::io::Result<Output> {
    let (program, arguments) = words
        .split_first()
        .ok_or_else(|| std::io::Error::other("the command line is empty"))?;
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| std::io::Error::new(error.kind(), format!("{program}: {error}")))?;
    let stdout = read(child.stdout.take().map(|pipe| Box::new(pipe) as Pipe));
    let stderr = read(child.stderr.take().map(|pipe| Box::new(pipe) as Pipe));
    let status = wait(&mut child, limit, cancelled)?;
    Ok(Output {
        status,
        stdout: stdout.within(GRACE),
        stderr: stderr.within(GRACE),
    })
}

type Pipe = Box<dyn Read + Send>;

/// What a thread reads, when it has read it all.
#[derive(Default)]
struct Reading {
    whole: Mutex<Option<Vec<u8>>>,
    ended: Condvar,
}

impl Reading {
    /// All of it, if the end comes soon.
    fn within(&self, limit: Duration) -> Vec<u8> {
        let whole = self.whole.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self
            .ended
            .wait_timeout_while(whole, limit, |whole| whole.is_none());
        let (mut whole, _) = waited.unwrap_or_else(PoisonError::into_inner);
        whole.take().unwrap_or_default()
    }
}

/// Reads in a thread of its own, so that a program that fills one pipe does not wait for the other.
fn read(pipe: Option<Pipe>) -> Arc<Reading> {
    let reading = Arc::<Reading>::default();
    let read = Arc::clone(&reading);
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(pipe) = pipe {
            let _ = pipe.take(MOST_OUTPUT).read_to_end(&mut bytes);
        }
        let mut whole = read.whole.lock().unwrap_or_else(PoisonError::into_inner);
        *whole = Some(bytes);
        read.ended.notify_one();
    });
    reading
}

fn wait(child: &mut Child, limit: Duration, cancelled: &AtomicBool) -> std::io::Result<ExitStatus> {
    let started = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        let is_late = started.elapsed() >= limit;
        if is_late || cancelled.load(Ordering::Relaxed) {
            child.kill()?;
            child.wait()?;
            return Err(std::io::Error::new(
                std::io::ErrorKind::TimedOut,
                format!("it ran longer than {limit:?}"),
            ));
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn run_shell(script: &str, limit: u64, cancelled: bool) -> std::io::Result<Output> {
        let words = ["sh", "-c", script].map(str::to_owned);
        run(
            &words,
            Duration::from_millis(limit),
            &AtomicBool::new(cancelled),
        )
    }

    #[test]
    fn a_program_that_hangs_is_ended() {
        for (limit, cancelled) in [(50, false), (60_000, true)] {
            let error = run_shell("exec sleep 600", limit, cancelled).map(|output| output.status);
            let kind = error.map_err(|error| error.kind());
            assert_eq!(kind, Err(std::io::ErrorKind::TimedOut));
        }
    }

    #[test]
    fn both_outputs_are_read_and_bounded() {
        let script = "head -c 300000 /dev/zero >&2; head -c 3000000 /dev/zero; true";
        let sizes = run_shell(script, 60_000, false)
            .map(|output| (output.stdout.len(), output.stderr.len()));
        assert_eq!(sizes.ok(), Some((1 << 20, 300_000)));
    }
}
