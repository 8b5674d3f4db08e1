//! `cargo xtask bench`: this project and its peers, in turn, on the same machine and the same work.
//!
//! What is compared is a ratio, never an absolute time. A part (`--only`) is measured anew and takes
//! the place of its readings in `bench/results.json`, each as it comes, so that the parts can be measured
//! in several runs and an interrupted one loses nothing. The table and the plots beside that file, and the
//! README's figures, are made of all that is in it, by the last step.
//!
//! | part | what is measured | where |
//! | --- | --- | --- |
//! | `build` | applications: clean builds, crates, binary, memory | [`build`] |
//! | `calls` | decoding, encoding and whole calls in memory: time and allocations | [`calls`] |
//! | `loopback` | 20,000 calls at once to a server on loopback: processor time of a call | [`loopback`] |
//! | `instructions` | the same, as instructions that callgrind counts | [`count`] |
//! | `generate` | regeneration, import, growth with the input | [`generate`] |
//! | `ec2` | an application with five operations of EC2: clean dev builds, crates, memory | [`build`] |
//! | `ec2-release` | the same in release, and its binary | [`build`] |
//! | `s3-build` | an application that gets, puts and lists objects of S3: clean builds, crates, binary | [`build`] |
//! | `s3` | the same application at work on loopback: processor time, memory; decoding a listing | [`s3`] |
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
mod loopback;
mod plot;
mod results;
mod s3;
mod schema;
mod stats;
mod table;
mod workshop;

use crate::support::place::workspace_path;
use crate::support::terminal;
use build::Profile;
use results::{Measuring, Results};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// Where results are kept: the README shows them.
const FOLDER: &str = "bench";

/// Shows the most important of them.
const README: &str = "README.md";

/// This project, among the subjects.
const OURS: &str = "shapewright";

/// The official SDK, among the subjects.
const OFFICIAL: &str = "official SDK";

/// How much more often a round is done of what takes no minutes.
const CHEAP: usize = 5;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Measure only these parts
    #[arg(
        long,
        value_name = "PART",
        value_delimiter = ',',
        conflicts_with = "guard"
    )]
    only: Vec<Part>,
    /// How often to measure each build; everything else is measured five times as often
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Resume an interrupted run of these parts: keep the builds that were measured
    #[arg(long, requires = "only")]
    resume: bool,
    /// Measure all parts, including EC2 in release and S3, which take the official SDK many minutes
    #[arg(long, conflicts_with = "only")]
    full: bool,
    /// A note on how these parts were measured, for the results
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// The pages to import
    #[arg(long, value_name = "PAGES", value_parser = workspace_path, default_value = "tests/fixtures/pages/imagebuilder.get_image.txt")]
    pages: PathBuf,
    /// Only compare this project's instruction counts with the committed ones, and exit with 1 if one is more
    /// than 5% above
    #[arg(long)]
    guard: bool,
    /// Replace the committed counts with the current ones
    #[arg(long, requires = "guard")]
    accept: bool,
    /// Measure nothing; write the table and the plots of the existing results
    #[arg(long, conflicts_with_all = ["guard", "only"])]
    show: bool,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
enum Part {
    Calls,
    Loopback,
    Instructions,
    Generate,
    Build,
    Ec2,
    Ec2Release,
    S3Build,
    S3,
}

impl Part {
    /// The shortest first; those that take longer than all others are asked for with `--full`.
    const ALL: [Self; 9] = [
        Self::Calls,
        Self::Loopback,
        Self::Instructions,
        Self::Generate,
        Self::Build,
        Self::Ec2,
        Self::Ec2Release,
        Self::S3Build,
        Self::S3,
    ];

    /// Those that take longer than all others.
    const LONG: [Self; 3] = [Self::Ec2Release, Self::S3Build, Self::S3];

    fn measure(self, args: &Args, measuring: &mut Measuring<'_>) -> anyhow::Result<()> {
        let rounds = args.rounds as usize;
        match self {
            Self::Calls => calls::measure(measuring, rounds * CHEAP),
            Self::Loopback => loopback::measure(measuring, rounds * CHEAP),
            Self::Instructions => count::measure(measuring),
            Self::Generate => generate::measure(measuring, rounds * CHEAP, &args.pages),
            Self::Build => build::measure(measuring, &build::IMAGE_APPS, &Profile::BOTH, rounds),
            Self::Ec2 => build::measure(measuring, &build::EC2_APPS, &[Profile::Dev], rounds),
            Self::Ec2Release => {
                build::measure(measuring, &build::EC2_APPS, &[Profile::Release], rounds)
            }
            Self::S3Build => build::measure(measuring, &build::S3_APPS, &Profile::BOTH, rounds),
            Self::S3 => s3::measure(measuring, rounds * CHEAP),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Calls => "calls",
            Self::Loopback => "loopback",
            Self::Instructions => "instructions",
            Self::Generate => "generate",
            Self::Build => "build",
            Self::Ec2 => "ec2",
            Self::Ec2Release => "ec2-release",
            Self::S3Build => "s3-build",
            Self::S3 => "s3",
        }
    }
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if args.guard {
        return count::guard(args.accept);
    }
    let file = Path::new(FOLDER).join("results.json");
    let mut results = Results::load(&file)?;
    for part in parts(args) {
        let began = Instant::now();
        let note = args.note.as_deref();
        let mut measuring = Measuring::begin(&mut results, &file, part.name(), note);
        if args.resume {
            measuring.resume();
        }
        part.measure(args, &mut measuring)?;
        measuring.end()?;
        step(&format!("{} took {:.0?}", part.name(), began.elapsed()));
    }
    show(&results)?;
    Ok(ExitCode::SUCCESS)
}

fn parts(args: &Args) -> Vec<Part> {
    let mut parts = match args.only.as_slice() {
        _ if args.show => Vec::new(),
        [] => Part::ALL.to_vec(),
        only => only.to_vec(),
    };
    if args.only.is_empty() && !args.full {
        parts.retain(|part| !Part::LONG.contains(part));
    }
    parts
}

/// The goals on the terminal; the table, the plots and the README's figures as files.
fn show(results: &Results) -> anyhow::Result<()> {
    terminal::print(&goals::table(results))?;
    for (path, text) in shown(results, &fs::read_to_string(README)?)? {
        workshop::write_changed(&path, text.as_bytes())?;
    }
    Ok(())
}

/// The files that show the results, the README among them.
fn shown(results: &Results, readme: &str) -> anyhow::Result<Vec<(PathBuf, String)>> {
    let folder = Path::new(FOLDER);
    let mut files = vec![
        (folder.join("results.md"), table::page(results)),
        (README.into(), table::readme(results, readme)?),
    ];
    files.extend(plot::all(results).map(|(name, svg)| (folder.join(name), svg)));
    Ok(files)
}

/// A line of progress.
fn step(text: &str) {
    terminal::note(format_args!("bench: {text}"));
}

#[cfg(test)]
mod tests {
    use super::{FOLDER, README, Results, shown};
    use std::fs;
    use std::path::Path;

    #[test]
    fn the_files_that_show_the_results_are_those_of_the_results() -> anyhow::Result<()> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let results = Results::load(&root.join(FOLDER).join("results.json"))?;
        let readme = fs::read_to_string(root.join(README))?;
        for (path, text) in shown(&results, &readme)? {
            let there = fs::read_to_string(root.join(&path))?;
            assert!(
                there == text,
                "{}: run `cargo xtask bench --show`",
                path.display()
            );
        }
        Ok(())
    }
}
