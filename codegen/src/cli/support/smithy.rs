//! Smithy's JSON ASTs on disk: told from botocore's models, read, and streamed out of archives.

use crate::import::model::Import;
use crate::import::smithy::{self, File};
use crate::spec::Service;
use anyhow::{Context, ensure};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The text before the version of Smithy, with which an AST begins.
const MARK: &str = "\"smithy\"";

/// One AST.
pub struct Ast {
    pub name: String,
    bytes: Vec<u8>,
    /// The shape of the service that is meant, where that must be said.
    pub shape: Option<String>,
    /// The service as boto3 calls it, where that was said.
    pub service: Option<String>,
}

impl Ast {
    pub fn load(path: &Path) -> anyhow::Result<Self> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Ok(Self {
            name: name.into_owned(),
            bytes: fs::read(path).with_context(|| path.display().to_string())?,
            shape: None,
            service: None,
        })
    }

    /// The AST in a file, where it is one.
    pub fn sniff(path: &Path) -> Option<Self> {
        let ast = path.is_file().then(|| Self::load(path).ok()).flatten()?;
        let text = std::str::from_utf8(&ast.bytes).ok()?;
        let (_, rest) = text.split_once(MARK)?;
        let is_version = rest.trim_start().strip_prefix(':');
        let is_version = is_version.is_some_and(|rest| {
            rest.trim_start().starts_with("\"1") || rest.trim_start().starts_with("\"2")
        });
        (is_version && text.contains("\"shapes\"")).then_some(ast)
    }

    /// The spec of it, with what people decided in the `service.json` of the same service.
    pub fn import<'s>(
        &self,
        earlier: impl IntoIterator<Item = &'s Service>,
    ) -> anyhow::Result<Import> {
        let earlier: Vec<&Service> = earlier.into_iter().collect();
        let of_id = |id: &str| {
            let mut earlier = earlier.iter();
            earlier.find(|service| service.service_id == id).copied()
        };
        let file = File {
            name: &self.name,
            bytes: &self.bytes,
            shape: self.shape.as_deref(),
            service: self.service.as_deref(),
        };
        Ok(smithy::read(&file, &of_id)?)
    }
}

/// Calls `visit` with each AST of a folder or of a `.tar.xz`, one at a time.
pub fn for_each(source: &Path, mut visit: impl FnMut(Ast)) -> anyhow::Result<()> {
    if source.is_dir() {
        let mut files = Vec::new();
        find(source, &mut files)?;
        files.sort();
        for file in files {
            visit(Ast::load(&file)?);
        }
        return Ok(());
    }
    let mut unpacker = Command::new("xz")
        .arg("--decompress")
        .arg("--stdout")
        .arg(source)
        .stdout(Stdio::piped())
        .spawn()
        .context("xz is needed to unpack the models")?;
    let stream = unpacker.stdout.take().context("xz has no output")?;
    for entry in tar::Archive::new(stream).entries()? {
        let mut entry = entry?;
        let path = entry.path()?.into_owned();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes)?;
            visit(Ast {
                name: name.into_owned(),
                bytes,
                shape: None,
                service: None,
            });
        }
    }
    ensure!(
        unpacker.wait()?.success(),
        "{}: xz failed",
        source.display()
    );
    Ok(())
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, files)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            files.push(path);
        }
    }
    Ok(())
}
