//! Files that change all together or not at all, even where the process is killed half-way.
//!
//! Everything that will be replaced is read first. Then what is to be is written down beside it all,
//! in [`FOLDER`], and a journal with the hash of each file as it is and as it is to be. From then on it
//! is done: who is killed while the files change leaves the journal, and the next command that writes
//! carries it out. It trusts the journal in nothing: paths lead below the workspace, and a file that
//! is neither as it was nor as it is to be has been changed by somebody since, which ends the update.

use crate::cli::support::place::below_workspace;
use crate::cli::support::terminal;
use crate::import::sha256;
use crate::output::{is_below, write_whole};
use anyhow::{Context, bail, ensure};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Where an update is written down, in the workspace's root: `target/` may be deleted at any time.
const FOLDER: &str = ".xtask-update";

/// The journal in it. Without one, nothing had begun.
const JOURNAL: &str = "journal.json";

/// Files to write, or (`None`) to delete, by their paths from the workspace's root.
#[derive(Debug, Default, PartialEq)]
pub struct Transaction(pub BTreeMap<PathBuf, Option<Vec<u8>>>);

/// What is written down of a transaction.
#[derive(Debug, Deserialize, Serialize)]
struct Journal {
    changes: Vec<Change>,
}

/// One file of it. What it is to hold is in the file beside the journal whose name is the change's
/// number.
#[derive(Debug, Deserialize, Serialize)]
struct Change {
    /// From the workspace's root, with `/`.
    path: String,
    /// The SHA-256 of what it holds before and after; absent where it is not there.
    before: Option<String>,
    after: Option<String>,
}

/// What became of an update that was interrupted.
#[derive(Debug, PartialEq)]
enum Recovered {
    Nothing,
    /// It is done: these files changed.
    Finished(Vec<String>),
    /// It is given up, for this reason; these files had changed before.
    GivenUp(String, Vec<String>),
}

/// What happens on the disk.
trait Disk {
    fn write(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()>;
    fn delete(&mut self, path: &Path) -> io::Result<()>;
}

/// The disk of this machine.
struct ThisDisk;

impl Disk for ThisDisk {
    fn write(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        write_whole(path, bytes)
    }

    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        match fs::rename(from, to) {
            // The folder may be on a file system of its own.
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
                write_whole(to, &fs::read(from)?)
            }
            done => done,
        }
    }

    fn delete(&mut self, path: &Path) -> io::Result<()> {
        match fs::remove_file(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            done => done,
        }
    }
}

impl Transaction {
    /// Changes the files; where one cannot be changed, puts those before it back.
    pub fn commit(&self) -> anyhow::Result<()> {
        self.commit_on(Path::new(""), &mut ThisDisk)
    }

    fn commit_on(&self, root: &Path, disk: &mut impl Disk) -> anyhow::Result<()> {
        let folder = root.join(FOLDER);
        let mut before = Vec::new();
        for path in self.0.keys() {
            below(root, path)?;
            let bytes = read(&root.join(path))
                .with_context(|| format!("{}: nothing is changed", path.display()))?;
            before.push(bytes);
        }
        let staged = self.stage(&folder, &before, disk);
        if let Err(error) = staged {
            let _ = fs::remove_dir_all(&folder);
            return Err(error.context("the update cannot be written down: nothing is changed"));
        }
        for (number, (path, bytes)) in self.0.iter().enumerate() {
            let done = match bytes {
                Some(_) => disk.rename(&folder.join(number.to_string()), &root.join(path)),
                None => disk.delete(&root.join(path)),
            };
            if let Err(error) = done {
                let lost = self.undo(root, &before, number, disk);
                let mut state = match lost.as_slice() {
                    [] => "nothing is changed".to_owned(),
                    lost => format!("not as they were: {}", lost.join(", ")),
                };
                let forgotten = disk
                    .delete(&folder.join(JOURNAL))
                    .and_then(|()| remove(&folder));
                if forgotten.is_err() {
                    state.push_str("; the next command that writes tries it again");
                }
                return Err(error).with_context(|| format!("{}: {state}", path.display()));
            }
        }
        disk.delete(&folder.join(JOURNAL))
            .and_then(|()| remove(&folder))
            .with_context(|| folder.display().to_string())
    }

    /// Writes everything down, and the journal last.
    fn stage(
        &self,
        folder: &Path,
        before: &[Option<Vec<u8>>],
        disk: &mut impl Disk,
    ) -> anyhow::Result<()> {
        remove(folder)?;
        let mut changes = Vec::new();
        for (number, ((path, after), before)) in self.0.iter().zip(before).enumerate() {
            if let Some(bytes) = after {
                disk.write(&folder.join(number.to_string()), bytes)?;
            }
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            changes.push(Change {
                path: parts.join("/"),
                before: before.as_deref().map(sha256),
                after: after.as_deref().map(sha256),
            });
        }
        let journal = serde_json::to_vec_pretty(&Journal { changes })?;
        Ok(disk.write(&folder.join(JOURNAL), &journal)?)
    }

    /// Puts files back, up to a number: those that cannot be.
    fn undo(
        &self,
        root: &Path,
        before: &[Option<Vec<u8>>],
        changed: usize,
        disk: &mut impl Disk,
    ) -> Vec<String> {
        let mut lost = Vec::new();
        for (path, bytes) in self.0.keys().zip(before).take(changed) {
            let place = root.join(path);
            let done = match bytes {
                Some(bytes) => disk.write(&place, bytes),
                None => disk.delete(&place),
            };
            if done.is_err() {
                lost.push(path.display().to_string());
            }
        }
        lost
    }
}

/// Carries out what an earlier command was killed in the middle of, and says so.
pub fn recover() -> anyhow::Result<()> {
    let list =
        |paths: &[String]| -> String { paths.iter().map(|path| format!("\n  {path}")).collect() };
    match recover_in(Path::new(""), &mut ThisDisk)? {
        Recovered::Nothing => {}
        Recovered::Finished(paths) => {
            terminal::note(format_args!(
                "an interrupted update was finished:{}",
                list(&paths)
            ));
        }
        Recovered::GivenUp(reason, paths) if paths.is_empty() => {
            terminal::note(format_args!(
                "an interrupted update was abandoned: {reason}"
            ));
        }
        Recovered::GivenUp(reason, paths) => terminal::note(format_args!(
            "an interrupted update was abandoned: {reason}; it had changed{}",
            list(&paths)
        )),
    }
    Ok(())
}

/// Whether an update was interrupted here.
pub fn is_interrupted() -> bool {
    Path::new(FOLDER).join(JOURNAL).exists()
}

fn recover_in(root: &Path, disk: &mut impl Disk) -> anyhow::Result<Recovered> {
    let folder = root.join(FOLDER);
    let journal = folder.join(JOURNAL);
    let Some(bytes) = read(&journal).with_context(|| journal.display().to_string())? else {
        remove(&folder).with_context(|| folder.display().to_string())?;
        return Ok(Recovered::Nothing);
    };
    let (changed, left) = match compared(root, &folder, &bytes) {
        Ok(compared) => compared,
        Err(Foreign { reason, changed }) => {
            remove(&folder).with_context(|| folder.display().to_string())?;
            return Ok(Recovered::GivenUp(reason, changed));
        }
    };
    let mut paths = changed;
    for (number, change) in left {
        let place = root.join(&change.path);
        let done = match change.after {
            Some(_) => disk.rename(&folder.join(number.to_string()), &place),
            None => disk.delete(&place),
        };
        done.with_context(|| format!("{}, of an interrupted update", change.path))?;
        paths.push(change.path);
    }
    disk.delete(&journal)
        .and_then(|()| remove(&folder))
        .with_context(|| folder.display().to_string())?;
    Ok(Recovered::Finished(paths))
}

/// The files of a journal that are as they are to be, and the changes that are left to make, by number.
type Compared = (Vec<String>, Vec<(usize, Change)>);

/// Why an update is given up, and what it had changed.
struct Foreign {
    reason: String,
    changed: Vec<String>,
}

/// Compares the files with a journal.
fn compared(root: &Path, folder: &Path, journal: &[u8]) -> Result<Compared, Foreign> {
    let mut changed = Vec::new();
    let mut left = Vec::new();
    let mut foreign = None;
    let journal: Journal = serde_json::from_slice(journal).map_err(|_| Foreign {
        reason: "its journal cannot be read".to_owned(),
        changed: Vec::new(),
    })?;
    for (number, change) in journal.changes.into_iter().enumerate() {
        match state(root, folder, number, &change) {
            Ok(true) => changed.push(change.path),
            Ok(false) => left.push((number, change)),
            Err(error) => foreign = foreign.or(Some(format!("{error:#}"))),
        }
    }
    match foreign {
        Some(reason) => Err(Foreign { reason, changed }),
        None => Ok((changed, left)),
    }
}

/// Whether a change is made; an error where it neither is nor can be.
fn state(root: &Path, folder: &Path, number: usize, change: &Change) -> anyhow::Result<bool> {
    let path = Path::new(&change.path);
    below(root, path)?;
    let now = read(&root.join(path)).with_context(|| change.path.clone())?;
    let now = now.as_deref().map(sha256);
    if now == change.after {
        return Ok(true);
    }
    ensure!(now == change.before, "{} has changed since", change.path);
    if change.after.is_some() {
        let staged = read(&folder.join(number.to_string()))?;
        ensure!(
            staged.as_deref().map(sha256) == change.after,
            "what {} is to hold is not there",
            change.path
        );
    }
    Ok(false)
}

/// Fails where a path leads out of the workspace, or to what is git's.
fn below(root: &Path, path: &Path) -> anyhow::Result<()> {
    let first = path.iter().next().unwrap_or_default();
    ensure!(
        is_below(path) && !first.eq_ignore_ascii_case(".git"),
        "{}: not below the workspace",
        path.display()
    );
    below_workspace(root, path).map(drop)
}

/// A file's bytes; `None` where there is none.
fn read(path: &Path) -> anyhow::Result<Option<Vec<u8>>> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
        Ok(found) if !found.is_file() => bail!("it is no regular file, and stays"),
        Ok(_) => {}
    }
    Ok(Some(fs::read(path)?))
}

/// Removes the folder of an update.
fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

#[cfg(test)]
mod tests;
