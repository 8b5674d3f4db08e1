//! `shapewright`: the commands, for use without a checkout. They run in the current folder.

use clap::Parser;
use shapewright::cli::support::place;
use shapewright::cli::{self, Verb};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "shapewright", version, about)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

fn main() -> ExitCode {
    cli::program(|| {
        place::set(place::Root::current("shapewright")?);
        let verb = Cli::parse().verb;
        cli::in_root(verb.writes(), || verb.run())
    })
}
