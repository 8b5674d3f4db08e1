//! The project's own commands.
//!
//! Those of `shapewright` are in `codegen/src/cli/`; here are those that are of use in this repository alone,
//! one module each, in [`commands`] (and [`mod@bench`], which has rooms of its own). Commands run in the
//! workspace's root.

// Those panic where nobody reads on: `terminal` prints, and goes on without a word.
#![warn(clippy::print_stdout, clippy::print_stderr)]

mod bench;
mod commands;
mod support;

use clap::{Parser, Subcommand};
use commands::{conformance, history, schema, services, vectors};
use shapewright::cli::{self, Verb};
use std::process::ExitCode;
use support::place;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    #[command(flatten)]
    Verb(Verb),
    /// Import and generate every service of a botocore release
    Services(services::Args),
    /// Run the protocol test suites through generated crates
    Conformance(conformance::Args),
    /// Write the JSON Schemas of the spec format
    Schema(schema::Args),
    /// Check signatures and endpoints against AWS's test cases
    Vectors(vectors::Args),
    /// Measure this project and its peers
    Bench(bench::Args),
    /// Check the results of diff against the compiler, on old releases
    History(history::Args),
}

fn main() -> ExitCode {
    cli::program(|| {
        place::set(place::Root::of_workspace("cargo xtask")?);
        let command = Cli::parse().command;
        let writes = match &command {
            Command::Verb(verb) => verb.writes(),
            Command::Schema(args) => !args.check,
            _ => false,
        };
        cli::in_root(writes, || execute(command))
    })
}

fn execute(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Verb(verb) => verb.run(),
        Command::Services(args) => services::run(&args),
        Command::Conformance(args) => conformance::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Vectors(args) => vectors::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::History(args) => history::run(&args),
    }
}
