//! Applications, built from nothing.

use super::cost::{self, Cost};
use super::results::Reading;
use super::workshop::{self, cargo};
use super::{OFFICIAL, OURS, step};
use anyhow::{Context, ensure};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

pub(super) const IMAGE: &str = "an application that calls GetImage";
pub(super) const EC2: &str = "an application with five operations of EC2";

pub(super) const MODELS: &str = "shapewright, model types alone";
const BLOCKING: &str = "shapewright, blocking";

pub(super) const DEV: &str = "dev build, CPU s";
pub(super) const RELEASE: &str = "release build, CPU s";
const REBUILD: &str = "dev build after a touch of main.rs, CPU s";
pub(super) const CRATES: &str = "crates below";
pub(super) const BINARY: &str = "stripped binary, MB";
const PEAK: &str = "largest compiler process (release), MB";
const PEAK_DEV: &str = "largest compiler process (dev), MB";

/// How often main.rs is touched after each build.
const TOUCHES: usize = 3;

/// The operations that the crate of EC2 is made of.
const OPERATIONS: &str =
    "DescribeInstances,RunInstances,StartInstances,StopInstances,TerminateInstances";

struct App {
    program: &'static str,
    work: &'static str,
    subject: &'static str,
}

const APPS: [App; 6] = [
    App {
        program: "app",
        work: IMAGE,
        subject: OURS,
    },
    App {
        program: "app-blocking",
        work: IMAGE,
        subject: BLOCKING,
    },
    App {
        program: "app-models",
        work: IMAGE,
        subject: MODELS,
    },
    App {
        program: "app-official",
        work: IMAGE,
        subject: OFFICIAL,
    },
    App {
        program: "app-ec2",
        work: EC2,
        subject: OURS,
    },
    App {
        program: "app-ec2-official",
        work: EC2,
        subject: OFFICIAL,
    },
];

#[derive(Clone, Copy, Eq, PartialEq)]
enum Profile {
    Dev,
    Release,
}

pub(super) fn measure(rounds: usize, full: bool) -> anyhow::Result<Vec<Reading>> {
    let mut readings = Readings(Vec::new());
    let mut ready = Vec::new();
    for app in &APPS {
        match app.prepare() {
            Ok(crates) => {
                readings.add(app, CRATES, crates as f64);
                ready.push(app);
            }
            Err(why) => {
                step(&format!(
                    "{}, {} is missing: {why:#}",
                    app.work, app.subject
                ));
                readings
                    .0
                    .push(Reading::missing(app.work, app.subject, DEV, &why));
            }
        }
    }
    for round in 1..=rounds {
        for (app, profile) in ready.iter().flat_map(|app| app.profiles(full)) {
            let name = format!(
                "build {round}/{rounds}: {}, {}",
                app.program,
                profile.name()
            );
            match app.build(profile, &mut readings) {
                Ok(cost) => step(&format!(
                    "{name}: {:.1} CPU s, {:.0} s",
                    cost.cpu, cost.seconds
                )),
                Err(why) => {
                    step(&format!("{name} is missing: {why:#}"));
                    let reading = Reading::missing(app.work, app.subject, profile.measure(), &why);
                    readings.0.push(reading);
                }
            }
        }
    }
    Ok(readings.0)
}

impl Profile {
    fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "release",
        }
    }

    fn measure(self) -> &'static str {
        match self {
            Self::Dev => DEV,
            Self::Release => RELEASE,
        }
    }
}

struct Readings(Vec<Reading>);

impl Readings {
    /// Adds a value to those of the rounds before.
    fn add(&mut self, app: &App, measure: &str, value: f64) {
        let same = |reading: &&mut Reading| {
            reading.work == app.work && reading.subject == app.subject && reading.measure == measure
        };
        match self.0.iter_mut().find(same) {
            Some(reading) => reading.values.push(value),
            None => {
                let reading = Reading::new(app.work, app.subject, measure, vec![value]);
                self.0.push(reading);
            }
        }
    }
}

impl App {
    /// The profiles that it is built with: EC2 in release where that is asked for.
    fn profiles(&self, full: bool) -> impl Iterator<Item = (&Self, Profile)> {
        let release = full || self.work != EC2;
        let release = release.then_some(Profile::Release);
        [Profile::Dev]
            .into_iter()
            .chain(release)
            .map(move |profile| (self, profile))
    }

    /// Makes all there that a build needs; how many crates it has.
    fn prepare(&self) -> anyhow::Result<usize> {
        if self.program == "app-ec2" {
            generate_ec2()?;
        }
        let folder = workshop::program(self.program)?;
        let (_, tree) = cost::of(cargo(&folder).args([
            "tree",
            "--offline",
            "--edges",
            "normal,build",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ]))?;
        Ok(crates_below(&tree))
    }

    /// A clean build; then, in dev, builds after a touch, in release, the size.
    fn build(&self, profile: Profile, readings: &mut Readings) -> anyhow::Result<Cost> {
        let folder = workshop::program(self.program)?;
        let target = workshop::folder()?.join("clean");
        remove(&target)?;
        let build = || {
            let mut cargo = cargo(&folder);
            cargo.args(["build", "--offline"]);
            if profile == Profile::Release {
                cargo.arg("--release");
            }
            cargo.env("CARGO_TARGET_DIR", &target);
            cost::of(&mut cargo).map(|(cost, _)| cost)
        };
        let cost = build()?;
        match profile {
            Profile::Dev => {
                readings.add(self, profile.measure(), cost.cpu);
                readings.add(self, PEAK_DEV, cost.peak);
                for _ in 0..TOUCHES {
                    File::options()
                        .append(true)
                        .open(folder.join("src/main.rs"))?
                        .set_modified(SystemTime::now())?;
                    readings.add(self, REBUILD, build()?.cpu);
                }
            }
            Profile::Release => {
                readings.add(self, profile.measure(), cost.cpu);
                readings.add(self, PEAK, cost.peak);
                let bytes = stripped_size(&target.join("release").join(self.program))?;
                readings.add(self, BINARY, bytes as f64 / 1e6);
            }
        }
        remove(&target)?;
        Ok(cost)
    }
}

/// The crate of EC2, made anew by this very program.
fn generate_ec2() -> anyhow::Result<()> {
    let folder = workshop::folder()?.join("ec2");
    remove(&folder)?;
    let mut new = Command::new(std::env::current_exe()?);
    new.args(["new", "ec2", "--operations", OPERATIONS, "--out"]);
    cost::of(new.arg(&folder)).context("not generated")?;
    Ok(())
}

/// The packages that `cargo tree` names, less the first, which is the application.
fn crates_below(tree: &str) -> usize {
    let package = |line: &str| line.trim_end_matches(" (*)").to_owned();
    let packages: BTreeSet<String> = tree
        .lines()
        .filter(|line| !line.is_empty())
        .map(package)
        .collect();
    packages.len().saturating_sub(1)
}

fn stripped_size(binary: &Path) -> anyhow::Result<u64> {
    let stripped: PathBuf = binary.with_extension("stripped");
    cost::of(Command::new("strip").arg("-o").arg(&stripped).arg(binary))?;
    let bytes = fs::metadata(&stripped)?.len();
    ensure!(bytes > 0, "strip left nothing");
    Ok(bytes)
}

fn remove(folder: &Path) -> anyhow::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::crates_below;

    #[test]
    fn a_crate_counts_once_and_the_application_not_at_all() {
        let tree = "app v0.0.0 (/app)\nserde v1.0.0\nitoa v1.0.0\nserde v1.0.0 (*)\nserde v0.9.0\n";
        assert_eq!(crates_below(tree), 3);
    }
}
