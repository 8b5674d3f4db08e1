//! `cargo xtask services`: takes every service of a botocore release through import and generation.

use crate::{botocore, model::Model};
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// A folder laid out as botocore's data/, in place of the pinned release's
    #[arg(long, value_name = "DIR")]
    models: Option<PathBuf>,
}

/// What became of one service.
struct Outcome {
    service: String,
    took: Duration,
    operations: usize,
    shapes: usize,
    warnings: usize,
    error: Option<String>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let data = match &args.models {
        Some(folder) => folder.clone(),
        None => botocore::fetch()?.join("botocore/data"),
    };
    let folders = botocore::services(&data)?;
    let progress = Progress::new(folders.len());
    let began = Instant::now();
    let outcomes: Vec<Outcome> = folders
        .par_iter()
        .filter_map(|folder| {
            let outcome = take_through(folder);
            progress.step();
            outcome
        })
        .collect();
    let took = began.elapsed();
    progress.finish();
    for outcome in &outcomes {
        if let Some(error) = &outcome.error {
            eprintln!("{}: {error}", outcome.service);
        }
    }
    let failed = outcomes
        .iter()
        .filter(|outcome| outcome.error.is_some())
        .count();
    println!(
        "{} services, {} operations, {} shared shapes, {} warnings, {failed} failed, {:.1} s",
        outcomes.len(),
        outcomes
            .iter()
            .map(|outcome| outcome.operations)
            .sum::<usize>(),
        outcomes.iter().map(|outcome| outcome.shapes).sum::<usize>(),
        outcomes
            .iter()
            .map(|outcome| outcome.warnings)
            .sum::<usize>(),
        took.as_secs_f64()
    );
    Ok(ExitCode::SUCCESS)
}

fn take_through(folder: &std::path::Path) -> Option<Outcome> {
    let began = Instant::now();
    let model = Model::load(folder).ok()?;
    let mut outcome = Outcome {
        service: model.service.clone(),
        took: Duration::ZERO,
        operations: 0,
        shapes: 0,
        warnings: 0,
        error: None,
    };
    match model.import(None) {
        Ok(import) => {
            outcome.operations = import.spec.operations.len();
            outcome.shapes = import.spec.shapes.shapes.len();
            outcome.warnings = import.warnings.0.len();
        }
        Err(error) => outcome.error = Some(error.to_string()),
    }
    outcome.took = began.elapsed();
    Some(outcome)
}

/// A bar on a terminal, a line now and then elsewhere.
struct Progress {
    bar: ProgressBar,
    plain: bool,
}

impl Progress {
    fn new(total: usize) -> Self {
        let plain = !std::io::stderr().is_terminal();
        let bar = ProgressBar::new(total as u64);
        bar.set_style(ProgressStyle::default_bar());
        Self { bar, plain }
    }

    fn step(&self) {
        self.bar.inc(1);
        if self.plain && self.bar.position().is_multiple_of(50) {
            eprintln!(
                "{} of {} services",
                self.bar.position(),
                self.bar.length().unwrap_or(0)
            );
        }
    }

    fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
