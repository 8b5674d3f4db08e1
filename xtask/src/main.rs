//! The project's own commands.
//!
//! One module per command, in [`commands`] (and [`mod@bench`], which has rooms of its own), each with its
//! arguments (`Args`) and what it does (`run`); what they are made of is in [`support`]. Commands run in
//! the workspace's root; an argument that is a path is read by [`place::workspace_path`]. A command says
//! how it went by its exit code: 0 as asked, 1 where something differs that should not, 2 where it could
//! not be done. Those that write do so one at a time ([`lock::exclusively`]).

mod bench;
mod commands;
mod support;

use clap::{Parser, Subcommand};
use commands::{
    conformance, diff, explain, history, import, new, paths, regen, schema, services, update,
    vectors,
};
use std::process::ExitCode;
use std::{env, panic};
use support::{lock, place, terminal, transaction};

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
    Services(services::Args),
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
    // A panic is a mistake of this program, and the exit codes are 0, 1 and 2 all the same.
    let done = panic::catch_unwind(|| run(cli));
    let done =
        done.unwrap_or_else(|_| Err(anyhow::anyhow!("this is a mistake of xtask: report it")));
    done.unwrap_or_else(|error| {
        terminal::report(&error);
        ExitCode::from(FAILURE)
    })
}

fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    env::set_current_dir(place::root()?)?;
    let writes = match &cli.command {
        Command::Regen(args) => !args.check,
        Command::Update(args) => !args.dry_run,
        Command::Schema(args) => !args.check,
        Command::Import(_) | Command::New(_) => true,
        _ => false,
    };
    if writes {
        return lock::exclusively(|| execute(cli.command));
    }
    if transaction::is_interrupted() {
        eprintln!("note: an update was interrupted; the next command that writes goes on with it");
    }
    execute(cli.command)
}

fn execute(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Regen(args) => regen::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Paths(args) => paths::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::New(args) => new::run(&args),
        Command::Services(args) => services::run(&args),
        Command::Conformance(args) => conformance::run(&args),
        Command::Update(args) => update::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Vectors(args) => vectors::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::History(args) => history::run(&args),
    }
}
