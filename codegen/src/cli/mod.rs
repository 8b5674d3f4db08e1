//! The command `shapewright`, and what `cargo xtask` shares with it.
//!
//! One module per command, in [`commands`], each with its arguments (`Args`) and `run`; what they share is in
//! [`support`]. Commands run in a [root](support::place::Root); an argument that is
//! a path is read by [`support::place::workspace_path`]. Exit codes are 0 for success, 1 for drift, and 2 for bad
//! input or failure. Commands that write run one at a time ([`support::lock::exclusively`]).
//!
//! Not part of the public interface: it may change in any release.

pub mod commands;
pub mod support;

use clap::Subcommand;
use commands::{diff, doctor, explain, import, new, paths, regen, update};
use std::panic::{self, UnwindSafe};
use std::process::ExitCode;
use support::{lock, place, terminal, transaction};

/// The exit code of bad input or failure.
const FAILURE: u8 = 2;

/// The commands that work without a checkout.
#[derive(Subcommand)]
pub enum Verb {
    /// Generate the crates from spec/
    Regen(regen::Args),
    /// Import boto3 pages or a service model into spec/
    Import(import::Args),
    /// List the members of a spec file, one JSON object per line
    Paths(paths::Args),
    /// Show what changed between two specs, and the version bump it requires
    Diff(diff::Args),
    /// Trace one member from the page to the Rust item
    Explain(explain::Args),
    /// Generate a crate for another service
    New(new::Args),
    /// Import the API again, and update spec, crate and changelog
    Update(update::Args),
    /// List the missing requirements of each command, and how to install them
    Doctor(doctor::Args),
}

impl Verb {
    /// Runs the command.
    ///
    /// # Errors
    /// Bad input or failure.
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

/// Runs a program, and turns its result into an exit code.
pub fn program(work: impl FnOnce() -> anyhow::Result<ExitCode> + UnwindSafe) -> ExitCode {
    // A panic is a mistake of this program, and the exit codes are 0, 1 and 2 all the same.
    let done = panic::catch_unwind(work);
    let done = done.unwrap_or_else(|_| {
        Err(anyhow::anyhow!(
            "this is a bug in {}: please report it",
            place::program()
        ))
    });
    done.unwrap_or_else(|error| {
        terminal::report(&error);
        ExitCode::from(FAILURE)
    })
}

/// Runs a command in the root; if it writes, with the lock.
///
/// # Errors
/// Bad input or failure.
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
            "note: an update was interrupted; the next command that writes resumes it"
        ));
    }
    work()
}
