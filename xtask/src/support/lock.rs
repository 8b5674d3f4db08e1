//! One command that writes at a time.

use super::transaction;
use anyhow::Context;
use fd_lock::RwLock;
use std::fs::{self, File};
use std::io::ErrorKind;

/// What is locked, from the workspace's root. The system lets go of it when the process ends,
/// however it does.
const LOCK: &str = "target/xtask.lock";

/// Does what writes while no other command does, after what an interrupted update left to do.
pub(crate) fn exclusively<T>(work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    let opened = fs::create_dir_all("target").and_then(|()| File::create(LOCK));
    let file = match opened {
        Ok(file) => file,
        // Where nothing can be written, there is nothing to lock; what is written is elsewhere.
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem
            ) =>
        {
            return work();
        }
        Err(error) => return Err(error).context(LOCK),
    };
    let mut lock = RwLock::new(file);
    if lock.try_write().is_err() {
        eprintln!("waiting for another command that writes here ({LOCK} is locked)");
    }
    let _guard = lock.write().context(LOCK)?;
    transaction::recover()?;
    work()
}
