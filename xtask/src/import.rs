//! `cargo xtask import`: writes spec files from boto3 pages, or a service's folder from its model.

use anyhow::Context;
use shapewright::import::page;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The pages
    #[arg(required_unless_present = "model", value_name = "PAGE")]
    pages: Vec<PathBuf>,
    /// A botocore service model in place of pages: service-2.json[.gz], or its folder
    #[arg(long, value_name = "PATH", conflicts_with = "pages", value_parser = crate::workspace_path)]
    model: Option<PathBuf>,
    /// Where the renditions go, as DIR/<service>/<operation>.json
    #[arg(long, value_name = "DIR", default_value = "spec")]
    out: PathBuf,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if let Some(model) = &args.model {
        crate::model::import(model, &args.out)?;
    }
    for path in &args.pages {
        let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let imported = page::read(&name, &bytes).with_context(|| path.display().to_string())?;
        let folder = args.out.join(&imported.service);
        std::fs::create_dir_all(&folder)?;
        let mut json = serde_json::to_string_pretty(&imported.operation)?;
        json.push('\n');
        std::fs::write(
            folder.join(format!("{}.json", imported.operation.method)),
            json,
        )?;
        for warning in &imported.warnings {
            eprintln!("warning: {}: {warning}", path.display());
        }
    }
    Ok(ExitCode::SUCCESS)
}
