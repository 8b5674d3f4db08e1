//! The project's own commands.
//!
//! One module per command, each with its arguments (`Args`) and what it does (`run`). A command says
//! how it went by its exit code: 0 as asked, 1 where something differs that should not, 2 where it
//! could not be done.

mod explain;
mod import;
mod paths;
mod regen;
mod schema;

use clap::{Parser, Subcommand};
use shapewright::diagnostic::Diagnostics;
use std::path::PathBuf;
use std::process::ExitCode;

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
    /// Writes a spec file from a boto3 page
    Import(import::Args),
    /// Lists every member of a spec file, one JSON object per line
    Paths(paths::Args),
    /// Shows one member's way: page, spec, shape, Rust item and file
    Explain(explain::Args),
    /// Writes the JSON Schemas of the spec format
    Schema(schema::Args),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        Command::Regen(args) => regen::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Paths(args) => paths::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Schema(args) => schema::run(&args),
    };
    done.unwrap_or_else(|error| {
        match error.downcast_ref::<Diagnostics>() {
            Some(diagnostics) => eprint!("{diagnostics}"),
            None => eprintln!("error: {error:#}"),
        }
        ExitCode::from(FAILURE)
    })
}

/// The workspace's root as cargo says it, or the current folder where cargo did not start this.
fn root() -> PathBuf {
    let here = PathBuf::from(".");
    std::env::var_os("CARGO_MANIFEST_DIR")
        .and_then(|package| Some(PathBuf::from(package).parent()?.to_owned()))
        .unwrap_or(here)
}
