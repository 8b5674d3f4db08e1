//! `cargo xtask history`: what `diff` says of old releases, held to what the compiler says.
//!
//! Every release of a service becomes a crate, with a test that uses all that it offers (`usage`).
//! Where a step from one release to the next is not breaking, the older crate's test must compile and
//! pass against the newer crate.

mod usage;

use crate::support::crates::{self, Crate};
use crate::support::place::workspace_path;
use crate::support::specs::Side;
use crate::support::terminal;
use anyhow::{Context, ensure};
use shapewright::diagnostic::Diagnostics;
use shapewright::diff::{Class, Diff};
use shapewright::spec::{Selection, ServiceSpec};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{ExitCode, Stdio};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// A folder of unpacked botocore wheels, each in a folder named after its version
    #[arg(value_parser = workspace_path)]
    releases: PathBuf,
    /// The services, such as sqs
    #[arg(long = "service", required = true, num_args = 1..)]
    services: Vec<String>,
    /// Where to write the crates
    #[arg(long, value_name = "DIR", default_value = "target/history", value_parser = workspace_path)]
    out: PathBuf,
    /// Check breaking upgrades too: the older crate's test must not compile
    #[arg(long)]
    breaking: bool,
    /// Write the crates and print the classes; compile nothing
    #[arg(long)]
    classes_only: bool,
    /// Only these operations, for large services
    #[arg(long = "operation", value_name = "NAME", num_args = 1..)]
    operations: Vec<String>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let releases = releases(&args.releases)?;
    let mut tally = Tally::default();
    for service in &args.services {
        let folder = args.out.join(service);
        let mut older: Option<Release> = None;
        for (version, data) in &releases {
            let path = data.join(service);
            if !path.is_dir() {
                continue;
            }
            let newer =
                match Release::new(version, &path, older.as_ref(), &folder, &args.operations) {
                    Ok(release) => release,
                    Err(error) if error.is::<Diagnostics>() => {
                        let reason = error.downcast::<Diagnostics>()?.0;
                        let reason = reason.into_iter().next().map(|it| it.message);
                        terminal::line(format_args!(
                            "{service} {version}: left out: {}",
                            reason.unwrap_or_default()
                        ))?;
                        older = None;
                        continue;
                    }
                    Err(error) => return Err(error),
                };
            if let Some(older) = &older {
                let step = Step::new(older, &newer)?;
                let outcome = if args.classes_only {
                    None
                } else {
                    step.try_out(args.breaking)?
                };
                terminal::line(format_args!("{service} {}", step.line(outcome)))?;
                tally.add(&step, outcome);
            }
            older = Some(newer);
        }
    }
    terminal::line(format_args!("{}", tally.line()))?;
    Ok(if tally.refuted == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(terminal::DRIFT)
    })
}

/// The releases in a folder and their `botocore/data`, the oldest first.
fn releases(folder: &Path) -> anyhow::Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let version = entry.file_name().to_string_lossy().into_owned();
        let data = entry.path().join("botocore/data");
        let numbers: Option<Vec<u64>> = version.split('.').map(|it| it.parse().ok()).collect();
        if let (Some(numbers), true) = (numbers, data.is_dir()) {
            found.push((numbers, version, data));
        }
    }
    ensure!(
        !found.is_empty(),
        "{}: no RELEASE/botocore/data in it",
        folder.display()
    );
    found.sort();
    let named = |(_, version, data)| (version, data);
    Ok(found.into_iter().map(named).collect())
}

/// One release of a service, as a crate with its test.
struct Release {
    version: String,
    spec: ServiceSpec,
    made: Crate,
    folder: PathBuf,
}

impl Release {
    /// Imported with what was decided for the release before it, and written.
    fn new(
        version: &str,
        path: &Path,
        older: Option<&Self>,
        out: &Path,
        only: &[String],
    ) -> anyhow::Result<Self> {
        let earlier = older.map(|older| older.spec.clone());
        let earlier = earlier.map(|spec| (spec.service.service.clone(), spec));
        let specs = Side::Model(path.to_owned()).specs_with(&earlier.into_iter().collect())?;
        let mut spec = specs.into_values().next().context("no spec")?;
        if !only.is_empty() {
            let known = spec.operations.iter().map(|(_, it)| it.operation.clone());
            let known = known.filter(|name| only.contains(name));
            spec.service.operations = Selection::Only(known.collect());
        }
        let made = Crate::of(&spec)?;
        let folder = out.join(version);
        made.write(&folder)?;
        let release = Self {
            version: version.to_owned(),
            spec,
            made,
            folder,
        };
        crates::write_workspace(&release.folder, &[])?;
        release.add_to_manifest()?;
        release.write_test("usage", &release.made)?;
        Ok(release)
    }

    /// The test's dependency, and the crate as the root of its workspace.
    fn add_to_manifest(&self) -> anyhow::Result<()> {
        let workspace = fs::read_to_string(self.folder.join("Cargo.toml"))?;
        let package = self.made.manifest(&self.folder)?;
        let text = format!(
            "{package}\n[dev-dependencies]\nserde = \"1\"\nserde_json = \"1\"\n\n{workspace}"
        );
        Ok(fs::write(self.folder.join("Cargo.toml"), text)?)
    }

    fn write_test(&self, name: &str, of: &Crate) -> anyhow::Result<()> {
        let folder = self.folder.join("tests");
        fs::create_dir_all(&folder)?;
        let text = usage::test(&of.plan);
        Ok(fs::write(folder.join(format!("{name}.rs")), text)?)
    }

    /// Whether a test compiles, and with `run` passes.
    fn holds(&self, tests: &[&str], run: bool) -> anyhow::Result<bool> {
        let mut cargo = crates::cargo(&self.folder);
        cargo.arg("test");
        for test in tests {
            cargo.args(["--test", test]);
        }
        if !run {
            cargo.arg("--no-run");
        }
        let output = cargo.stdin(Stdio::null()).output()?;
        let name = format!("{}.log", tests.join("-"));
        let mut log = output.stdout;
        log.extend(output.stderr);
        fs::write(self.folder.join(name), log)?;
        Ok(output.status.success())
    }
}

/// From one release to the next.
struct Step<'a> {
    older: &'a Release,
    newer: &'a Release,
    diff: Diff,
    rust: Class,
    wire: Class,
}

/// Whether the compiler says what `diff` says.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Outcome {
    /// Both releases make the same crate.
    Same,
    /// It is breaking on the wire alone: the older test compiles, and what it sees sent differs.
    Compiled,
    Confirmed,
    Refuted,
    /// Breaking it is called, and the older test does not notice.
    Unnoticed,
}

impl<'a> Step<'a> {
    fn new(older: &'a Release, newer: &'a Release) -> anyhow::Result<Self> {
        let diff = shapewright::diff::diff(&older.spec, &newer.spec)?;
        let changes = || diff.api.iter().chain(&diff.rust);
        let rust = changes().map(|change| change.rust).max();
        let wire = changes().map(|change| change.wire).max();
        Ok(Self {
            older,
            newer,
            rust: rust.unwrap_or_default(),
            wire: wire.unwrap_or_default(),
            diff,
        })
    }

    /// `None` where it is not tried: it is breaking and that was not asked for.
    fn try_out(&self, breaking: bool) -> anyhow::Result<Option<Outcome>> {
        const OLDER: &str = "usage_of_older";
        if self.newer.made.is_as(&self.older.made) {
            return Ok(Some(Outcome::Same));
        }
        if self.rust == Class::Breaking && !breaking {
            return Ok(None);
        }
        self.newer.write_test(OLDER, &self.older.made)?;
        let of_newer = self.newer.holds(&["usage"], true)?;
        ensure!(
            of_newer,
            "{}: the test does not fit its own crate",
            self.newer.folder.display()
        );
        let is_breaking = self.rust == Class::Breaking;
        let passes = self.newer.holds(&[OLDER], !is_breaking)?;
        if !is_breaking && !passes && self.wire == Class::Breaking {
            // What is sent in another way is told by a test that runs.
            let compiles = self.newer.holds(&[OLDER], false)?;
            return Ok(Some(match compiles {
                true => Outcome::Compiled,
                false => Outcome::Refuted,
            }));
        }
        Ok(Some(match (is_breaking, passes) {
            (false, true) | (true, false) => Outcome::Confirmed,
            (false, false) => Outcome::Refuted,
            (true, true) => Outcome::Unnoticed,
        }))
    }

    fn line(&self, outcome: Option<Outcome>) -> String {
        let said = match outcome {
            None => "not tried",
            Some(Outcome::Same) => "the same crate",
            Some(Outcome::Compiled) => "the older test compiles, and sees the wire differ",
            Some(Outcome::Confirmed) => "so it is",
            Some(Outcome::Refuted) => "THE OLDER TEST FAILS",
            Some(Outcome::Unnoticed) => "the older test does not notice",
        };
        format!(
            "{} -> {}: Rust {:?}, wire {:?}, {:?}: {said}",
            self.older.version,
            self.newer.version,
            self.rust,
            self.wire,
            self.diff.bump()
        )
        .to_lowercase()
    }
}

/// How many steps there were of each kind.
#[derive(Default)]
struct Tally {
    steps: usize,
    same: usize,
    compiled: usize,
    compatible: usize,
    breaking: usize,
    unnoticed: usize,
    refuted: usize,
}

impl Tally {
    fn add(&mut self, step: &Step<'_>, outcome: Option<Outcome>) {
        self.steps += 1;
        match outcome {
            Some(Outcome::Confirmed) if step.rust == Class::Breaking => self.breaking += 1,
            Some(Outcome::Confirmed) => self.compatible += 1,
            Some(Outcome::Same) => self.same += 1,
            Some(Outcome::Compiled) => self.compiled += 1,
            Some(Outcome::Unnoticed) => self.unnoticed += 1,
            Some(Outcome::Refuted) => self.refuted += 1,
            None => {}
        }
    }

    fn line(&self) -> String {
        format!(
            "{} steps: {} make the same crate, {} not breaking and the older test passes, {} breaking \
             on the wire alone and it compiles, {} breaking and it does not compile, {} breaking and it \
             does not notice, {} wrong",
            self.steps,
            self.same,
            self.compatible,
            self.compiled,
            self.breaking,
            self.unnoticed,
            self.refuted
        )
    }
}
