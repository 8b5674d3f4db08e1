//! What processes take.

use std::fs;

/// The most memory that a process (`self`, or its number) had so far, in KiB, where the system tells.
pub(crate) fn peak_memory(process: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
