//! botocore's source distribution: the models of every service and the protocols' test vectors.
//!
//! It is fetched into `target/` and never committed.

use super::{place, terminal};
use crate::import::sha256;
use anyhow::{Context, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The release whose models and vectors the figures are about.
const VERSION: &str = "1.44.8";

/// The SHA-256 of its source distribution.
const SHA256: &str = "945b783c1a1259e2a8b078f3f3dd40fae32ea84ab01d3a9953af6b378da7108a";

/// The unpacked source distribution, fetched where it is not there yet.
pub fn fetch() -> anyhow::Result<PathBuf> {
    let target = place::cache()?.join("botocore");
    let name = format!("botocore-{VERSION}");
    let unpacked = target.join(&name);
    if unpacked.is_dir() {
        return Ok(unpacked);
    }
    fs::create_dir_all(&target)?;
    let archive = target.join(format!("{name}.tar.gz"));
    if !archive.is_file() {
        download(&target)?;
    }
    let bytes = fs::read(&archive).with_context(|| archive.display().to_string())?;
    let digest = sha256(&bytes);
    ensure!(
        digest == SHA256,
        "{}: not the release that is expected (SHA-256 {digest}); delete it, and run again",
        archive.display()
    );
    unpack(&bytes, &target, &name)?;
    Ok(unpacked)
}

/// The folders of the services' models, by name.
pub fn services(data: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut folders = Vec::new();
    for entry in fs::read_dir(data).with_context(|| data.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            folders.push(path);
        }
    }
    folders.sort();
    Ok(folders)
}

/// pip knows the registry and its mirrors as this machine has them.
fn download(target: &Path) -> anyhow::Result<()> {
    terminal::note(format_args!(
        "fetching botocore {VERSION} (17 MB) into {}",
        target.display()
    ));
    let status = Command::new("python3")
        .args(["-m", "pip", "download", "--quiet", "--no-deps"])
        .args(["--no-binary", "botocore", "--dest"])
        .arg(target)
        .arg(format!("botocore=={VERSION}"))
        .status()
        .context(
            "python3 with pip is needed to fetch botocore; `new --model PATH` and `update --from PATH` use a model \
             that is here already",
        )?;
    ensure!(status.success(), "pip could not fetch botocore {VERSION}");
    Ok(())
}

/// Unpacks beside its place and renames, so that a folder under the final name is whole.
fn unpack(bytes: &[u8], target: &Path, name: &str) -> anyhow::Result<()> {
    let temporary = target.join(format!(".{name}.{}.tmp", std::process::id()));
    tar::Archive::new(flate2::read::GzDecoder::new(bytes)).unpack(&temporary)?;
    fs::rename(temporary.join(name), target.join(name))?;
    fs::remove_dir_all(&temporary)?;
    Ok(())
}
