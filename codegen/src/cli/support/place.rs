//! Where files are.

use anyhow::{Context, ensure};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::{env, fs, io};

/// What runs, and where.
#[derive(Debug)]
pub struct Root {
    program: &'static str,
    folder: PathBuf,
}

/// As the program has set it, before it reads its arguments.
static ROOT: OnceLock<Root> = OnceLock::new();

impl Root {
    /// The current folder.
    ///
    /// # Errors
    /// There is none.
    pub fn current(program: &'static str) -> io::Result<Self> {
        let folder = fs::canonicalize(env::current_dir()?)?;
        Ok(Self { program, folder })
    }

    /// The workspace's root as cargo says it, or the current folder where cargo did not start this.
    ///
    /// # Errors
    /// There is none.
    pub fn of_workspace(program: &'static str) -> io::Result<Self> {
        let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        match package.as_deref().and_then(Path::parent) {
            Some(root) => Ok(Self {
                program,
                folder: fs::canonicalize(root)?,
            }),
            None => Self::current(program),
        }
    }
}

/// Says what runs, and where. Only the first time counts.
pub fn set(root: Root) {
    let _ = ROOT.set(root);
}

/// The folder in which commands run.
///
/// # Errors
/// There is none.
pub fn root() -> io::Result<PathBuf> {
    match ROOT.get() {
        Some(root) => Ok(root.folder.clone()),
        None => Root::of_workspace("").map(|root| root.folder),
    }
}

/// The program as it is called.
#[must_use]
pub fn program() -> &'static str {
    ROOT.get().map_or("shapewright", |root| root.program)
}

/// The root, where it is a checkout of shapewright.
///
/// # Errors
/// There is no root.
pub fn checkout() -> io::Result<Option<PathBuf>> {
    let root = root()?;
    let is_one = ["runtime", "codegen"]
        .iter()
        .all(|name| root.join(name).join("Cargo.toml").is_file());
    Ok(is_one.then_some(root))
}

/// Where what can be had again is kept: in `target/` of what cargo builds, and elsewhere where the system
/// has caches of its users.
///
/// # Errors
/// There is no root.
pub fn cache() -> io::Result<PathBuf> {
    let root = root()?;
    if root.join("Cargo.toml").is_file() {
        return Ok(root.join("target"));
    }
    let folder = |name| {
        let value = env::var_os(name).filter(|value| !value.is_empty());
        value.map(PathBuf::from)
    };
    let home = || folder("HOME").map(|home| home.join(".cache"));
    let caches = folder("XDG_CACHE_HOME")
        .or_else(|| folder("LOCALAPPDATA"))
        .or_else(home);
    Ok(caches.map_or_else(|| root.join("target"), |caches| caches.join("shapewright")))
}

/// Reads an argument that is a path: from the workspace's root where it is in the workspace.
pub fn workspace_path(argument: &str) -> io::Result<PathBuf> {
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
pub fn below_workspace(root: &Path, path: &Path) -> anyhow::Result<PathBuf> {
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
pub fn service_folders(spec: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let named = || spec.display().to_string();
    ensure!(
        spec.is_dir(),
        "there is no folder `{}` here: run this in the folder of a crate that `{} new` made, or import a page or a model \
         first",
        named(),
        program()
    );
    let entries = fs::read_dir(spec).with_context(named)?;
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
