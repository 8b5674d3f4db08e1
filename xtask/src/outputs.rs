//! What several commands do with generated files: write them, or say how they differ.

use shapewright::FileSet;
use shapewright::output::Drift;
use std::path::PathBuf;
use std::process::ExitCode;

/// Generated files and the folder they belong in.
pub(crate) struct Output {
    pub(crate) folder: PathBuf,
    pub(crate) files: FileSet,
}

/// Prints how the folders differ from what is generated, and the command that mends it. Above that
/// stands what `summary` makes of each output that differs, by its place.
pub(crate) fn check(
    outputs: &[Output],
    command: &str,
    summary: impl Fn(usize) -> String,
) -> anyhow::Result<ExitCode> {
    let drifts = outputs
        .iter()
        .map(|output| output.files.check(&output.folder))
        .collect::<Result<Vec<_>, _>>()?;
    if drifts.iter().all(Drift::is_empty) {
        eprintln!("no drift");
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
    crate::print(&text)?;
    let (files, differ) = if count == 1 {
        ("file", "differs")
    } else {
        ("files", "differ")
    };
    eprintln!("{count} {files} {differ} from what is generated; run `{command}`");
    Ok(ExitCode::from(crate::DRIFT))
}

/// Makes the folders hold what is generated, and says what changed.
pub(crate) fn write(outputs: &[Output]) -> anyhow::Result<ExitCode> {
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
        eprintln!("{said}{}: {unchanged} files unchanged", folder.display());
    }
    Ok(ExitCode::SUCCESS)
}
