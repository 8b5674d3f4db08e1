//! One command that writes at a time.

use super::{place, terminal, transaction};
use anyhow::Context;
use fd_lock::RwLock;
use std::fs::{self, File};
use std::io::ErrorKind;

/// What is locked, in the cache. The system lets go of it when the process ends, however it does.
const LOCK: &str = "xtask.lock";

/// Does what writes while no other command does, after what an interrupted update left to do.
pub fn exclusively<T>(work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    let cache = place::cache()?;
    let path = cache.join(LOCK);
    let named = || path.display().to_string();
    let opened = fs::create_dir_all(&cache).and_then(|()| File::create(&path));
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
        Err(error) => return Err(error).with_context(named),
    };
    let mut lock = RwLock::new(file);
    if lock.try_write().is_err() {
        terminal::note(format_args!(
            "waiting for another command that writes ({} is locked)",
            path.display()
        ));
    }
    let _guard = lock.write().with_context(named)?;
    transaction::recover()?;
    work()
}
