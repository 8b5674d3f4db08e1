//! Files that change all together or not at all, even where the process is killed half-way.
//!
//! What is to change is first written down whole, in a journal. From then on it is done: who is killed
//! while the files are written leaves the journal, and the next command carries it out.

use anyhow::Context;
use serde::{Deserialize, Serialize};
use shapewright::output::write_whole;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The journal, in the workspace's root: `target/` may be deleted at any time.
const JOURNAL: &str = ".xtask-update.json";

/// Files to write, or (`None`) to delete.
#[derive(Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(transparent)]
pub(crate) struct Transaction(pub(crate) BTreeMap<PathBuf, Option<String>>);

/// What happens on the disk.
trait Disk {
    fn write(&mut self, path: &Path, text: &str) -> io::Result<()>;
    fn delete(&mut self, path: &Path) -> io::Result<()>;
}

/// The disk of this machine.
struct ThisDisk;

impl Disk for ThisDisk {
    fn write(&mut self, path: &Path, text: &str) -> io::Result<()> {
        write_whole(path, text.as_bytes())
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
    pub(crate) fn commit(&self) -> anyhow::Result<()> {
        self.commit_on(Path::new(JOURNAL), &mut ThisDisk)
    }

    fn commit_on(&self, journal: &Path, disk: &mut impl Disk) -> anyhow::Result<()> {
        disk.write(journal, &serde_json::to_string(self)?)
            .context("the journal cannot be written: nothing is changed")?;
        let mut before = Self::default();
        for (path, text) in &self.0 {
            before.0.insert(path.clone(), read(path)?);
            if let Err(error) = change(disk, path, text.as_deref()) {
                for (path, text) in &before.0 {
                    change(disk, path, text.as_deref())
                        .with_context(|| format!("{} is not as it was", path.display()))?;
                }
                disk.delete(journal)?;
                return Err(error)
                    .with_context(|| format!("{}: nothing is changed", path.display()));
            }
        }
        Ok(disk.delete(journal)?)
    }
}

fn change(disk: &mut impl Disk, path: &Path, text: Option<&str>) -> io::Result<()> {
    match text {
        Some(text) => disk.write(path, text),
        None => disk.delete(path),
    }
}

/// A file's text; `None` where there is none.
fn read(path: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        text => text.map(Some),
    }
}

/// Carries out what an earlier command was killed in the middle of.
pub(crate) fn recover() -> anyhow::Result<()> {
    if recover_in(Path::new(JOURNAL), &mut ThisDisk)? {
        eprintln!("an update had been interrupted: it is complete now");
    }
    Ok(())
}

fn recover_in(journal: &Path, disk: &mut impl Disk) -> anyhow::Result<bool> {
    let Some(text) = read(journal)? else {
        return Ok(false);
    };
    let transaction: Transaction =
        serde_json::from_str(&text).with_context(|| journal.display().to_string())?;
    for (path, text) in &transaction.0 {
        change(disk, path, text.as_deref()).with_context(|| path.display().to_string())?;
        delete_temporaries(path)?;
    }
    disk.delete(journal)?;
    Ok(true)
}

/// Deletes what [`write_whole`] left beside a file when it was killed.
fn delete_temporaries(path: &Path) -> io::Result<()> {
    let Some(folder) = path.parent().filter(|folder| folder.is_dir()) else {
        return Ok(());
    };
    let begin = format!(
        "{}.",
        path.file_name().unwrap_or_default().to_string_lossy()
    );
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let number = name
            .strip_prefix(&begin)
            .and_then(|it| it.strip_suffix(".tmp"));
        if number.is_some_and(|it| it.bytes().all(|byte| byte.is_ascii_digit())) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    /// A disk on which one step does not happen.
    struct Failing {
        steps: usize,
        fails_at: usize,
        how: How,
    }

    #[derive(Clone, Copy)]
    enum How {
        /// The process is killed while it writes.
        Killed,
        Refused,
    }

    impl Failing {
        fn step(&mut self, path: &Path) -> io::Result<()> {
            self.steps += 1;
            match self.how {
                _ if self.steps != self.fails_at => Ok(()),
                How::Refused => Err(io::Error::other("refused")),
                How::Killed => {
                    let name = path.file_name().unwrap().to_str().unwrap();
                    fs::write(path.with_file_name(format!("{name}.77.tmp")), "half").unwrap();
                    // A kill runs nothing of what comes after; neither does this.
                    std::panic::resume_unwind(Box::new("killed"))
                }
            }
        }
    }

    impl Disk for Failing {
        fn write(&mut self, path: &Path, text: &str) -> io::Result<()> {
            self.step(path)?;
            ThisDisk.write(path, text)
        }

        fn delete(&mut self, path: &Path) -> io::Result<()> {
            self.step(path)?;
            ThisDisk.delete(path)
        }
    }

    /// A folder with an old state, and the transaction to a new one: a file changes, one goes, two
    /// come.
    fn folder() -> (tempfile::TempDir, Transaction) {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("changed"), "old").unwrap();
        fs::write(at("goes"), "old").unwrap();
        let new = |text: &str| Some(text.to_owned());
        let changes = [
            (at("changed"), new("new")),
            (at("comes"), new("new")),
            (at("goes"), None),
            (at("sub/comes"), new("new")),
        ];
        (folder, Transaction(changes.into()))
    }

    /// Every file of the folder but the journal's temporaries, which nothing reads.
    fn state(folder: &Path) -> Vec<String> {
        let mut found = Vec::new();
        for folder in [folder.to_owned(), folder.join("sub")] {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                if path.is_file() && !name.starts_with("journal.") {
                    found.push(format!("{name}: {}", fs::read_to_string(path).unwrap()));
                }
            }
        }
        found.sort();
        found
    }

    const OLD: [&str; 2] = ["changed: old", "goes: old"];
    const NEW: [&str; 3] = ["changed: new", "comes: new", "comes: new"];

    /// The journal is written, four files change, the journal is deleted.
    const STEPS: usize = 6;

    #[test]
    fn who_is_killed_at_any_step_leaves_all_or_nothing() {
        for fails_at in 1..=STEPS {
            let (folder, transaction) = folder();
            let journal = folder.path().join("journal");
            let mut disk = Failing {
                steps: 0,
                fails_at,
                how: How::Killed,
            };
            let commit = || transaction.commit_on(&journal, &mut disk);
            catch_unwind(AssertUnwindSafe(commit)).unwrap_err();
            let recovered = recover_in(&journal, &mut ThisDisk).unwrap();
            assert_eq!(recovered, fails_at > 1, "killed at step {fails_at}");
            let expected = if fails_at == 1 { &OLD[..] } else { &NEW[..] };
            assert_eq!(state(folder.path()), expected, "killed at step {fails_at}");
            assert!(!recover_in(&journal, &mut ThisDisk).unwrap(), "only once");
        }
    }

    #[test]
    fn who_is_killed_while_recovering_recovers_later() {
        for fails_at in 1..STEPS {
            let (folder, transaction) = folder();
            let journal = folder.path().join("journal");
            fs::write(&journal, serde_json::to_string(&transaction).unwrap()).unwrap();
            let mut disk = Failing {
                steps: 0,
                fails_at,
                how: How::Killed,
            };
            let recover = || recover_in(&journal, &mut disk);
            catch_unwind(AssertUnwindSafe(recover)).unwrap_err();
            assert!(recover_in(&journal, &mut ThisDisk).unwrap());
            assert_eq!(state(folder.path()), NEW, "killed at step {fails_at}");
        }
    }

    #[test]
    fn a_file_that_cannot_be_written_undoes_those_before() {
        for fails_at in 1..STEPS {
            let (folder, transaction) = folder();
            let journal = folder.path().join("journal");
            let mut disk = Failing {
                steps: 0,
                fails_at,
                how: How::Refused,
            };
            let error = transaction.commit_on(&journal, &mut disk).unwrap_err();
            assert!(
                format!("{error:#}").contains("nothing is changed"),
                "{error:#}"
            );
            assert_eq!(state(folder.path()), OLD, "refused at step {fails_at}");
        }
    }
}
