//! `cargo xtask regen`: generates the crates from `spec/`.

use crate::outputs::{self, Output};
use crate::workspace_path;
use anyhow::Context;
use shapewright::diagnostic::Diagnostics;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Write nothing; print what differs, and exit with 1 where anything does
    #[arg(long)]
    check: bool,
    /// One service's folder, in place of every folder of spec/
    #[arg(long, value_name = "DIR", value_parser = workspace_path)]
    spec: Option<PathBuf>,
    /// The generated crate's folder, in place of the one that service.json names
    #[arg(long, value_name = "DIR", requires = "spec", value_parser = workspace_path)]
    out: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let folders = match &args.spec {
        Some(folder) => vec![folder.clone()],
        None => service_folders(Path::new("spec"))?,
    };
    let outputs = generate(&folders, args.out.as_deref())?;
    if args.check {
        outputs::check(&outputs, &mending_command(args))
    } else {
        outputs::write(&outputs)
    }
}

fn mending_command(args: &Args) -> String {
    let mut command = "cargo xtask regen".to_owned();
    for (option, path) in [("--spec", &args.spec), ("--out", &args.out)] {
        if let Some(path) = path {
            command.push_str(&format!(" {option} {}", path.display()));
        }
    }
    command
}

/// Every folder in `spec/` that has a `service.json`, in the order of their names.
pub(crate) fn service_folders(spec: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(spec).with_context(|| format!("{}", spec.display()))?;
    let mut folders = Vec::new();
    for entry in entries {
        let folder = entry?.path();
        if folder.join("service.json").is_file() {
            folders.push(folder);
        }
    }
    folders.sort();
    Ok(folders)
}

/// Generates all services before anything is written, so that a problem of one stops all.
fn generate(folders: &[PathBuf], out: Option<&Path>) -> anyhow::Result<Vec<Output>> {
    let mut outputs: Vec<Output> = Vec::new();
    let mut problems = Diagnostics::default();
    for folder in folders {
        let generated = shapewright::load_all(folder).then(|spec| {
            let files = shapewright::generate(spec)?;
            Ok((PathBuf::from(&spec.service.output), files))
        });
        match generated {
            Ok((output, files)) => outputs.push(Output {
                folder: out.unwrap_or(&output).join("src"),
                files,
            }),
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
    Ok(outputs)
}
