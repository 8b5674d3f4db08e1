//! Decoding, encoding and whole calls in memory, by the measuring programs.

use super::results::Measuring;
use super::workshop::{self, executable};
use super::{OFFICIAL, OURS, cost, generate, step};
use anyhow::Context;
use serde::Deserialize;
use std::path::Path;
use std::process::Command;

pub(super) const TIME: &str = "time, µs";
const RATE: &str = "MB/s";
const ALLOCATIONS: &str = "allocations";
const ALLOCATED: &str = "allocated, KB";

pub(super) const BOTO3: &str = "boto3";
const TYPIFY: &str = "serde_json, typify's types";
const FLOOR: &str = "serde_json, skipping everything";

/// The releases of boto3 and of what parses for it.
const BOTO3_RELEASES: [&str; 2] = ["boto3==1.44.5", "botocore==1.44.5"];

/// What the programs call a work, and what it is.
pub(super) const WORKS: [(&str, &str); 6] = [
    ("decode_get_image", "decode an answer of GetImage, 8.2 KB"),
    ("decode_list_images", "decode an answer of ListImages, 5 MB"),
    (
        "encode_large",
        "encode CreateDistributionConfiguration, 38 KB",
    ),
    ("call_get_image", "whole call of GetImage, answer of 8.2 KB"),
    ("call_empty", "whole call of GetImage, answer `{}`"),
    (
        "call_large",
        "whole call of CreateDistributionConfiguration, request of 38 KB",
    ),
];

/// The official SDK encodes what it is given and drops it; this project only looks at it. So the drop
/// is measured alone, and taken away.
pub(super) const DROP: (&str, &str) = ("drop_large", "drop the input of 38 KB");

/// A line of a measuring program.
#[derive(Deserialize)]
struct Line {
    work: String,
    bytes: f64,
    ns: Vec<f64>,
    allocations: Option<f64>,
    allocated: Option<f64>,
}

type Runner = Box<dyn Fn(&Path) -> Command>;

pub(super) fn measure(measuring: &mut Measuring<'_>, rounds: usize) -> anyhow::Result<()> {
    let data = workshop::data()?;
    let peers = [
        (OURS, runner("calls")),
        (OFFICIAL, runner("calls-official")),
        (TYPIFY, typify()),
        (BOTO3, boto3()),
    ];
    for (subject, runner) in &peers {
        if let Err(why) = runner {
            for (_, work) in WORKS {
                measuring.missing(work, subject, TIME, why)?;
            }
        }
    }
    for round in 1..=rounds {
        for (subject, runner) in &peers {
            let Ok(runner) = runner else { continue };
            step(&format!("calls {round}/{rounds}: {subject}"));
            let (_, output) = cost::of(&mut runner(&data)).context(*subject)?;
            for line in output.lines() {
                record(measuring, subject, &serde_json::from_str(line)?)?;
            }
        }
    }
    Ok(())
}

fn runner(program: &str) -> anyhow::Result<Runner> {
    let executable = executable(program)?;
    Ok(Box::new(move |data| {
        let mut command = Command::new(&executable);
        command.arg(data);
        command
    }))
}

fn typify() -> anyhow::Result<Runner> {
    generate::typify_types(&workshop::data()?.join("typify.rs"))?;
    runner("calls-typify")
}

/// boto3 in an environment of its own.
fn boto3() -> anyhow::Result<Runner> {
    let environment = workshop::folder()?.join("boto3");
    let python = environment.join("bin/python");
    if !python.exists() {
        step("fetches boto3");
        cost::of(
            Command::new("python3")
                .args(["-m", "venv"])
                .arg(&environment),
        )?;
    }
    let mut install = Command::new(&python);
    install
        .args(["-m", "pip", "install", "--quiet"])
        .args(BOTO3_RELEASES);
    cost::of(&mut install).context("pip cannot install boto3")?;
    Ok(Box::new(move |data| {
        let mut command = Command::new(&python);
        command.arg("bench/programs/boto3/calls.py").arg(data);
        command
    }))
}

/// Records a line of a program.
fn record(measuring: &mut Measuring<'_>, subject: &str, line: &Line) -> anyhow::Result<()> {
    let (name, subject) = match line.work.as_str() {
        "scan_get_image" => ("decode_get_image", FLOOR),
        name => (name, subject),
    };
    let Some((_, work)) = WORKS.iter().chain([&DROP]).find(|it| it.0 == name) else {
        return Ok(());
    };
    let nanoseconds = || line.ns.iter();
    let kilobytes = line.allocated.map(|bytes| bytes / 1e3);
    measuring.add(work, subject, TIME, nanoseconds().map(|ns| ns / 1e3))?;
    if name != DROP.0 && !name.starts_with("call") {
        let rates = nanoseconds().map(|ns| line.bytes / ns * 1e3);
        measuring.add(work, subject, RATE, rates)?;
    }
    measuring.add(work, subject, ALLOCATIONS, line.allocations)?;
    measuring.add(work, subject, ALLOCATED, kilobytes)
}

#[cfg(test)]
mod tests {
    use super::super::results::{Measuring, Results};
    use super::{ALLOCATIONS, FLOOR, RATE, TIME, WORKS, record};

    fn recorded(lines: &[&str]) -> anyhow::Result<Results> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("results.json");
        let mut results = Results::default();
        let mut measuring = Measuring::begin(&mut results, &file, "calls", None);
        for line in lines {
            record(&mut measuring, "ours", &serde_json::from_str(line)?)?;
        }
        Ok(results)
    }

    #[test]
    fn the_rounds_of_a_work_are_one_reading() -> anyhow::Result<()> {
        let line = r#"{"work":"decode_get_image","bytes":8000,"ns":[1000,2000],"allocations":7}"#;
        let results = recorded(&[line, line])?;
        let values = |measure| Some(&*results.get(WORKS[0].1, "ours", measure)?.values);
        assert_eq!(values(TIME), Some(&[1.0, 2.0, 1.0, 2.0][..]));
        assert_eq!(values(RATE), Some(&[8000.0, 4000.0, 8000.0, 4000.0][..]));
        assert_eq!(values(ALLOCATIONS), Some(&[7.0, 7.0][..]));
        Ok(())
    }

    #[test]
    fn the_bare_scan_is_a_subject_of_its_own() -> anyhow::Result<()> {
        let results = recorded(&[r#"{"work":"scan_get_image","bytes":8000,"ns":[1000]}"#])?;
        let subjects = results.readings.iter().map(|reading| &*reading.subject);
        assert!(subjects.eq([FLOOR, FLOOR]));
        Ok(())
    }
}
