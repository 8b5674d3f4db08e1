//! What is said to who called.

use crate::diagnostic::Diagnostics;
use crate::escape;
use std::io::{IsTerminal, Write};
use std::{env, fmt, fs, io};

/// Where something differs that should not.
pub const DRIFT: u8 = 1;

/// Says why a command could not be done.
pub fn report(error: &anyhow::Error) {
    let Some(problems) = error.downcast_ref::<Diagnostics>() else {
        note(format_args!(
            "error: {}",
            escape::doc_text(&format!("{error:#}"))
        ));
        return;
    };
    hint(&problems.render(is_coloured(), source));
    let count = problems.0.len();
    let problems = if count == 1 { "problem" } else { "problems" };
    note(format_args!("{count} {problems}; nothing is written"));
}

/// What a spec says and its crate does not have.
pub fn warn(warnings: &Diagnostics) {
    hint(&warnings.render_warnings(is_coloured(), source));
}

fn is_coloured() -> bool {
    io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none()
}

fn source(file: &str) -> Option<String> {
    fs::read_to_string(file).ok()
}

/// Prints what was asked for. It may be piped into a program that stops reading early, such as `head`:
/// then the command goes on without a word, and does the rest of its work.
///
/// # Errors
/// It cannot be written: the disk that it goes to is full.
pub fn print(text: &str) -> io::Result<()> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

/// Prints a line of what was asked for, as [`print`] does.
///
/// # Errors
/// It cannot be written.
pub fn line(text: impl fmt::Display) -> io::Result<()> {
    print(&format!("{text}\n"))
}

/// Says something beside what was asked for, in a line of its own. Where nobody hears it, nothing is lost.
pub fn note(text: impl fmt::Display) {
    hint(&format!("{text}\n"));
}

/// Writes to standard error, which may be closed.
fn hint(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
