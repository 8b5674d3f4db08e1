//! `cargo xtask regen`: generates the crates from `spec/`.

use crate::cli::support::crates;
use crate::cli::support::git::git;
use crate::cli::support::outputs::{self, Output, refuse_renames, source_folder};
use crate::cli::support::place::service_folders;
use crate::cli::support::place::{self, workspace_path};
use crate::cli::support::specs::specs_at;
use crate::cli::support::terminal;
use crate::diagnostic::Diagnostics;
use crate::diff::Format;
use crate::plan::Plan;
use crate::spec::ServiceSpec;
use anyhow::{Context, ensure};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct Args {
    /// Write nothing; print the drift, and exit with 1 if there is any
    #[arg(long)]
    pub check: bool,
    /// Generate only the service in this folder, instead of all in spec/
    #[arg(long, value_name = "DIR", value_parser = workspace_path)]
    spec: Option<PathBuf>,
    /// The crate's folder, instead of the one in service.json
    #[arg(long, value_name = "DIR", requires = "spec", value_parser = workspace_path)]
    out: Option<PathBuf>,
    /// The runtime dependency of a new Cargo.toml: "version", or a folder. Default: the path in a checkout of
    /// shapewright, else the version
    #[arg(long, value_name = "WHERE", value_parser = crates::Runtime::parse)]
    runtime: Option<crates::Runtime>,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let folders = match &args.spec {
        Some(folder) => vec![folder.clone()],
        None => service_folders(Path::new("spec"))?,
    };
    let (sources, outputs) = generate(&folders, args.out.as_deref())?;
    if args.check {
        let summary = |at: usize| match (sources.get(at), outputs.get(at)) {
            (Some((spec, _)), Some(output)) => summary(spec, output),
            _ => String::new(),
        };
        outputs::check(&outputs, &mending_command(args), summary)
    } else {
        let done = outputs::write(&outputs)?;
        for ((_, plan), output) in sources.iter().zip(&outputs) {
            let folder = output.folder.parent().unwrap_or(&output.folder);
            if crates::write_manifest(plan, folder, args.runtime.as_ref())? {
                terminal::note(format_args!(
                    "wrote {}",
                    folder.join("Cargo.toml").display()
                ));
            }
        }
        Ok(done)
    }
}

/// What changed since a crate was generated, as git knows it.
fn summary(spec: &ServiceSpec, output: &Output) -> String {
    let name = &spec.service.service;
    let said = spec_when_generated(spec, output).and_then(|old| {
        if old == *spec {
            return Ok("generator changed, API did not (or the files were edited)\n".to_owned());
        }
        let changes = crate::diff::diff(&old, spec)?.render(Format::Text)?;
        Ok(format!("the spec changed\n{changes}"))
    });
    let said = said
        .unwrap_or_else(|error| format!("whether the API changed is not known here: {error:#}\n"));
    format!("{name}: {said}\n")
}

/// The spec at the commit that last changed the crate.
fn spec_when_generated(spec: &ServiceSpec, output: &Output) -> anyhow::Result<ServiceSpec> {
    let folder = output.folder.to_string_lossy();
    let commit = git(&["log", "-1", "--format=%H %P", "--", &folder])?;
    let commit = String::from_utf8(commit)?;
    let (commit, parents) = commit.trim().split_once(' ').unwrap_or((commit.trim(), ""));
    ensure!(!commit.is_empty(), "{folder} is in no commit");
    let old = specs_at(commit, &spec.folder)?
        .into_iter()
        .next()
        .context("no spec")?;
    // The first commit of a shallow clone has all files, whichever commit they are of.
    let is_shallow = git(&["rev-parse", "--is-shallow-repository"])?.starts_with(b"true");
    ensure!(
        !(is_shallow && parents.is_empty() && old == *spec),
        "this clone has not the commit that last changed {folder}; `git fetch --unshallow` gets it"
    );
    Ok(old)
}

fn mending_command(args: &Args) -> String {
    let mut command = format!("{} regen", place::program());
    for (option, path) in [("--spec", &args.spec), ("--out", &args.out)] {
        if let Some(path) = path {
            command.push_str(&format!(" {option} {}", path.display()));
        }
    }
    command
}

/// What a crate is made of.
type Source = (ServiceSpec, Plan);

/// Generates all services before anything is written, so that a problem of one stops all. What each
/// output is made of stands at its place.
fn generate(folders: &[PathBuf], out: Option<&Path>) -> anyhow::Result<(Vec<Source>, Vec<Output>)> {
    let mut sources = Vec::new();
    let mut outputs: Vec<Output> = Vec::new();
    let mut problems = Diagnostics::default();
    for folder in folders {
        let generated = crate::load_all(folder).then(|spec| {
            let plan = crate::plan(spec)?;
            let files = crate::files(&plan)?;
            terminal::warn(&plan.warnings);
            Ok((spec.clone(), plan, files))
        });
        match generated {
            Ok((spec, plan, files)) => {
                let folder = source_folder(&spec, out)?;
                let of_crate = folder.parent().unwrap_or(&folder);
                if let Err(found) = crates::refuse_missing_features(&plan, of_crate) {
                    problems.0.extend(found.0);
                }
                if let Err(found) = refuse_renames(&spec, &files, &folder) {
                    problems.0.extend(found.0);
                }
                outputs.push(Output { folder, files });
                sources.push((spec, plan));
            }
            Err(found) => problems.0.extend(found.0),
        }
    }
    problems.into_result(())?;
    for (at, output) in outputs.iter().enumerate() {
        let before = outputs.iter().take(at);
        if before
            .into_iter()
            .any(|other| other.folder == output.folder)
        {
            anyhow::bail!("two services have the output {}", output.folder.display());
        }
    }
    Ok((sources, outputs))
}
