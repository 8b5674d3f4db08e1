//! `cargo xtask import`: writes a spec file from a boto3 page.

use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The pages
    #[arg(required = true, value_name = "PAGE")]
    pages: Vec<PathBuf>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    anyhow::bail!(
        "the importer is not there yet: {} pages not read",
        args.pages.len()
    )
}
