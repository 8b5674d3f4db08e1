//! `cargo xtask services`: takes every service of a botocore release through import and generation.

use crate::support::botocore;
use crate::support::crates::{self, Crate};
use crate::support::memory::peak_memory;
use crate::support::model::Model;
use crate::support::place::workspace_path;
use crate::support::smithy;
use crate::support::terminal;
use anyhow::{Context, ensure};
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use shapewright::FileSet;
use shapewright::import::model::Import;
use shapewright::overlay;
use shapewright::spec::ServiceSpec;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// How many of the slowest and the largest services are named.
const NAMED: usize = 5;

/// How many services a line of plain progress stands for.
const STRIDE: u64 = 50;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// A folder like botocore's data/, instead of that of the pinned release
    #[arg(long, value_name = "DIR", value_parser = workspace_path)]
    models: Option<PathBuf>,
    /// Smithy models instead of botocore's: a folder of JSON ASTs, or a .tar.xz; those with unsupported
    /// protocols are counted separately
    #[arg(long, value_name = "PATH", value_parser = workspace_path, conflicts_with = "models")]
    smithy: Option<PathBuf>,
    /// Only these services
    #[arg(long, value_name = "SERVICE", value_delimiter = ',')]
    only: Vec<String>,
    /// Generate everything twice and compare, and parse and rustfmt every file
    #[arg(long)]
    check: bool,
    /// Compile, lint and document the crates of these services, with warnings denied
    #[arg(long, value_name = "SERVICE", value_delimiter = ',')]
    compile: Vec<String>,
}

/// What became of one service.
struct Outcome {
    service: String,
    took: Duration,
    operations: usize,
    result: Result<Taken, String>,
}

/// A service that did not fail.
enum Taken {
    Generated(Size),
    /// Why there is no code for it.
    LeftOut(String),
}

struct Size {
    warnings: Vec<String>,
    files: usize,
    lines: usize,
    bytes: usize,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if let Some(source) = &args.smithy {
        return run_smithy(source, args);
    }
    let data = match &args.models {
        Some(folder) => folder.clone(),
        None => botocore::fetch()?.join("botocore/data"),
    };
    let mut folders = botocore::services(&data)?;
    for name in &args.only {
        let known = folders.iter().any(|folder| folder.ends_with(name));
        ensure!(known, "{}: there is no service `{name}`", data.display());
    }
    if !args.only.is_empty() {
        folders.retain(|folder| args.only.iter().any(|name| folder.ends_with(name)));
    }
    ensure!(
        !folders.is_empty(),
        "{}: there are no services",
        data.display()
    );
    let progress = Progress::new(folders.len());
    let began = Instant::now();
    let outcomes: Vec<Outcome> = folders
        .par_iter()
        .map(|folder| {
            let outcome = take_through(folder, args);
            progress.step();
            outcome
        })
        .collect();
    let took = began.elapsed();
    progress.finish();
    conclude(&outcomes, took, || specs_of(&data, &args.compile))
}

/// Every AST, one at a time, whatever their protocol: while code is generated of one, the next is read.
fn run_smithy(source: &Path, args: &Args) -> anyhow::Result<ExitCode> {
    let began = Instant::now();
    let (sender, imports) = mpsc::sync_channel(0);
    let (outcomes, specs) = thread::scope(|scope| {
        let reader = scope.spawn(move || {
            smithy::for_each(source, |ast| {
                let began = Instant::now();
                let import = ast.import(None);
                // Nobody listens where generation has panicked, which the scope passes on.
                let _ = sender.send((ast.name, import, began.elapsed()));
            })
        });
        let taken = take_all(imports, args);
        let read = reader.join();
        read.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        anyhow::Ok(taken)
    })?;
    for name in args.only.iter().chain(&args.compile) {
        let known = outcomes.iter().any(|outcome| outcome.service == *name);
        ensure!(known, "{}: there is no service `{name}`", source.display());
    }
    conclude(&outcomes, began.elapsed(), || Ok(specs))
}

/// An AST's name, what was read of it, and how long that took.
type Read = (String, anyhow::Result<Import>, Duration);

/// What became of each AST that is asked for, and the specs of those that are to be compiled.
fn take_all(imports: mpsc::Receiver<Read>, args: &Args) -> (Vec<Outcome>, Vec<ServiceSpec>) {
    let mut outcomes = Vec::new();
    let mut specs = Vec::new();
    for (name, import, took) in imports {
        let began = Instant::now();
        let of = |import: &Import| import.spec.service.service.clone();
        let service = import.as_ref().map_or(name, of);
        if !args.only.is_empty() && !args.only.contains(&service) {
            continue;
        }
        let mut operations = 0;
        let result = import.and_then(|import| {
            operations = import.spec.operations.len();
            let taken = take(&import, args.check)?;
            if matches!(taken, Taken::Generated(_)) && args.compile.contains(&service) {
                specs.push(import.spec);
            }
            Ok(taken)
        });
        outcomes.push(Outcome {
            service,
            took: took + began.elapsed(),
            operations,
            result: result.map_err(|error| format!("{error:#}")),
        });
    }
    (outcomes, specs)
}

/// One service.
fn take_through(folder: &Path, args: &Args) -> Outcome {
    let began = Instant::now();
    let mut operations = 0;
    let result = import(folder).and_then(|import| {
        operations = import.spec.operations.len();
        take(&import, args.check)
    });
    let result = match result {
        Err(error) if is_signed_by_v2(&error) => Ok(Taken::LeftOut(
            "its requests are signed by Signature Version 2, which is not supported".to_owned(),
        )),
        result => result.map_err(|error| format!("{error:#}")),
    };
    let name = folder.file_name().unwrap_or_default();
    Outcome {
        service: name.to_string_lossy().into_owned(),
        took: began.elapsed(),
        operations,
        result,
    }
}

/// Generates an imported service, where its protocol is one that there is code for.
fn take(import: &Import, check: bool) -> anyhow::Result<Taken> {
    let spec = &import.spec;
    let mut size = generate(spec, check)?;
    let imported = import.warnings.0.iter();
    size.warnings.splice(
        0..0,
        imported.map(|warning| format!("import: {}", warning.message)),
    );
    Ok(Taken::Generated(size))
}

fn import(folder: &Path) -> anyhow::Result<Import> {
    let import = Model::load(folder)?.import(None)?;
    // In this release the overlay's entries apply, all of them.
    let mut warnings = import.warnings.0.iter();
    let stale = warnings.find(|warning| overlay::is_of_overlay(&warning.at));
    ensure!(
        stale.is_none(),
        stale.map_or_else(String::new, |it| it.message.clone())
    );
    Ok(import)
}

/// Two old services of the query protocol.
fn is_signed_by_v2(error: &anyhow::Error) -> bool {
    error
        .to_string()
        .contains("unknown way to sign requests `v2`")
}

fn generate(spec: &ServiceSpec, check: bool) -> anyhow::Result<Size> {
    let plan = shapewright::plan(spec)?;
    let files = shapewright::files(&plan)?;
    if check {
        ensure!(
            shapewright::generate(spec)? == files,
            "generated twice, the bytes differ"
        );
        well_formed(&spec.service.service, &files)?;
    }
    let warnings = plan.warnings.0.into_iter();
    Ok(Size {
        warnings: warnings.map(|warning| warning.message).collect(),
        files: files.0.len(),
        lines: files.0.values().map(|text| text.lines().count()).sum(),
        bytes: files.0.values().map(String::len).sum(),
    })
}

/// rustfmt parses every file, and would change none.
fn well_formed(service: &str, files: &FileSet) -> anyhow::Result<()> {
    let folder = PathBuf::from("target/services/formatted").join(service);
    files.write(&folder)?;
    let output = Command::new("rustfmt")
        .args(["--check", "--edition", "2024"])
        .arg(folder.join("lib.rs"))
        .output()
        .context("rustfmt is needed")?;
    ensure!(
        output.status.success(),
        "rustfmt would change it, or cannot parse it:\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(fs::remove_dir_all(&folder)?)
}

/// Prints the figures and compiles the crates that are asked for; the exit code says whether all went well.
fn conclude(
    outcomes: &[Outcome],
    took: Duration,
    specs: impl FnOnce() -> anyhow::Result<Vec<ServiceSpec>>,
) -> anyhow::Result<ExitCode> {
    let failed = report(outcomes, took)?;
    let specs = specs()?;
    let compiled = specs.is_empty() || compile(&specs)?;
    Ok(if failed == 0 && compiled {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(terminal::DRIFT)
    })
}

/// Prints the figures; how many services failed.
fn report(outcomes: &[Outcome], took: Duration) -> io::Result<usize> {
    let mut failed = 0;
    let mut left_out = 0;
    let mut sizes = Vec::new();
    for outcome in outcomes {
        match &outcome.result {
            Ok(Taken::Generated(size)) => {
                for warning in &size.warnings {
                    terminal::line(format_args!("{}: warning: {warning}", outcome.service))?;
                }
                sizes.push((outcome, size));
            }
            Ok(Taken::LeftOut(reason)) => {
                left_out += 1;
                terminal::line(format_args!("{}: left out: {reason}", outcome.service))?;
            }
            Err(error) => {
                failed += 1;
                terminal::line(format_args!("{}: {error}", outcome.service))?;
            }
        }
    }
    let operations: usize = sizes.iter().map(|(outcome, _)| outcome.operations).sum();
    let files: usize = sizes.iter().map(|(_, size)| size.files).sum();
    let lines: usize = sizes.iter().map(|(_, size)| size.lines).sum();
    let bytes: usize = sizes.iter().map(|(_, size)| size.bytes).sum();
    terminal::line(format_args!(
        "{} services; generated: {operations} operations, {files} files, {lines} lines, {} MB",
        outcomes.len(),
        bytes / 1_000_000
    ))?;
    terminal::line(format_args!(
        "{:.1} s on {} threads",
        took.as_secs_f64(),
        rayon::current_num_threads()
    ))?;
    if let Some(peak) = peak_memory("self") {
        terminal::line(format_args!("{} MiB of memory at most", peak / 1024))?;
    }
    let mut slowest: Vec<&Outcome> = outcomes.iter().collect();
    slowest.sort_by_key(|outcome| std::cmp::Reverse(outcome.took));
    let slowest: Vec<String> = slowest
        .iter()
        .take(NAMED)
        .map(|outcome| format!("{} {:.1} s", outcome.service, outcome.took.as_secs_f64()))
        .collect();
    terminal::line(format_args!("slowest: {}", slowest.join(", ")))?;
    sizes.sort_by_key(|(_, size)| std::cmp::Reverse(size.bytes));
    let largest: Vec<String> = sizes
        .iter()
        .take(NAMED)
        .map(|(outcome, size)| {
            let megabytes = size.bytes as f64 / 1e6;
            format!(
                "{} {megabytes:.1} MB in {} files",
                outcome.service, size.files
            )
        })
        .collect();
    terminal::line(format_args!("largest: {}", largest.join(", ")))?;
    let warnings: usize = sizes.iter().map(|(_, size)| size.warnings.len()).sum();
    let count = sizes.len();
    terminal::line(format_args!(
        "{count} generated, {left_out} left out, {failed} failed, {warnings} warnings"
    ))?;
    Ok(failed)
}

fn specs_of(data: &Path, services: &[String]) -> anyhow::Result<Vec<ServiceSpec>> {
    let mut services = services.iter();
    services.try_fold(Vec::new(), |mut specs, service| {
        specs.push(import(&data.join(service))?.spec);
        Ok(specs)
    })
}

/// Writes the crates of some services as a workspace of their own; clippy and rustdoc deny warnings.
fn compile(specs: &[ServiceSpec]) -> anyhow::Result<bool> {
    let root = PathBuf::from("target/services/workspace");
    let mut members = Vec::new();
    for spec in specs {
        let service = &spec.service.service;
        let made = Crate::of(spec)?;
        made.write(&root.join(service))?;
        members.push(service.clone());
    }
    crates::write_workspace(&root, &members)?;
    let mut good = true;
    for (command, flags) in [
        (&["clippy", "--workspace"][..], ""),
        (&["doc", "--workspace", "--no-deps"][..], "-D warnings"),
    ] {
        let began = Instant::now();
        let mut cargo = crates::cargo(&root);
        cargo.args(command).env("RUSTDOCFLAGS", flags);
        if command.contains(&"clippy") {
            cargo.args(["--", "-D", "warnings"]);
        }
        let status = cargo.status()?;
        let verdict = if status.success() { "clean" } else { "FAILED" };
        terminal::line(format_args!(
            "cargo {}: {} crates {verdict}, {:.0} s",
            command.join(" "),
            members.len(),
            began.elapsed().as_secs_f64()
        ))?;
        good &= status.success();
    }
    Ok(good)
}

/// A bar on a terminal, a line now and then elsewhere.
struct Progress {
    bar: ProgressBar,
    plain: bool,
}

impl Progress {
    fn new(total: usize) -> Self {
        let bar = ProgressBar::new(total as u64);
        bar.set_style(ProgressStyle::default_bar());
        Self {
            bar,
            plain: !std::io::stderr().is_terminal(),
        }
    }

    fn step(&self) {
        self.bar.inc(1);
        let done = self.bar.position();
        if self.plain && done.is_multiple_of(STRIDE) {
            let total = self.bar.length().unwrap_or(done);
            terminal::note(format_args!("{done} of {total} services"));
        }
    }

    fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
