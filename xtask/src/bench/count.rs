//! Instructions, counted by valgrind's callgrind: the same at every run, so that a regression shows.
//!
//! They are the same on other machines too, within a small part of the allowance. Code that asks what the
//! processor can do (`memchr`, `std`, libc's `memcpy`) is answered by valgrind: the same made-up
//! processor with AVX2 and without AVX-512 wherever the real one has AVX2. The signer's SHA-256 asks
//! nothing. What differs is libc: its `malloc` and `memcpy` are counted as they are installed.

use super::calls::WORKS;
use super::results::Measuring;
use super::{FOLDER, OFFICIAL, OURS, cost, step, workshop};
use crate::support::terminal;
use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};
use shapewright::output::write_whole;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

pub(super) const INSTRUCTIONS: &str = "instructions";

/// How far above the committed count one may be.
const ALLOWANCE: f64 = 0.05;

/// The committed counts, and the compiler that they hold for.
#[derive(Debug, Default, Deserialize, Serialize)]
struct Baseline {
    rustc: String,
    instructions: BTreeMap<String, f64>,
}

/// This project's counts and the official SDK's.
pub(super) fn measure(measuring: &mut Measuring<'_>) -> anyhow::Result<()> {
    for (subject, program) in [(OURS, "calls"), (OFFICIAL, "calls-official")] {
        let counts = counts(program);
        for (name, work) in WORKS {
            match &counts {
                Ok(counts) => {
                    measuring.add(work, subject, INSTRUCTIONS, counts.get(name).copied())?;
                }
                Err(why) => measuring.missing(work, subject, INSTRUCTIONS, why)?,
            }
        }
    }
    Ok(())
}

/// Compares this project's counts with the committed ones.
pub(super) fn guard(accept: bool) -> anyhow::Result<ExitCode> {
    let file = Path::new(FOLDER).join("callgrind.json");
    let rustc = workshop::rustc_version();
    if !has_valgrind() {
        terminal::line(format_args!(
            "skipped: valgrind, which counts the instructions, is not installed here"
        ))?;
        return Ok(ExitCode::SUCCESS);
    }
    if !shows_avx2() {
        terminal::line(format_args!(
            "skipped: the counts are those of x86-64 with AVX2, which valgrind does not show here"
        ))?;
        return Ok(ExitCode::SUCCESS);
    }
    if accept {
        let instructions = counts("calls")?;
        let baseline = Baseline {
            rustc,
            instructions,
        };
        let text = serde_json::to_string_pretty(&baseline)? + "\n";
        write_whole(&file, text.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let text = fs::read(&file).with_context(|| file.display().to_string())?;
    let baseline: Baseline = serde_json::from_slice(&text)?;
    if baseline.rustc != rustc {
        terminal::line(format_args!(
            "skipped: the counts are those of {}, and this is {rustc}",
            baseline.rustc
        ))?;
        return Ok(ExitCode::SUCCESS);
    }
    let (report, regressed) = compare(&baseline.instructions, &counts("calls")?);
    terminal::print(&report)?;
    if regressed {
        terminal::line(format_args!(
            "more than {:.0}% above the committed count; where that is worth it, run \
             `cargo xtask bench --guard --accept`, and say why in the commit",
            ALLOWANCE * 100.0
        ))?;
        return Ok(ExitCode::from(terminal::DRIFT));
    }
    Ok(ExitCode::SUCCESS)
}

/// A line for each count, and whether one is above what is allowed.
fn compare(old: &BTreeMap<String, f64>, new: &BTreeMap<String, f64>) -> (String, bool) {
    let mut report = String::new();
    let mut regressed = false;
    for (work, new) in new {
        let change = old.get(work).map(|old| new / old - 1.0);
        let verdict = match change {
            None => "not committed yet".to_owned(),
            Some(change) => format!("{:+.1}%", change * 100.0),
        };
        let over = change.is_none_or(|change| change > ALLOWANCE);
        let mark = if over { "  <-" } else { "" };
        report += &format!("{work}: {new:.0} instructions, {verdict}{mark}\n");
        regressed |= over;
    }
    (report, regressed)
}

/// The instructions of one turn of each work.
fn counts(program: &str) -> anyhow::Result<BTreeMap<String, f64>> {
    if !has_valgrind() {
        bail!("valgrind is not installed");
    }
    let executable = workshop::executable(program)?;
    let data = workshop::data()?;
    let mut counts = BTreeMap::new();
    for (work, _) in WORKS {
        step(&format!("counts the instructions of {program}, {work}"));
        let times = if work == "decode_list_images" { 1 } else { 20 };
        counts.insert(work.to_owned(), count(&executable, &data, work, times)?);
    }
    Ok(counts)
}

fn count(executable: &Path, data: &Path, work: &str, times: u32) -> anyhow::Result<f64> {
    let report = workshop::folder()?.join("callgrind.out");
    let mut valgrind = Command::new("valgrind");
    valgrind
        .args(["--tool=callgrind", "--toggle-collect=*measured*"])
        .arg(format!("--callgrind-out-file={}", report.display()))
        .arg(executable)
        .arg(data)
        .args(["--count", work, &times.to_string()]);
    cost::of(&mut valgrind)?;
    let total = total(&fs::read_to_string(&report)?).context("callgrind gives no total")?;
    Ok((total / f64::from(times)).round())
}

/// The line `summary: N` or `totals: N` of callgrind's report.
fn total(report: &str) -> Option<f64> {
    let line = report.lines().find_map(|line| {
        line.strip_prefix("summary:")
            .or_else(|| line.strip_prefix("totals:"))
    })?;
    line.trim().parse().ok()
}

/// Whether valgrind shows programs the processor that the counts are for.
#[cfg(target_arch = "x86_64")]
fn shows_avx2() -> bool {
    std::arch::is_x86_feature_detected!("avx2")
}

#[cfg(not(target_arch = "x86_64"))]
fn shows_avx2() -> bool {
    false
}

fn has_valgrind() -> bool {
    cost::of(Command::new("valgrind").arg("--version")).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{compare, total};
    use std::collections::BTreeMap;

    #[test]
    fn five_percent_more_is_allowed() {
        let counts = |count: f64| BTreeMap::from([("call".to_owned(), count)]);
        let regressed = |new| compare(&counts(1000.0), &counts(new)).1;
        assert!(!regressed(900.0));
        assert!(!regressed(1049.0));
        assert!(regressed(1051.0));
        assert!(compare(&BTreeMap::new(), &counts(1.0)).1);
    }

    #[test]
    fn the_total_is_read_from_the_report() {
        assert_eq!(total("events: Ir\nsummary: 4580740\n"), Some(4_580_740.0));
        assert_eq!(total("events: Ir\n"), None);
    }
}
