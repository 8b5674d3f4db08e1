//! What was measured: `bench/results.json`.

use super::stats;
use anyhow::Context;
use serde::{Deserialize, Serialize};
use shapewright::output::write_whole;
use std::path::Path;
use std::{fs, io, thread};

/// All readings, and the machine of the last ones.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(super) struct Results {
    pub(super) machine: Machine,
    pub(super) readings: Vec<Reading>,
}

#[derive(Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Machine {
    pub(super) processor: String,
    pub(super) cores: usize,
    pub(super) system: String,
    pub(super) rustc: String,
}

/// One measure of one subject at one work.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(super) struct Reading {
    /// The part of the bench.
    #[serde(default)]
    pub(super) part: String,
    /// What is done.
    pub(super) work: String,
    /// Who does it: this project or a peer.
    pub(super) subject: String,
    /// What is measured, with its unit.
    pub(super) measure: String,
    /// A value for each time it was measured.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) values: Vec<f64>,
    /// Why there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) missing: Option<String>,
}

impl Reading {
    pub(super) fn new(work: &str, subject: &str, measure: &str, values: Vec<f64>) -> Self {
        Self {
            part: String::new(),
            work: work.to_owned(),
            subject: subject.to_owned(),
            measure: measure.to_owned(),
            values,
            missing: None,
        }
    }

    pub(super) fn missing(work: &str, subject: &str, measure: &str, why: &anyhow::Error) -> Self {
        let why = format!("{why:#}");
        Self {
            missing: Some(why.lines().next().unwrap_or_default().to_owned()),
            ..Self::new(work, subject, measure, Vec::new())
        }
    }

    pub(super) fn median(&self) -> Option<f64> {
        stats::median(&self.values)
    }
}

impl Results {
    /// The results there are; none where there is no file yet.
    pub(super) fn load(file: &Path) -> anyhow::Result<Self> {
        match fs::read(file) {
            Ok(bytes) => serde_json::from_slice(&bytes).with_context(|| file.display().to_string()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error).with_context(|| file.display().to_string()),
        }
    }

    pub(super) fn save(&self, file: &Path) -> anyhow::Result<()> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        Ok(write_whole(file, text.as_bytes())?)
    }

    /// Puts a part's new readings in place of its old ones.
    pub(super) fn replace(&mut self, part: &str, mut readings: Vec<Reading>) {
        self.machine = Machine::here();
        self.readings.retain(|reading| reading.part != part);
        for reading in &mut readings {
            part.clone_into(&mut reading.part);
        }
        self.readings.append(&mut readings);
    }

    pub(super) fn get(&self, work: &str, subject: &str, measure: &str) -> Option<&Reading> {
        self.readings.iter().find(|reading| {
            reading.work == work && reading.subject == subject && reading.measure == measure
        })
    }
}

impl Machine {
    fn here() -> Self {
        let processors = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let processor = processors
            .lines()
            .find(|line| line.starts_with("model name"))
            .and_then(|line| line.split_once(':'))
            .map_or(std::env::consts::ARCH, |(_, name)| name.trim());
        Self {
            processor: processor.to_owned(),
            cores: thread::available_parallelism().map_or(1, usize::from),
            system: std::env::consts::OS.to_owned(),
            rustc: super::workshop::rustc_version(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Reading, Results};

    #[test]
    fn a_part_that_is_measured_anew_replaces_its_own_readings_alone() {
        let reading = |work: &str, value| Reading::new(work, "ours", "s", vec![value]);
        let mut results = Results::default();
        results.replace("calls", vec![reading("call", 1.0), reading("gone", 1.0)]);
        results.replace("build", vec![reading("build", 2.0)]);
        results.replace("calls", vec![reading("call", 3.0)]);
        let value = |work| results.get(work, "ours", "s").and_then(Reading::median);
        assert_eq!(value("call"), Some(3.0));
        assert_eq!(value("build"), Some(2.0));
        assert_eq!(value("gone"), None);
    }
}
