//! The files in which the AWS CLI keeps tokens: shared with it and with other processes.

use crate::platform::log;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// One renewal at a time in this process: a refresh token is good for one.
pub(super) static RENEWAL: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// Replaces a file that only its owner may read. Nobody ever sees half of it, however many write.
pub(super) fn replace(path: &Path, content: &[u8]) -> std::io::Result<()> {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let temporary = path.with_extension(format!("{}.{number}.tmp", std::process::id()));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options
        .open(&temporary)
        .and_then(|mut file| {
            file.write_all(content)?;
            file.sync_all()
        })
        .and_then(|()| std::fs::rename(&temporary, path));
    if written.is_err() {
        let _ = std::fs::remove_file(&temporary);
    }
    written
}

/// Says that a token could not be kept, which the call that got it can do without.
pub(super) fn not_kept(path: &Path, error: &std::io::Error) {
    let path = path.display();
    log::warn(&format_args!(
        "{path}: the renewed token cannot be kept for others: {error}"
    ));
}
