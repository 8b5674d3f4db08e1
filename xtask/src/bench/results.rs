//! What was measured: `bench/results.json`.

use super::{stats, step};
use anyhow::Context;
use serde::{Deserialize, Serialize};
use shapewright::output::write_whole;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io, thread};

/// All readings, and the machine that they were taken on.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(super) struct Results {
    pub(super) machine: Machine,
    /// What is to be known of how a part was measured.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) notes: BTreeMap<String, String>,
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
    pub(super) fn new(part: &str, work: &str, subject: &str, measure: &str) -> Self {
        Self {
            part: part.to_owned(),
            work: work.to_owned(),
            subject: subject.to_owned(),
            measure: measure.to_owned(),
            values: Vec::new(),
            missing: None,
        }
    }

    fn is_of(&self, work: &str, subject: &str, measure: &str) -> bool {
        self.work == work && self.subject == subject && self.measure == measure
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

    pub(super) fn get(&self, work: &str, subject: &str, measure: &str) -> Option<&Reading> {
        self.readings
            .iter()
            .find(|reading| reading.is_of(work, subject, measure))
    }

    /// Puts a reading in place of the one of the same thing.
    pub(super) fn put(&mut self, reading: Reading) {
        let same =
            |old: &&mut Reading| old.is_of(&reading.work, &reading.subject, &reading.measure);
        match self.readings.iter_mut().find(same) {
            Some(old) => *old = reading,
            None => self.readings.push(reading),
        }
    }

    /// Readings of different machines are not compared: those of another one go.
    fn move_to(&mut self, machine: Machine) {
        if self.machine != machine && !self.readings.is_empty() {
            step("the readings of another machine or compiler go");
            self.readings.clear();
            self.notes.clear();
        }
        self.machine = machine;
    }
}

/// A part that is being measured. A reading takes the place of the one from before and is saved as it
/// comes, so that a run that is interrupted loses none.
pub(super) struct Measuring<'a> {
    results: &'a mut Results,
    file: PathBuf,
    part: &'static str,
    /// The readings of this run, and of the one that it goes on with: work, subject, measure.
    renewed: Vec<[String; 3]>,
}

impl<'a> Measuring<'a> {
    pub(super) fn begin(
        results: &'a mut Results,
        file: &Path,
        part: &'static str,
        note: Option<&str>,
    ) -> Self {
        results.move_to(Machine::here());
        match note {
            Some(note) => results.notes.insert(part.to_owned(), note.to_owned()),
            None => results.notes.remove(part),
        };
        Self {
            results,
            file: file.to_owned(),
            part,
            renewed: Vec::new(),
        }
    }

    /// Goes on where a run was interrupted: what it measured stays.
    pub(super) fn resume(&mut self) {
        let kept = self.results.readings.iter();
        let kept = kept.filter(|reading| reading.part == self.part && reading.missing.is_none());
        let name = |reading: &Reading| {
            [&reading.work, &reading.subject, &reading.measure].map(String::to_owned)
        };
        self.renewed.extend(kept.map(name));
    }

    /// Whether something was measured in this run, or in the one that it goes on with.
    pub(super) fn is_done(&self, work: &str, subject: &str, measure: &str) -> bool {
        let key = [work, subject, measure];
        self.renewed.iter().any(|known| known.iter().eq(key))
    }

    /// Adds values to those of this run.
    pub(super) fn add(
        &mut self,
        work: &str,
        subject: &str,
        measure: &str,
        values: impl IntoIterator<Item = f64>,
    ) -> anyhow::Result<()> {
        let values: Vec<f64> = values.into_iter().collect();
        if values.is_empty() {
            return Ok(());
        }
        self.change(work, subject, measure, |reading| {
            reading.values.extend(values);
        })
    }

    /// Why there are no values.
    pub(super) fn missing(
        &mut self,
        work: &str,
        subject: &str,
        measure: &str,
        why: &anyhow::Error,
    ) -> anyhow::Result<()> {
        let why = format!("{why:#}");
        step(&format!("{work}, {subject}, {measure} is missing: {why}"));
        let line = why.lines().next().unwrap_or_default().to_owned();
        self.change(work, subject, measure, |reading| {
            reading.missing = Some(line);
        })
    }

    /// Ends the part: what this run did not measure anew is no longer measured.
    pub(super) fn end(self) -> anyhow::Result<()> {
        let Self { results, part, .. } = self;
        let renewed = |reading: &Reading| {
            let same =
                |[work, subject, measure]: &[String; 3]| reading.is_of(work, subject, measure);
            self.renewed.iter().any(same)
        };
        results
            .readings
            .retain(|reading| reading.part != part || renewed(reading));
        results.save(&self.file)
    }

    /// Changes the reading of this run, and saves it.
    fn change(
        &mut self,
        work: &str,
        subject: &str,
        measure: &str,
        change: impl FnOnce(&mut Reading),
    ) -> anyhow::Result<()> {
        let key = [work, subject, measure].map(str::to_owned);
        let of_this_run = self.renewed.contains(&key);
        let reading = self.results.get(work, subject, measure);
        let mut reading = match reading.filter(|_| of_this_run) {
            Some(reading) => reading.clone(),
            None => Reading::new(self.part, work, subject, measure),
        };
        if !of_this_run {
            self.renewed.push(key);
        }
        change(&mut reading);
        self.results.put(reading);
        self.results.save(&self.file)
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
impl Results {
    /// Results with a value for each of part, work, subject and measure.
    pub(super) fn of(readings: &[([&str; 4], f64)]) -> Self {
        let mut results = Self::default();
        for ([part, work, subject, measure], value) in readings {
            let mut reading = Reading::new(part, work, subject, measure);
            reading.values.push(*value);
            results.put(reading);
        }
        results
    }
}

#[cfg(test)]
mod tests {
    use super::{Machine, Measuring, Reading, Results};
    use std::path::Path;

    fn value(results: &Results, work: &str) -> Option<f64> {
        results.get(work, "ours", "s").and_then(Reading::median)
    }

    fn results() -> Results {
        let of = |part, work| [part, work, "ours", "s"];
        Results {
            machine: Machine::here(),
            ..Results::of(&[
                (of("calls", "call"), 1.0),
                (of("calls", "gone"), 1.0),
                (of("build", "build"), 2.0),
            ])
        }
    }

    #[test]
    fn a_part_that_is_measured_anew_replaces_its_own_readings_alone() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("results.json");
        let mut results = results();
        let mut measuring = Measuring::begin(&mut results, &file, "calls", None);
        measuring.add("call", "ours", "s", [3.0])?;
        measuring.add("call", "ours", "s", [5.0])?;
        measuring.end()?;
        for results in [results, Results::load(&file)?] {
            assert_eq!(value(&results, "call"), Some(4.0));
            assert_eq!(value(&results, "build"), Some(2.0));
            assert_eq!(value(&results, "gone"), None);
        }
        Ok(())
    }

    #[test]
    fn a_run_that_is_interrupted_loses_nothing() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("results.json");
        let mut results = results();
        let mut measuring = Measuring::begin(&mut results, &file, "calls", None);
        measuring.add("call", "ours", "s", [3.0])?;
        let saved = Results::load(&file)?;
        assert_eq!(value(&saved, "call"), Some(3.0));
        assert_eq!(value(&saved, "gone"), Some(1.0));
        Ok(())
    }

    #[test]
    fn readings_of_another_machine_are_not_kept() {
        let mut results = results();
        results.machine.processor = "another".to_owned();
        Measuring::begin(&mut results, Path::new("unused"), "calls", Some("a note"));
        assert!(results.readings.is_empty());
        assert_eq!(results.machine, Machine::here());
        assert_eq!(
            results.notes.get("calls").map(String::as_str),
            Some("a note")
        );
    }
}
