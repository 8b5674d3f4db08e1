//! Applications, built from nothing.
//!
//! Both sides alike: every source is fetched before, the target folder is new, the profile is cargo's,
//! and a clean build is as in CI, without incremental compilation (`CARGO_INCREMENTAL=0`). A build after
//! a touch is as while one works: with cargo's defaults, after a build that filled the caches.

use super::cost::{self, Cost};
use super::results::Measuring;
use super::workshop::{self, cargo};
use super::{OFFICIAL, OURS, generate, step};
use anyhow::{Context, ensure};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

pub(super) const IMAGE: &str = "an application that calls GetImage";
pub(super) const EC2: &str = "an application with five operations of EC2";
pub(super) const S3: &str = "an application that gets, puts and lists objects of S3";

pub(super) const MODELS: &str = "shapewright, model types alone";
const BLOCKING: &str = "shapewright, blocking";

pub(super) const DEV: &str = "dev build, CPU s";
pub(super) const RELEASE: &str = "release build, CPU s";
const REBUILD: &str = "dev build after a touch of main.rs, CPU s";
pub(super) const CRATES: &str = "crates below";
pub(super) const BINARY: &str = "stripped binary, MB";
pub(super) const LINES: &str = "lines of the service's crate";
const PEAK: &str = "largest compiler process (release), MB";
const PEAK_DEV: &str = "largest compiler process (dev), MB";

/// How often main.rs is touched after each build.
const TOUCHES: usize = 3;

/// The operations that the crate of EC2 is made of.
const OPERATIONS: &str =
    "DescribeInstances,RunInstances,StartInstances,StopInstances,TerminateInstances";

/// The operations that the application of S3 calls; the subject that has no others.
const S3_OPERATIONS: &str = "GetObject,PutObject,ListObjectsV2";
pub(super) const S3_THREE: &str = "shapewright, these operations alone";

pub(super) const OBJECT_STORE: &str = "object_store";
pub(super) const RUSTY: &str = "rusty-s3 and reqwest";

pub(super) struct App {
    program: &'static str,
    work: &'static str,
    subject: &'static str,
    /// The crate of the service that it depends on.
    library: &'static str,
}

const fn app(
    program: &'static str,
    work: &'static str,
    subject: &'static str,
    library: &'static str,
) -> App {
    App {
        program,
        work,
        subject,
        library,
    }
}

const OUR_IMAGES: &str = "shapewright-imagebuilder";

/// Those that call Image Builder.
pub(super) const IMAGE_APPS: [App; 4] = [
    app("app", IMAGE, OURS, OUR_IMAGES),
    app("app-blocking", IMAGE, BLOCKING, OUR_IMAGES),
    app("app-models", IMAGE, MODELS, OUR_IMAGES),
    app("app-official", IMAGE, OFFICIAL, "aws-sdk-imagebuilder"),
];

/// Those that call EC2.
pub(super) const EC2_APPS: [App; 2] = [
    app("app-ec2", EC2, OURS, "shapewright-ec2"),
    app("app-ec2-official", EC2, OFFICIAL, "aws-sdk-ec2"),
];

/// Those that get, put and list objects.
pub(super) const S3_APPS: [App; 5] = [
    app("app-s3", S3, OURS, "shapewright-s3"),
    app("app-s3-official", S3, OFFICIAL, "aws-sdk-s3"),
    app("app-s3-object-store", S3, OBJECT_STORE, "object_store"),
    app("app-s3-rusty", S3, RUSTY, "rusty-s3"),
    app("app-s3-three", S3, S3_THREE, "shapewright-s3"),
];

#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Profile {
    Dev,
    Release,
}

/// Builds each application in each profile, in turn, as often as there are rounds.
pub(super) fn measure(
    measuring: &mut Measuring<'_>,
    apps: &[App],
    profiles: &[Profile],
    rounds: usize,
) -> anyhow::Result<()> {
    let mut ready = Vec::new();
    for app in apps {
        match app.prepare() {
            Ok(folder) => ready.push((app, folder)),
            Err(why) => {
                for profile in profiles {
                    measuring.missing(app.work, app.subject, profile.measure(), &why)?;
                }
            }
        }
    }
    if profiles.contains(&Profile::Dev) {
        for (app, folder) in &ready {
            if !measuring.is_done(app.work, app.subject, CRATES) {
                app.size_up(folder, measuring)?;
            }
        }
    }
    let mut due = Vec::new();
    for (app, folder) in &ready {
        for profile in profiles {
            if !measuring.is_done(app.work, app.subject, profile.measure()) {
                due.push((app, folder, *profile));
            }
        }
    }
    for round in 1..=rounds {
        for (app, folder, profile) in &due {
            let name = format!("{}, {}", app.program, profile.name());
            step(&format!("build {round}/{rounds}: {name}"));
            match app.build(folder, *profile, measuring) {
                Ok(cost) => step(&format!("{:.1} CPU s, {:.0} s", cost.cpu, cost.seconds)),
                Err(why) => {
                    measuring.missing(app.work, app.subject, profile.measure(), &why)?;
                }
            }
        }
    }
    remove(&target()?)
}

impl Profile {
    pub(super) const BOTH: [Self; 2] = [Self::Dev, Self::Release];

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

    fn peak(self) -> &'static str {
        match self {
            Self::Dev => PEAK_DEV,
            Self::Release => PEAK,
        }
    }
}

impl App {
    /// Makes all there that a build needs; the application's folder.
    fn prepare(&self) -> anyhow::Result<PathBuf> {
        match self.program {
            "app-ec2" => generate("ec2", "ec2", &["--operations", OPERATIONS])?,
            "app-s3" => generate("s3", "s3", &[])?,
            "app-s3-three" => generate("s3-three", "s3", &["--operations", S3_OPERATIONS])?,
            _ => {}
        }
        workshop::program(self.program)
    }

    pub(super) fn subject(&self) -> &'static str {
        self.subject
    }

    /// Its executable with optimisation, or that of one of its examples; what the last build left is
    /// taken where it is fresh.
    pub(super) fn executable(&self, example: Option<&str>) -> anyhow::Result<PathBuf> {
        let target = self.target()?;
        ensure!(
            target.join("release").join(self.program).exists(),
            "it is not built: `cargo xtask bench --only s3-build` does that"
        );
        let folder = workshop::program(self.program)?;
        let name = example.unwrap_or(self.program);
        step(&format!("builds {name} of {}", self.program));
        let mut build = cargo(&folder);
        build.args(["build", "--release", "--offline"]);
        if example.is_some() {
            build.args(["--example", name]);
        }
        cost::of(build.env("CARGO_TARGET_DIR", &target))?;
        let release = target.join("release");
        Ok(match example {
            Some(_) => release.join("examples").join(name),
            None => release.join(name),
        })
    }

    /// Where it is built: a folder of its own where it is run later.
    fn target(&self) -> anyhow::Result<PathBuf> {
        match self.work {
            S3 => Ok(workshop::folder()?.join("kept").join(self.program)),
            _ => target(),
        }
    }

    /// What can be told without a build.
    fn size_up(&self, folder: &Path, measuring: &mut Measuring<'_>) -> anyhow::Result<()> {
        let (_, tree) = cost::of(cargo(folder).args([
            "tree",
            "--offline",
            "--edges",
            "normal,build",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ]))?;
        let crates = crates_below(&tree) as f64;
        measuring.add(self.work, self.subject, CRATES, [crates])?;
        if [OURS, OFFICIAL].contains(&self.subject) {
            let lines = generate::lines(&sources(folder, self.library)?)?;
            measuring.add(self.work, self.subject, LINES, [lines])?;
        }
        Ok(())
    }

    /// A clean build; then, in dev, builds after a touch, in release, the size.
    fn build(
        &self,
        folder: &Path,
        profile: Profile,
        measuring: &mut Measuring<'_>,
    ) -> anyhow::Result<Cost> {
        let target = self.target()?;
        remove(&target)?;
        let build = |incremental: bool| {
            let mut cargo = cargo(folder);
            cargo.args(["build", "--offline"]);
            if profile == Profile::Release {
                cargo.arg("--release");
            }
            if !incremental {
                cargo.env("CARGO_INCREMENTAL", "0");
            }
            cargo.env("CARGO_TARGET_DIR", &target);
            cost::of(&mut cargo).map(|(cost, _)| cost)
        };
        let cost = build(false)?;
        let mut add = |measure, value| measuring.add(self.work, self.subject, measure, [value]);
        add(profile.measure(), cost.cpu)?;
        add(profile.peak(), cost.peak)?;
        match profile {
            // What is run later is measured at work, and not while one works on it.
            Profile::Dev if self.work == S3 => {}
            Profile::Dev => {
                build(true)?;
                for _ in 0..TOUCHES {
                    touch(&folder.join("src/main.rs"))?;
                    add(REBUILD, build(true)?.cpu)?;
                }
            }
            Profile::Release => {
                let size = stripped_size(&target.join("release").join(self.program))?;
                add(BINARY, size as f64 / 1e6)?;
            }
        }
        Ok(cost)
    }
}

/// Where the applications are built that are not run.
fn target() -> anyhow::Result<PathBuf> {
    Ok(workshop::folder()?.join("clean"))
}

fn touch(file: &Path) -> anyhow::Result<()> {
    let file = File::options().append(true).open(file)?;
    Ok(file.set_modified(SystemTime::now())?)
}

/// Where the sources of a package are that an application depends on.
fn sources(app: &Path, library: &str) -> anyhow::Result<PathBuf> {
    #[derive(Deserialize)]
    struct Metadata {
        packages: Vec<Package>,
    }

    #[derive(Deserialize)]
    struct Package {
        name: String,
        manifest_path: PathBuf,
    }

    let mut command = cargo(app);
    let (_, metadata) = cost::of(command.args(["metadata", "--offline", "--format-version", "1"]))?;
    let metadata: Metadata = serde_json::from_str(&metadata)?;
    let mut packages = metadata.packages.iter();
    let package = packages.find(|package| package.name == library);
    let manifest = package.with_context(|| format!("{library} is not below"))?;
    Ok(manifest.manifest_path.with_file_name("src"))
}

/// The crate of a service, made anew by this very program.
fn generate(name: &str, service: &str, options: &[&str]) -> anyhow::Result<()> {
    let folder = workshop::folder()?.join(name);
    remove(&folder)?;
    let mut new = Command::new(std::env::current_exe()?);
    new.args(["new", service]).args(options).arg("--out");
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
