//! `cargo xtask new`: a crate for another service, in this repository or elsewhere.

use crate::crates::Crate;
use crate::model::{self, Model};
use crate::{botocore, workspace_path};
use anyhow::ensure;
use shapewright::spec::Selection;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The service as boto3 calls it, such as sqs
    service: String,
    /// The operations, such as SendMessage,ReceiveMessage; all where none is given
    #[arg(long, value_name = "OPERATION", value_delimiter = ',')]
    operations: Vec<String>,
    /// The crate's folder
    #[arg(long, value_name = "DIR", value_parser = workspace_path)]
    out: PathBuf,
    /// The service model, in place of that of the pinned release of botocore
    #[arg(long, value_name = "PATH", value_parser = workspace_path)]
    model: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let manifest = args.out.join("Cargo.toml");
    ensure!(
        !manifest.exists(),
        "{} is there already: a new crate needs a folder of its own",
        manifest.display()
    );
    let path = match &args.model {
        Some(path) => path.clone(),
        None => botocore::fetch()?.join("botocore/data").join(&args.service),
    };
    let mut model = Model::load(&path)?;
    model.service.clone_from(&args.service);
    let import = model.import(None)?;
    model::eprint_warnings(&import);
    let mut spec = import.spec;
    if !args.operations.is_empty() {
        spec.service.operations = Selection::Only(args.operations.clone());
    }
    // The crate is the root of what its spec is about.
    ".".clone_into(&mut spec.service.output);
    let spec = shapewright::import::model::select(spec)?;
    let made = Crate::of(&spec)?;
    let folder = args.out.join("spec").join(&args.service);
    model::write(&spec, &folder)?;
    made.write(&args.out)?;
    crate::warn(&made.plan.warnings);
    eprintln!(
        "{}: {} with {} operations, generated from {}",
        args.out.display(),
        made.name(),
        spec.operations.len(),
        folder.display()
    );
    Ok(ExitCode::SUCCESS)
}
