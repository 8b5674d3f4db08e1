//! `cargo xtask bench`: this project and its peers, in turn, on the same machine and the same work.
//!
//! What is compared is a ratio, never an absolute time. A part (`--only`) is measured anew and takes
//! the place of its readings in `bench/results.json`; the table and the plots beside that file are
//! made of all that is in it, by the last step.
//!
//! | part | what is measured | where |
//! | --- | --- | --- |
//! | `build` | applications: clean builds, crates, binary, memory | [`build`] |
//! | `calls` | decoding, encoding and whole calls in memory: time and allocations | [`calls`] |
//! | `instructions` | the same, as instructions that callgrind counts | [`count`] |
//! | `generate` | regeneration, import, growth with the input | [`generate`] |
//!
//! The applications and measuring programs are packages of their own under `bench/programs/`. They
//! are copied to `target/bench/` and built there ([`workshop`]). So their dependencies are not the
//! project's, and they can be run by hand:
//!
//! ```text
//! cargo xtask bench --only calls
//! target/bench/target/release/calls target/bench/data [WORK]...
//! valgrind --tool=callgrind --toggle-collect='*measured*' \
//!     target/bench/target/release/calls target/bench/data --count call_get_image 20
//! ```

mod build;
mod calls;
mod cost;
mod count;
mod data;
mod generate;
mod goals;
mod plot;
mod results;
mod schema;
mod stats;
mod table;
mod workshop;

use crate::workspace_path;
use results::{Reading, Results};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// Where results are kept: the README shows them.
const FOLDER: &str = "bench";

/// This project, among the subjects.
const OURS: &str = "shapewright";

/// The official SDK, among the subjects.
const OFFICIAL: &str = "official SDK";

/// How much more often a round is done of what takes no minutes.
const CHEAP: usize = 5;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// These parts alone
    #[arg(
        long,
        value_name = "PART",
        value_delimiter = ',',
        conflicts_with = "guard"
    )]
    only: Vec<Part>,
    /// How often each build is measured; what takes no minutes is measured five times as often
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Build EC2 in release as well, which takes the official SDK many minutes
    #[arg(long)]
    full: bool,
    /// Pages for the import, in place of the one of GetImage
    #[arg(long, value_name = "PAGES", value_parser = workspace_path, default_value = "tests/fixtures/pages/imagebuilder.get_image.txt")]
    pages: PathBuf,
    /// Measure nothing else: compare this project's instruction counts with the committed ones, and
    /// exit with 1 where one is more than 5% above
    #[arg(long)]
    guard: bool,
    /// Make the counts of now the committed ones
    #[arg(long, requires = "guard")]
    accept: bool,
    /// Measure nothing: make the table and the plots of the results that are there
    #[arg(long, conflicts_with_all = ["guard", "only"])]
    show: bool,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
enum Part {
    Build,
    Calls,
    Instructions,
    Generate,
}

impl Part {
    const ALL: [Self; 4] = [Self::Calls, Self::Instructions, Self::Generate, Self::Build];

    fn measure(self, args: &Args) -> anyhow::Result<Vec<Reading>> {
        let rounds = args.rounds as usize;
        match self {
            Self::Build => build::measure(rounds, args.full),
            Self::Calls => calls::measure(rounds * CHEAP),
            Self::Instructions => count::measure(),
            Self::Generate => generate::measure(rounds * CHEAP, &args.pages),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Build => "build",
            Self::Calls => "calls",
            Self::Instructions => "instructions",
            Self::Generate => "generate",
        }
    }
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if args.guard {
        return count::guard(args.accept);
    }
    let file = Path::new(FOLDER).join("results.json");
    let mut results = Results::load(&file)?;
    let parts = match args.only.as_slice() {
        _ if args.show => &[],
        [] => &Part::ALL[..],
        only => only,
    };
    for part in parts {
        let began = Instant::now();
        let readings = part.measure(args)?;
        results.replace(part.name(), readings);
        results.save(&file)?;
        step(&format!("{} took {:.0?}", part.name(), began.elapsed()));
    }
    show(&results)?;
    Ok(ExitCode::SUCCESS)
}

/// The goals on the terminal; the table and the plots as files.
fn show(results: &Results) -> anyhow::Result<()> {
    let folder = Path::new(FOLDER);
    print!("{}", goals::table(results));
    let table = table::page(results);
    shapewright::output::write_whole(&folder.join("results.md"), table.as_bytes())?;
    for (name, svg) in plot::all(results) {
        shapewright::output::write_whole(&folder.join(name), svg.as_bytes())?;
    }
    Ok(())
}

/// A line of progress.
fn step(text: &str) {
    eprintln!("bench: {text}");
}
