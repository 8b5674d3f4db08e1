//! What several commands do with generated files: write them, or say how they differ.

use super::place::below_workspace;
use super::terminal;
use crate::FileSet;
use crate::diagnostic::Diagnostics;
use crate::emit::NAMES;
use crate::output::Drift;
use crate::spec::ServiceSpec;
use anyhow::ensure;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Generated files and the folder they belong in.
pub struct Output {
    pub folder: PathBuf,
    pub files: FileSet,
}

/// Prints how the folders differ from what is generated, and the command that mends it. Above that
/// stands what `summary` makes of each output that differs, by its place.
pub fn check(
    outputs: &[Output],
    command: &str,
    summary: impl Fn(usize) -> String,
) -> anyhow::Result<ExitCode> {
    let drifts = outputs
        .iter()
        .map(|output| output.files.check(&output.folder))
        .collect::<Result<Vec<_>, _>>()?;
    if drifts.iter().all(Drift::is_empty) {
        terminal::note("no drift");
        return Ok(ExitCode::SUCCESS);
    }
    let differing = drifts.iter().enumerate();
    let differing = differing.filter(|(_, drift)| !drift.is_empty());
    let mut text: String = differing.map(|(at, _)| summary(at)).collect();
    let mut count = 0;
    for (Output { folder, .. }, drift) in outputs.iter().zip(drifts) {
        for diff in drift.changed.values() {
            text.push_str(diff);
        }
        for path in &drift.missing {
            text.push_str(&format!("missing: {}\n", folder.join(path).display()));
        }
        for path in &drift.extra {
            text.push_str(&format!("extra: {}\n", folder.join(path).display()));
        }
        count += drift.changed.len() + drift.missing.len() + drift.extra.len();
    }
    terminal::print(&text)?;
    let (files, differ) = if count == 1 {
        ("file", "differs")
    } else {
        ("files", "differ")
    };
    terminal::note(format_args!(
        "{count} {files} {differ} from what is generated; run `{command}`"
    ));
    Ok(ExitCode::from(terminal::DRIFT))
}

/// Makes the folders hold what is generated, and says what changed.
pub fn write(outputs: &[Output]) -> anyhow::Result<ExitCode> {
    for Output { folder, files } in outputs {
        let done = files.write(folder)?;
        // At once: standard error is not buffered, and a new crate has hundreds of files.
        let mut said = String::new();
        for (what, paths) in [("wrote", &done.written), ("deleted", &done.deleted)] {
            for path in paths {
                said += &format!("{what} {}\n", folder.join(path).display());
            }
        }
        let unchanged = done.unchanged;
        terminal::note(format_args!(
            "{said}{}: {unchanged} files unchanged",
            folder.display()
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// A name that a crate has is not changed by accident.
pub fn refuse_renames(
    spec: &ServiceSpec,
    files: &FileSet,
    folder: &Path,
) -> Result<(), Diagnostics> {
    let file = folder.join(NAMES);
    let Ok(older) = fs::read_to_string(&file) else {
        return Ok(());
    };
    if files.0.get(NAMES) == Some(&older) {
        return Ok(());
    }
    let names = crate::plan(spec)?.names;
    let renamed = names.renamed(&older, &spec.place(), &file.to_string_lossy());
    renamed.into_result(())
}

/// The `src/` of a spec's crate: where `out` says, or, where the spec says, in the workspace, however
/// its links lead.
pub fn source_folder(spec: &ServiceSpec, out: Option<&Path>) -> anyhow::Result<PathBuf> {
    if let Some(out) = out {
        return Ok(out.join("src"));
    }
    let output = &spec.service.output;
    let folder = Path::new(output).join("src");
    let leads = below_workspace(Path::new(""), &folder)?;
    for kept in ["spec", ".git"] {
        ensure!(
            !leads.starts_with(kept),
            "the `output` of `{}`, {output}, leads to {kept}/: name another folder",
            spec.service.service
        );
    }
    // As the spec has it, without its dots.
    Ok(folder
        .components()
        .filter(|it| *it != std::path::Component::CurDir)
        .collect())
}
