//! `cargo xtask schema`: writes the JSON Schemas of the spec format.

use crate::support::outputs::{self, Output};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Write nothing; print the drift, and exit with 1 if there is any
    #[arg(long)]
    pub(crate) check: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let schemas = [Output {
        folder: PathBuf::from("spec/schema"),
        files: shapewright::spec::schemas()?,
    }];
    if args.check {
        outputs::check(&schemas, "cargo xtask schema", |_| String::new())
    } else {
        outputs::write(&schemas)
    }
}
