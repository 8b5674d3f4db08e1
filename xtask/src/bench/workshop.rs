//! `target/bench/`: where the programs of `bench/programs/` are built, and what they read.

use super::{cost, data};
use crate::support::place;
use anyhow::Context;
use shapewright::output::write_whole;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the programs are kept.
const PROGRAMS: &str = "bench/programs";

/// What a program may be made of.
const FILES: [&str; 5] = [
    "Cargo.toml",
    "Cargo.lock",
    "src/main.rs",
    "src/lib.rs",
    "examples/decode.rs",
];

/// The folder itself, as it is known everywhere.
pub(super) fn folder() -> anyhow::Result<PathBuf> {
    let folder = place::root()?.join("target/bench");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// The folder with what the programs decode and encode, written where it is not there yet.
pub(super) fn data() -> anyhow::Result<PathBuf> {
    let folder = folder()?.join("data");
    for (name, text) in data::files()? {
        write_changed(&folder.join(name), text.as_bytes())?;
    }
    Ok(folder)
}

/// A program's folder, as fresh as its source, with its dependencies fetched. A program without
/// locked versions of its own takes those of this workspace.
pub(super) fn program(name: &str) -> anyhow::Result<PathBuf> {
    let folder = folder()?.join(name);
    let source = Path::new(PROGRAMS).join(name);
    for file in FILES {
        if source.join(file).exists() {
            write_changed(&folder.join(file), &fs::read(source.join(file))?)?;
        }
    }
    if name != "measure" {
        program("measure")?;
        fetch(&folder, source.join("Cargo.lock").exists())?;
    }
    Ok(folder)
}

fn fetch(folder: &Path, locked: bool) -> anyhow::Result<()> {
    if !locked {
        fs::copy("Cargo.lock", folder.join("Cargo.lock"))?;
    }
    let mut fetch = cargo(folder);
    fetch.arg("fetch");
    if locked {
        fetch.arg("--locked");
    }
    cost::of(&mut fetch).context("the dependencies cannot be fetched")?;
    Ok(())
}

/// A program's executable, built with optimisation.
pub(super) fn executable(name: &str) -> anyhow::Result<PathBuf> {
    let program = program(name)?;
    let target = folder()?.join("target");
    super::step(&format!("builds {name}"));
    cost::of(
        cargo(&program)
            .args(["build", "--release", "--offline"])
            .env("CARGO_TARGET_DIR", &target),
    )?;
    Ok(target.join("release").join(name))
}

/// cargo in a folder, told nothing by the environment that a user's would not tell it.
pub(super) fn cargo(folder: &Path) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(folder);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        let steers = [
            "CARGO_BUILD_",
            "CARGO_PROFILE_",
            "CARGO_PKG_",
            "CARGO_MANIFEST_",
        ];
        if steers.iter().any(|prefix| text.starts_with(prefix)) {
            cargo.env_remove(&name);
        }
    }
    for name in [
        "CARGO_INCREMENTAL",
        "CARGO_TARGET_DIR",
        "RUSTFLAGS",
        "RUSTC_WRAPPER",
    ] {
        cargo.env_remove(name);
    }
    cargo.env("CARGO_TERM_COLOR", "never");
    cargo
}

/// What `rustc --version` says.
pub(super) fn rustc_version() -> String {
    let output = Command::new("rustc").arg("--version").output();
    output.map_or_else(
        |_| "unknown".to_owned(),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    )
}

/// A file that is right is not touched, so that cargo builds nothing twice.
pub(super) fn write_changed(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    write_whole(path, bytes).with_context(|| path.display().to_string())
}
