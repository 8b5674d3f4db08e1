#![allow(clippy::unwrap_used)]

use super::*;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A disk on which one step does not happen.
struct Failing {
    steps: usize,
    fails_at: usize,
    how: How,
}

#[derive(Clone, Copy, PartialEq)]
enum How {
    /// The process is killed.
    Killed,
    /// This step fails.
    Refused,
    /// This step fails, and every one after it.
    Full,
}

impl Failing {
    fn step(&mut self) -> io::Result<()> {
        self.steps += 1;
        match self.how {
            How::Full if self.steps >= self.fails_at => Err(io::Error::other("full")),
            _ if self.steps != self.fails_at => Ok(()),
            How::Refused | How::Full => Err(io::Error::other("refused")),
            // A kill runs nothing of what comes after; neither does this.
            How::Killed => std::panic::resume_unwind(Box::new("killed")),
        }
    }
}

impl Disk for Failing {
    fn write(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.step()?;
        ThisDisk.write(path, bytes)
    }

    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        ThisDisk.rename(from, to)
    }

    fn delete(&mut self, path: &Path) -> io::Result<()> {
        self.step()?;
        ThisDisk.delete(path)
    }
}

/// A folder with an old state, and the transaction to a new one: a file changes, one that is no text
/// goes, two come.
fn folder() -> (tempfile::TempDir, Transaction) {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("changed"), "old").unwrap();
    fs::write(at("goes"), [0xff, 0xfe]).unwrap();
    let new = || Some(b"new".to_vec());
    let changes = [
        ("changed".into(), new()),
        ("comes".into(), new()),
        ("goes".into(), None),
        ("sub/comes".into(), new()),
    ];
    (folder, Transaction(changes.into()))
}

/// Every file of the folder.
fn state_of(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for folder in [folder.to_owned(), folder.join("sub")] {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_file() {
                let bytes = fs::read(path).unwrap();
                found.push(format!("{name}: {}", String::from_utf8_lossy(&bytes)));
            }
        }
    }
    found.sort();
    found
}

const OLD: [&str; 2] = ["changed: old", "goes: \u{fffd}\u{fffd}"];
const NEW: [&str; 3] = ["changed: new", "comes: new", "comes: new"];

/// Three files and the journal are written down, four files change, the journal is deleted.
const STEPS: usize = 9;

/// The step that writes the journal.
const JOURNAL_STEP: usize = 4;

fn killed(folder: &Path, transaction: &Transaction, fails_at: usize) {
    let mut disk = Failing {
        steps: 0,
        fails_at,
        how: How::Killed,
    };
    let commit = || transaction.commit_on(folder, &mut disk);
    catch_unwind(AssertUnwindSafe(commit)).unwrap_err();
}

#[test]
fn who_is_killed_at_any_step_leaves_all_or_nothing() {
    for fails_at in 1..=STEPS {
        let (folder, transaction) = folder();
        killed(folder.path(), &transaction, fails_at);
        let recovered = recover_in(folder.path(), &mut ThisDisk).unwrap();
        let begun = fails_at > JOURNAL_STEP;
        assert_eq!(
            matches!(recovered, Recovered::Finished(ref paths) if paths.len() == 4),
            begun,
            "killed at step {fails_at}: {recovered:?}"
        );
        let expected = if begun { &NEW[..] } else { &OLD[..] };
        assert_eq!(
            state_of(folder.path()),
            expected,
            "killed at step {fails_at}"
        );
        assert!(!folder.path().join(FOLDER).exists());
        let again = recover_in(folder.path(), &mut ThisDisk).unwrap();
        assert_eq!(again, Recovered::Nothing);
    }
}

#[test]
fn who_is_killed_while_recovering_recovers_later() {
    for fails_at in 1..=5 {
        let (folder, transaction) = folder();
        killed(folder.path(), &transaction, JOURNAL_STEP + 1);
        let mut disk = Failing {
            steps: 0,
            fails_at,
            how: How::Killed,
        };
        let recover = || recover_in(folder.path(), &mut disk);
        catch_unwind(AssertUnwindSafe(recover)).unwrap_err();
        recover_in(folder.path(), &mut ThisDisk).unwrap();
        assert_eq!(state_of(folder.path()), NEW, "killed at step {fails_at}");
    }
}

#[test]
fn a_file_that_cannot_be_written_undoes_those_before() {
    for fails_at in 1..STEPS {
        let (folder, transaction) = folder();
        let mut disk = Failing {
            steps: 0,
            fails_at,
            how: How::Refused,
        };
        let error = transaction.commit_on(folder.path(), &mut disk).unwrap_err();
        let error = format!("{error:#}");
        assert!(error.contains("nothing is changed"), "{error}");
        assert_eq!(state_of(folder.path()), OLD, "refused at step {fails_at}");
    }
}

#[test]
fn what_is_not_as_it_was_is_said_where_it_is_not() {
    for fails_at in 1..STEPS {
        let (folder, transaction) = folder();
        let mut disk = Failing {
            steps: 0,
            fails_at,
            how: How::Full,
        };
        let error = transaction.commit_on(folder.path(), &mut disk).unwrap_err();
        let error = format!("{error:#}");
        let is_changed = state_of(folder.path()) != OLD;
        assert_eq!(
            error.contains("not as they were: changed"),
            is_changed,
            "{error}"
        );
        assert_eq!(error.contains("nothing is changed"), !is_changed, "{error}");
    }
}

#[test]
fn what_somebody_changed_since_stays_as_it_is() {
    let (folder, transaction) = folder();
    killed(folder.path(), &transaction, JOURNAL_STEP + 2);
    fs::write(folder.path().join("goes"), "mine").unwrap();
    let recovered = recover_in(folder.path(), &mut ThisDisk).unwrap();
    let Recovered::GivenUp(reason, changed) = recovered else {
        unreachable!("{recovered:?}");
    };
    assert_eq!(reason, "goes has changed since");
    assert_eq!(changed, ["changed"]);
    assert_eq!(state_of(folder.path()), ["changed: new", "goes: mine"]);
    assert!(
        !folder.path().join(FOLDER).exists(),
        "no later command meets it"
    );
}

#[test]
fn a_journal_leads_nowhere_else() {
    let outside = tempfile::tempdir().unwrap();
    let target = outside.path().join("x");
    let absolute = target.to_str().unwrap().to_owned();
    for path in [
        "../x",
        &absolute,
        ".git/hooks/x",
        ".GIT/x",
        "a/../../x",
        "",
        "link/x",
    ] {
        let folder = tempfile::tempdir().unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(outside.path(), folder.path().join("link")).unwrap();
        let staged = folder.path().join(FOLDER);
        fs::create_dir(&staged).unwrap();
        fs::write(staged.join("0"), "new").unwrap();
        let change = Change {
            path: path.to_owned(),
            before: None,
            after: Some(sha256(b"new")),
        };
        let journal = serde_json::to_vec(&Journal {
            changes: vec![change],
        })
        .unwrap();
        fs::write(staged.join(JOURNAL), journal).unwrap();
        let recovered = recover_in(folder.path(), &mut ThisDisk).unwrap();
        assert!(
            matches!(recovered, Recovered::GivenUp(..)),
            "{path}: {recovered:?}"
        );
        assert!(!target.exists() && !folder.path().join(".git").exists());
    }
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(FOLDER)).unwrap();
    fs::write(folder.path().join(FOLDER).join(JOURNAL), "no JSON").unwrap();
    let recovered = recover_in(folder.path(), &mut ThisDisk).unwrap();
    assert!(matches!(recovered, Recovered::GivenUp(..)), "{recovered:?}");
}

#[test]
fn what_stands_in_the_way_is_found_before_anything_changes() {
    for name in ["changed", "sub"] {
        let (folder, transaction) = folder();
        let path = folder.path().join(name);
        let _ = fs::remove_file(&path);
        match name {
            "sub" => fs::write(&path, "a file").unwrap(),
            _ => fs::create_dir(&path).unwrap(),
        }
        let error = transaction
            .commit_on(folder.path(), &mut ThisDisk)
            .unwrap_err();
        let error = format!("{error:#}");
        assert!(
            error.contains(name) && error.contains("nothing is changed"),
            "{error}"
        );
        assert!(!folder.path().join("comes").exists());
    }
}
