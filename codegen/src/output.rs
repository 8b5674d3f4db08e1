//! The generated files: written to a folder, or compared with what is there.
//!
//! The folder (the `src/` of a generated crate) belongs to the generator as a whole: a file in it
//! that is not generated is stale, and goes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// What a generated file says of itself in one of its first lines.
pub const MARK: &str = "@generated";

/// How many lines of a file may stand before [`MARK`].
const MARK_LINES: usize = 5;

/// The files of one generated crate: contents by path, relative to the crate's `src/`, with `/`.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct FileSet(pub BTreeMap<String, String>);

/// How a folder differs from what the generator makes.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Drift {
    /// Files whose contents differ: a unified diff from what is there to what is generated.
    pub changed: BTreeMap<String, String>,
    /// Files that are generated and not there.
    pub missing: BTreeSet<String>,
    /// Files that are there and not generated.
    pub extra: BTreeSet<String>,
}

/// What [`FileSet::write`] did.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Written {
    /// Files that were new or different.
    pub written: BTreeSet<String>,
    /// Files that were stale, and are gone.
    pub deleted: BTreeSet<String>,
    /// How many files were as they should be.
    pub unchanged: usize,
}

impl FileSet {
    /// Compares with a folder, by whose name the diffs call the files. A folder that does not exist
    /// is empty.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn check(&self, folder: &Path) -> io::Result<Drift> {
        let found = files_below(folder)?;
        let mut drift = Drift::default();
        for (path, generated) in &self.0 {
            match found.get(path) {
                None => {
                    drift.missing.insert(path.clone());
                }
                Some(bytes) if bytes != generated.as_bytes() => {
                    let there = String::from_utf8_lossy(bytes);
                    let name = with_slashes(&folder.join(path));
                    let diff = unified_diff(&name, &there, generated);
                    drift.changed.insert(path.clone(), diff);
                }
                Some(_) => {}
            }
        }
        drift.extra = found
            .into_keys()
            .filter(|path| !self.0.contains_key(path))
            .collect();
        Ok(drift)
    }

    /// Makes a folder hold these files and no others. Files that are right are not touched; each
    /// other one appears under its name only once it is whole.
    ///
    /// # Errors
    /// The folder cannot be read or written, or it holds files and none of them bears [`MARK`]:
    /// then it is somebody's own, and nothing is changed.
    pub fn write(&self, folder: &Path) -> io::Result<Written> {
        let found = files_below(folder)?;
        if !found.is_empty() && !found.values().any(|bytes| is_generated(bytes)) {
            let text = format!(
                "{} holds no generated file (none says {MARK}): refused to replace it",
                folder.display()
            );
            return Err(io::Error::other(text));
        }
        let mut written = Written::default();
        for (path, contents) in &self.0 {
            if found
                .get(path)
                .is_some_and(|bytes| bytes == contents.as_bytes())
            {
                written.unchanged += 1;
            } else {
                write_whole(&folder.join(path), contents.as_bytes())?;
                written.written.insert(path.clone());
            }
        }
        for path in found.into_keys().filter(|path| !self.0.contains_key(path)) {
            delete(folder, &path)?;
            written.deleted.insert(path);
        }
        Ok(written)
    }
}

impl Drift {
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Writes a file so that it is never seen half: beside its place first, then renamed.
///
/// # Errors
/// The folder cannot be made or written.
pub fn write_whole(path: &Path, contents: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let temporary = folder.join(name);
    fs::write(&temporary, contents)
        .and_then(|()| fs::rename(&temporary, path))
        .inspect_err(|_| drop(fs::remove_file(&temporary)))
}

/// A unified diff of one file, with `a/` and `b/` before its path.
#[must_use]
pub fn unified_diff(path: &str, old: &str, new: &str) -> String {
    similar::TextDiff::from_lines(old, new)
        .unified_diff()
        .header(
            &format!("a/{}", path.trim_start_matches('/')),
            &format!("b/{}", path.trim_start_matches('/')),
        )
        .to_string()
}

fn is_generated(bytes: &[u8]) -> bool {
    String::from_utf8_lossy(bytes)
        .lines()
        .take(MARK_LINES)
        .any(|line| line.contains(MARK))
}

/// Every file below a folder, by its path from there.
fn files_below(folder: &Path) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let mut open = vec![PathBuf::new()];
    while let Some(relative) = open.pop() {
        let entries = match fs::read_dir(folder.join(&relative)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            let path = relative.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                open.push(path);
            } else {
                files.insert(with_slashes(&path), fs::read(entry.path())?);
            }
        }
    }
    Ok(files)
}

fn with_slashes(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// Deletes a file and the folders that it leaves empty.
fn delete(folder: &Path, path: &str) -> io::Result<()> {
    fs::remove_file(folder.join(path))?;
    for ancestor in Path::new(path).ancestors().skip(1) {
        // Fails on a folder that still holds something, which is as it should be.
        if ancestor.as_os_str().is_empty() || fs::remove_dir(folder.join(ancestor)).is_err() {
            break;
        }
    }
    Ok(())
}
