//! The command `shapewright`, and what `cargo xtask` shares with it.
//!
//! One module per command, in [`commands`], each with its arguments (`Args`) and what it does (`run`); what
//! they are made of is in [`support`]. Commands run in a [root](support::place::Root); an argument that is
//! a path is read by [`support::place::workspace_path`]. A command says how it went by its exit code: 0 as
//! asked, 1 where something differs that should not, 2 where it could not be done. Those that write do so
//! one at a time ([`support::lock::exclusively`]).
//!
//! It is no part of the library's interface: what is here may change in any release.

pub mod commands;
pub mod support;

use clap::Subcommand;
use commands::{diff, doctor, explain, import, new, paths, regen, update};
use std::panic::{self, UnwindSafe};
use std::process::ExitCode;
use support::{lock, place, terminal, transaction};

/// Where a command could not be done.
const FAILURE: u8 = 2;

/// What can be done anywhere.
#[derive(Subcommand)]
pub enum Verb {
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
    /// Imports again, shows what changed, and takes it through to the changelog
    Update(update::Args),
    /// Says what commands need that this machine lacks, and how to get it
    Doctor(doctor::Args),
}

impl Verb {
    /// Does what was asked for.
    ///
    /// # Errors
    /// It could not be done.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Regen(args) => regen::run(&args),
            Self::Import(args) => import::run(&args),
            Self::Paths(args) => paths::run(&args),
            Self::Diff(args) => diff::run(&args),
            Self::Explain(args) => explain::run(&args),
            Self::New(args) => new::run(&args),
            Self::Update(args) => update::run(&args),
            Self::Doctor(args) => doctor::run(&args),
        }
    }

    /// Whether it writes files.
    #[must_use]
    pub fn writes(&self) -> bool {
        match self {
            Self::Regen(args) => !args.check,
            Self::Update(args) => !args.dry_run,
            Self::Import(_) | Self::New(_) => true,
            Self::Paths(_) | Self::Diff(_) | Self::Explain(_) | Self::Doctor(_) => false,
        }
    }
}

/// Runs a program of commands, and says how it went.
pub fn program(work: impl FnOnce() -> anyhow::Result<ExitCode> + UnwindSafe) -> ExitCode {
    // A panic is a mistake of this program, and the exit codes are 0, 1 and 2 all the same.
    let done = panic::catch_unwind(work);
    let done = done.unwrap_or_else(|_| {
        Err(anyhow::anyhow!(
            "this is a mistake of {}: report it",
            place::program()
        ))
    });
    done.unwrap_or_else(|error| {
        terminal::report(&error);
        ExitCode::from(FAILURE)
    })
}

/// Does what a command does in the root: alone, where it writes.
///
/// # Errors
/// It could not be done.
pub fn in_root(
    writes: bool,
    work: impl FnOnce() -> anyhow::Result<ExitCode>,
) -> anyhow::Result<ExitCode> {
    std::env::set_current_dir(place::root()?)?;
    if writes {
        return lock::exclusively(work);
    }
    if transaction::is_interrupted() {
        terminal::note(format_args!(
            "note: an update was interrupted; the next command that writes goes on with it"
        ));
    }
    work()
}
