//! Where files are.

use anyhow::{Context, ensure};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The workspace's root as cargo says it, or the current folder where cargo did not start this.
pub(crate) fn root() -> io::Result<PathBuf> {
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    match package.as_deref().and_then(Path::parent) {
        Some(root) => fs::canonicalize(root),
        None => env::current_dir(),
    }
}

/// Reads an argument that is a path: from the workspace's root where it is in the workspace.
pub(crate) fn workspace_path(argument: &str) -> io::Result<PathBuf> {
    let path = fs::canonicalize(argument).or_else(|_| std::path::absolute(argument))?;
    let root = root()?;
    Ok(path
        .strip_prefix(root)
        .map_or_else(|_| path.clone(), Path::to_owned))
}

/// Where a path from a workspace's root leads, links followed: its path from there.
///
/// # Errors
/// It leads elsewhere, or nowhere.
pub(crate) fn below_workspace(root: &Path, path: &Path) -> anyhow::Result<PathBuf> {
    let root = match root.as_os_str().is_empty() {
        true => env::current_dir()?,
        false => root.to_owned(),
    };
    let root = fs::canonicalize(&root).with_context(|| root.display().to_string())?;
    let place = root.join(path);
    let there = place.ancestors().find(|it| it.symlink_metadata().is_ok());
    let there = there.unwrap_or(&root);
    let rest = place.strip_prefix(there).unwrap_or(Path::new(""));
    let leads = fs::canonicalize(there).with_context(|| there.display().to_string())?;
    let leads = leads.join(rest);
    ensure!(
        leads.starts_with(&root),
        "{} leads out of the workspace, to {}",
        path.display(),
        leads.display()
    );
    Ok(leads
        .strip_prefix(&root)
        .map(Path::to_owned)
        .unwrap_or_default())
}

/// Every folder in `spec/` that is about a service, in the order of their names: what a page was
/// imported to is one before somebody writes its `service.json`.
pub(crate) fn service_folders(spec: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(spec).with_context(|| format!("{}", spec.display()))?;
    let mut folders = Vec::new();
    for entry in entries {
        let folder = entry?.path();
        if folder.is_dir() && has_spec(&folder)? {
            folders.push(folder);
        }
    }
    folders.sort();
    Ok(folders)
}

/// Whether a folder has JSON that is no schema.
fn has_spec(folder: &Path) -> anyhow::Result<bool> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let name = entry?.file_name();
        let name = name.to_string_lossy();
        if name.ends_with(".json") && !name.ends_with(".schema.json") {
            return Ok(true);
        }
    }
    Ok(false)
}
