//! The project's own commands.
//!
//! One module per command, each with its arguments (`Args`) and what it does (`run`). Commands run
//! in the workspace's root; an argument that is a path is read by [`workspace_path`]. A command says
//! how it went by its exit code: 0 as asked, 1 where something differs that should not, 2 where it
//! could not be done.

mod bench;
mod botocore;
mod conformance;
mod crates;
mod diff;
mod explain;
mod history;
mod import;
mod model;
mod new;
mod outputs;
mod paths;
mod regen;
mod scale;
mod schema;
mod smithy;
mod transaction;
mod update;
mod vectors;

use clap::{Parser, Subcommand};
use shapewright::diagnostic::Diagnostics;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

/// Where something differs that should not.
const DRIFT: u8 = 1;

/// Where a command could not be done.
const FAILURE: u8 = 2;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generates the crates from spec/
    Regen(regen::Args),
    /// Writes spec files from boto3 pages or a service model
    Import(import::Args),
    /// Lists every member of a spec file, one JSON object per line
    Paths(paths::Args),
    /// Shows what changed between two specs, and what that asks of users
    Diff(diff::Args),
    /// Shows one member's way: page, spec, shape, Rust item and file
    Explain(explain::Args),
    /// Makes a crate for another service
    New(new::Args),
    /// Takes every service of a botocore release through import and generation
    Services(scale::Args),
    /// Runs the protocols' test vectors through generated crates
    Conformance(conformance::Args),
    /// Imports again, shows what changed, and takes it through to the changelog
    Update(update::Args),
    /// Writes the JSON Schemas of the spec format
    Schema(schema::Args),
    /// Checks signatures and endpoints against AWS's own cases
    Vectors(vectors::Args),
    /// Measures this project and its peers, side by side
    Bench(bench::Args),
    /// Holds what diff says of old releases to what the compiler says
    History(history::Args),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    run(cli).unwrap_or_else(|error| {
        report(&error);
        ExitCode::from(FAILURE)
    })
}

fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    env::set_current_dir(root()?)?;
    transaction::recover()?;
    match cli.command {
        Command::Regen(args) => regen::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Paths(args) => paths::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::New(args) => new::run(&args),
        Command::Services(args) => scale::run(&args),
        Command::Conformance(args) => conformance::run(&args),
        Command::Update(args) => update::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Vectors(args) => vectors::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::History(args) => history::run(&args),
    }
}

fn report(error: &anyhow::Error) {
    let Some(problems) = error.downcast_ref::<Diagnostics>() else {
        eprintln!("error: {error:#}");
        return;
    };
    eprint!("{}", problems.render(is_coloured(), source));
    let count = problems.0.len();
    let problems = if count == 1 { "problem" } else { "problems" };
    eprintln!("{count} {problems}; nothing is written");
}

/// What a spec says and its crate does not have.
fn warn(warnings: &Diagnostics) {
    eprint!("{}", warnings.render_warnings(is_coloured(), source));
}

fn is_coloured() -> bool {
    io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none()
}

fn source(file: &str) -> Option<String> {
    fs::read_to_string(file).ok()
}

/// Prints what may be piped into a program that stops reading early, such as `head`.
fn print(text: &str) -> io::Result<()> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

/// The workspace's root as cargo says it, or the current folder where cargo did not start this.
fn root() -> io::Result<PathBuf> {
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    match package.as_deref().and_then(Path::parent) {
        Some(root) => fs::canonicalize(root),
        None => env::current_dir(),
    }
}

/// Reads an argument that is a path: from the workspace's root where it is in the workspace.
fn workspace_path(argument: &str) -> io::Result<PathBuf> {
    let path = fs::canonicalize(argument).or_else(|_| std::path::absolute(argument))?;
    let root = root()?;
    Ok(path
        .strip_prefix(root)
        .map_or_else(|_| path.clone(), Path::to_owned))
}
