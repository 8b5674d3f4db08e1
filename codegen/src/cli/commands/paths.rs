//! `cargo xtask paths`: lists every member of a spec file, one JSON object per line.

use crate::cli::support::place::workspace_path;
use crate::cli::support::terminal;
use crate::paths::RustItem;
use crate::plan::Plan;
use crate::spec::{self, Row};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct Args {
    /// The spec file, such as spec/imagebuilder/get_image.json
    #[arg(value_parser = workspace_path)]
    file: PathBuf,
}

/// One line of the list.
#[derive(Serialize)]
struct Line<'a> {
    section: &'a str,
    path: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    #[serde(rename = "enum")]
    values: Option<&'a [String]>,
    required: bool,
    doc: Option<&'a str>,
    /// The Rust path and type that it became.
    rust: Option<String>,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let (operation, shapes) = spec::load_operation(&args.file)?;
    let mut text = String::new();
    let plan = plan_of(&args.file);
    let rust = plan.as_ref().map(Plan::rust_paths);
    for row in spec::flatten(&operation, Some(&shapes))? {
        let item = rust
            .as_ref()
            .and_then(|rust| rust.of(&operation.operation, row.section, &row.steps));
        text.push_str(&serde_json::to_string(&line(&row, item))?);
        text.push('\n');
    }
    terminal::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// The plan of the service that a file belongs to, where it can be generated.
fn plan_of(file: &Path) -> Option<Plan> {
    let loaded = crate::load_all(file.parent()?);
    loaded.then(crate::plan).ok()
}

fn line<'a>(row: &'a Row<'a>, item: Option<RustItem>) -> Line<'a> {
    Line {
        section: row.section,
        path: &row.path,
        kind: row.kind,
        values: (!row.values.is_empty()).then_some(row.values),
        required: row.required,
        doc: row.doc,
        rust: item.map(|item| item.to_string()),
    }
}
