//! The generated files: written to a folder, or compared with its contents.
//!
//! The generator owns the whole folder (the `src/` of a generated crate): a file in it that is not generated
//! is stale, and deleted.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, io};

/// The marker in one of the first lines of a generated file.
pub const MARK: &str = "@generated";

/// How many lines of a file may stand before [`MARK`].
const MARK_LINES: usize = 5;

/// The files of one generated crate: contents by path, relative to the crate's `src/`, with `/`.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct FileSet(pub BTreeMap<String, String>);

/// The difference between a folder and the generated files.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Drift {
    /// Files whose contents differ: a unified diff from the existing file to the generated one.
    pub changed: BTreeMap<String, String>,
    /// Generated files that do not exist.
    pub missing: BTreeSet<String>,
    /// Existing files that are not generated.
    pub extra: BTreeSet<String>,
}

/// The result of [`FileSet::write`].
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Written {
    /// Files that were created or replaced.
    pub written: BTreeSet<String>,
    /// Stale files that were deleted.
    pub deleted: BTreeSet<String>,
    /// The number of files that were up to date.
    pub unchanged: usize,
}

impl FileSet {
    /// Compares the files with a folder; the diffs name files below it. A folder that does not exist counts
    /// as empty.
    ///
    /// Nothing but regular files is opened: a link or a pipe in a file's place is drift.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn check(&self, folder: &Path) -> io::Result<Drift> {
        let found = found_below(folder)?;
        let mut drift = Drift::default();
        for (path, generated) in &self.0 {
            let name = with_slashes(&folder.join(path));
            match found.get(path).map(|found| found.bytes.as_deref()) {
                None => {
                    drift.missing.insert(path.clone());
                }
                Some(None) => {
                    let text = format!("{name} is no regular file\n");
                    drift.changed.insert(path.clone(), text);
                }
                Some(Some(bytes)) if bytes != generated.as_bytes() => {
                    let there = String::from_utf8_lossy(bytes);
                    let diff = unified_diff(&name, &there, generated);
                    drift.changed.insert(path.clone(), diff);
                }
                Some(Some(_)) => {}
            }
        }
        drift.extra = found
            .into_keys()
            .filter(|path| !self.0.contains_key(path))
            .collect();
        Ok(drift)
    }

    /// Makes a folder contain exactly these files. Files that are up to date are not touched; each other one
    /// is written atomically.
    ///
    /// # Errors
    /// The folder cannot be read or written, a path leads out of it, or it has files and none of them has the
    /// [`MARK`]: then it is not a generated crate, and nothing is changed.
    pub fn write(&self, folder: &Path) -> io::Result<Written> {
        if let Some(path) = self.0.keys().find(|path| !is_below(Path::new(path))) {
            let text = format!("{path}: leads out of {}", folder.display());
            return Err(io::Error::other(text));
        }
        let found = found_below(folder)?;
        let mut bytes = found.values().filter_map(|found| found.bytes.as_ref());
        if !found.is_empty() && !bytes.any(|bytes| is_generated(bytes)) {
            let text = format!(
                "{} has files, none of them generated (marked {MARK}): they are not replaced",
                folder.display()
            );
            return Err(io::Error::other(text));
        }
        let mut written = Written::default();
        let stale = || found.iter().filter(|(path, _)| !self.0.contains_key(*path));
        for (path, found) in stale().filter(|(path, _)| self.is_in_the_way(path)) {
            delete(folder, &found.path)?;
            written.deleted.insert(path.clone());
        }
        for (path, contents) in &self.0 {
            let there = found.get(path).and_then(|found| found.bytes.as_deref());
            if there == Some(contents.as_bytes()) {
                written.unchanged += 1;
            } else {
                write_whole(&folder.join(path), contents.as_bytes())?;
                written.written.insert(path.clone());
            }
        }
        for (path, found) in stale().filter(|(path, _)| !self.is_in_the_way(path)) {
            delete(folder, &found.path)?;
            written.deleted.insert(path.clone());
        }
        sweep(folder)?;
        Ok(written)
    }

    /// Whether something stands where a file, or a folder around one, has to be.
    fn is_in_the_way(&self, path: &str) -> bool {
        let below = format!("{path}/");
        let mut around = Path::new(path).ancestors().skip(1);
        self.0.keys().any(|file| file.starts_with(&below))
            || around.any(|folder| self.0.contains_key(&*folder.to_string_lossy()))
    }
}

impl Drift {
    /// Whether there are no files.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Writes a file atomically: to a temporary file beside it, which is renamed.
///
/// # Errors
/// The folder cannot be created or written; the error has the path.
pub fn write_whole(path: &Path, contents: &[u8]) -> io::Result<()> {
    /// How often it is tried: another process that writes here may take a temporary file for one
    /// that was left.
    const ATTEMPTS: usize = 5;
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut attempt = 0;
    loop {
        attempt += 1;
        let temporary = folder.join(temporary_name());
        let done = fs::create_dir_all(folder)
            .and_then(|()| fs::write(&temporary, contents))
            .and_then(|()| make_room(path))
            .and_then(|()| fs::rename(&temporary, path))
            .inspect_err(|_| drop(fs::remove_file(&temporary)));
        match done {
            Err(error) if error.kind() == io::ErrorKind::NotFound && attempt < ATTEMPTS => {}
            done => return done.map_err(|error| at(path, &error)),
        }
    }
}

/// Takes an empty folder out of a file's place; one that holds something stays, and is an error.
fn make_room(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir(path),
        _ => Ok(()),
    }
}

/// A name that no other write has, of this process or another.
fn temporary_name() -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    format!(".{}-{number}.tmp", std::process::id())
}

/// Whether a file is what [`write_whole`] writes before it renames.
fn is_temporary(name: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    name.strip_prefix('.')
        .and_then(|name| name.strip_suffix(".tmp"))
        .and_then(|name| name.split_once('-'))
        .is_some_and(|(process, count)| number(process) && number(count))
}

/// An error with the path that it is about.
fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

/// Whether a path is relative and has no `..` or `.`.
#[must_use]
pub fn is_below(path: &Path) -> bool {
    let mut parts = path.components().peekable();
    parts.peek().is_some() && parts.all(|part| matches!(part, Component::Normal(_)))
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

/// What is found in a folder.
struct Found {
    /// Its path from there.
    path: PathBuf,
    /// What it holds; `None` where it is no regular file, but a link, a pipe or the like.
    bytes: Option<Vec<u8>>,
}

/// Everything below a folder but folders, by its path from there. What goes while it is read was
/// never there.
fn found_below(folder: &Path) -> io::Result<BTreeMap<String, Found>> {
    let mut files = BTreeMap::new();
    walk(folder, |entry, path| {
        if is_temporary(&entry.file_name().to_string_lossy()) {
            return Ok(());
        }
        let bytes = if entry.file_type()?.is_file() {
            Some(fs::read(entry.path())?)
        } else {
            None
        };
        files.insert(with_slashes(&path), Found { path, bytes });
        Ok(())
    })?;
    Ok(files)
}

/// Deletes the temporary files of interrupted writes.
///
/// # Errors
/// The folder cannot be read or written.
pub fn sweep(folder: &Path) -> io::Result<()> {
    walk(folder, |entry, _| {
        if is_temporary(&entry.file_name().to_string_lossy()) {
            fs::remove_file(entry.path())?;
        }
        Ok(())
    })
}

/// Visits everything below a folder but folders, with its path from there. A folder that does not
/// exist is empty; a visit that finds its file gone is none.
fn walk(
    folder: &Path,
    mut visit: impl FnMut(&fs::DirEntry, PathBuf) -> io::Result<()>,
) -> io::Result<()> {
    let is_gone = |error: &io::Error| error.kind() == io::ErrorKind::NotFound;
    let mut open = vec![PathBuf::new()];
    while let Some(relative) = open.pop() {
        let here = folder.join(&relative);
        let entries = match fs::read_dir(&here) {
            Err(error) if is_gone(&error) => continue,
            entries => entries.map_err(|error| at(&here, &error))?,
        };
        for entry in entries {
            let entry = entry.map_err(|error| at(&here, &error))?;
            let path = relative.join(entry.file_name());
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if is_folder {
                open.push(path);
                continue;
            }
            match visit(&entry, path) {
                Err(error) if is_gone(&error) => {}
                done => done.map_err(|error| at(&entry.path(), &error))?,
            }
        }
    }
    Ok(())
}

fn with_slashes(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// Deletes a file and the folders that it leaves empty.
fn delete(folder: &Path, path: &Path) -> io::Result<()> {
    let file = folder.join(path);
    match fs::remove_file(&file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(at(&file, &error)),
        _ => {}
    }
    for ancestor in path.ancestors().skip(1) {
        // Fails on a folder that still holds something, which is as it should be.
        if ancestor.as_os_str().is_empty() || fs::remove_dir(folder.join(ancestor)).is_err() {
            break;
        }
    }
    Ok(())
}
