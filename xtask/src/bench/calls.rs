//! Decoding, encoding and whole calls in memory, by the measuring programs.

use super::results::Reading;
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
pub(super) const WORKS: [(&str, &str); 5] = [
    ("decode_get_image", "decode an answer of GetImage, 8.2 KB"),
    ("decode_list_images", "decode an answer of ListImages, 5 MB"),
    (
        "encode_large",
        "encode CreateDistributionConfiguration, 38 KB",
    ),
    ("call_get_image", "whole call of GetImage, answer of 8.2 KB"),
    ("call_empty", "whole call of GetImage, answer `{}`"),
];

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

pub(super) fn measure(rounds: usize) -> anyhow::Result<Vec<Reading>> {
    let data = workshop::data()?;
    let peers = [
        (OURS, runner("calls")),
        (OFFICIAL, runner("calls-official")),
        (TYPIFY, typify()),
        (BOTO3, boto3()),
    ];
    let mut readings: Vec<Reading> = Vec::new();
    for (subject, runner) in &peers {
        if let Err(why) = runner {
            step(&format!("{subject} is missing: {why:#}"));
            readings.extend(WORKS.map(|(_, work)| Reading::missing(work, subject, TIME, why)));
        }
    }
    for round in 1..=rounds {
        for (subject, runner) in &peers {
            let Ok(runner) = runner else { continue };
            step(&format!("calls {round}/{rounds}: {subject}"));
            let (_, output) = cost::of(&mut runner(&data)).context(*subject)?;
            for line in output.lines() {
                record(&mut readings, subject, &serde_json::from_str(line)?);
            }
        }
    }
    Ok(readings)
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

/// Adds a line of a program to the readings of the rounds before.
fn record(readings: &mut Vec<Reading>, subject: &str, line: &Line) {
    let (name, subject) = match line.work.as_str() {
        "scan_get_image" => ("decode_get_image", FLOOR),
        name => (name, subject),
    };
    let Some((_, work)) = WORKS.iter().find(|(work, _)| *work == name) else {
        return;
    };
    let mut add = |measure: &str, values: Vec<f64>| {
        let same = |reading: &&mut Reading| {
            reading.work == *work && reading.subject == subject && reading.measure == measure
        };
        match readings.iter_mut().find(same) {
            Some(reading) => reading.values.extend(values),
            None => readings.push(Reading::new(work, subject, measure, values)),
        }
    };
    add(TIME, line.ns.iter().map(|ns| ns / 1e3).collect());
    if line.bytes > 100.0 && !name.starts_with("call") {
        add(
            RATE,
            line.ns.iter().map(|ns| line.bytes / ns * 1e3).collect(),
        );
    }
    add(ALLOCATIONS, line.allocations.into_iter().collect());
    add(
        ALLOCATED,
        line.allocated
            .map(|bytes| bytes / 1e3)
            .into_iter()
            .collect(),
    );
}

#[cfg(test)]
mod tests {
    use super::{ALLOCATIONS, FLOOR, RATE, TIME, record};

    #[test]
    fn the_rounds_of_a_work_are_one_reading() -> anyhow::Result<()> {
        let mut readings = Vec::new();
        let line = r#"{"work":"decode_get_image","bytes":8000,"ns":[1000,2000],"allocations":7}"#;
        record(&mut readings, "ours", &serde_json::from_str(line)?);
        record(&mut readings, "ours", &serde_json::from_str(line)?);
        let values = |measure| {
            let reading = readings.iter().find(|reading| reading.measure == measure);
            reading.map(|reading| reading.values.clone())
        };
        assert_eq!(values(TIME), Some(vec![1.0, 2.0, 1.0, 2.0]));
        assert_eq!(values(RATE), Some(vec![8000.0, 4000.0, 8000.0, 4000.0]));
        assert_eq!(values(ALLOCATIONS), Some(vec![7.0, 7.0]));
        Ok(())
    }

    #[test]
    fn the_bare_scan_is_a_subject_of_its_own() -> anyhow::Result<()> {
        let mut readings = Vec::new();
        let line = r#"{"work":"scan_get_image","bytes":8000,"ns":[1000]}"#;
        record(&mut readings, "ours", &serde_json::from_str(line)?);
        assert!(readings.iter().all(|reading| reading.subject == FLOOR));
        Ok(())
    }
}
