//! `cargo xtask explain`: shows one member's way from the page to Rust.

use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The member, such as GetImage.response.image.state.status
    path: String,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    anyhow::bail!("{}: explain is not there yet", args.path)
}
