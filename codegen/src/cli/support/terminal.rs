//! What is said to who called.

use crate::diagnostic::Diagnostics;
use crate::escape;
use std::io::{IsTerminal, Write};
use std::{env, fs, io};

/// Where something differs that should not.
pub const DRIFT: u8 = 1;

/// Says why a command could not be done.
pub fn report(error: &anyhow::Error) {
    let Some(problems) = error.downcast_ref::<Diagnostics>() else {
        eprintln!("error: {}", escape::doc_text(&format!("{error:#}")));
        return;
    };
    eprint!("{}", problems.render(is_coloured(), source));
    let count = problems.0.len();
    let problems = if count == 1 { "problem" } else { "problems" };
    eprintln!("{count} {problems}; nothing is written");
}

/// What a spec says and its crate does not have.
pub fn warn(warnings: &Diagnostics) {
    eprint!("{}", warnings.render_warnings(is_coloured(), source));
}

fn is_coloured() -> bool {
    io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none()
}

fn source(file: &str) -> Option<String> {
    fs::read_to_string(file).ok()
}

/// Prints what may be piped into a program that stops reading early, such as `head`.
pub fn print(text: &str) -> io::Result<()> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}
