//! Service models on disk: found, read, and written as a spec.

use super::place::service_folders;
use super::smithy::Ast;
use super::terminal;
use crate::escape;
use crate::import::merge::{Form, merge};
use crate::import::model::{self, Files, Hosts, Import};
use crate::naming;
use crate::output::write_whole;
use crate::spec::{Operation, Service, ServiceSpec};
use anyhow::Context;
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};

/// The file of a model.
const MODEL: &str = "service-2.json";

/// What gzip begins with.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// The files of one service model.
pub struct Model {
    /// The service as boto3 calls it: the name of its folder.
    pub service: String,
    name: String,
    model: Vec<u8>,
    model_extras: Option<Vec<u8>>,
    paginators: Option<Vec<u8>>,
    paginator_extras: Option<Vec<u8>>,
    waiters: Option<Vec<u8>>,
    endpoint_rules: Option<Vec<u8>>,
}

impl Model {
    /// Reads what a path names: a `service-2.json[.gz]` or the folder of it, of a version, or of a
    /// service (its newest version), laid out as botocore's `data/`.
    pub fn load(path: &Path) -> anyhow::Result<Self> {
        let file = find(path)?;
        let file = fs::canonicalize(&file).with_context(|| file.display().to_string())?;
        let folder = file.parent().unwrap_or(Path::new(""));
        let (service, version) = names(folder);
        let name = match version {
            Some(version) => format!("{service}/{version}/{MODEL}"),
            None => format!("{service}/{MODEL}"),
        };
        Ok(Self {
            service,
            name,
            model: fs::read(&file).with_context(|| file.display().to_string())?,
            model_extras: beside(folder, "service-2.sdk-extras.json")?,
            paginators: beside(folder, "paginators-1.json")?,
            paginator_extras: beside(folder, "paginators-1.sdk-extras.json")?,
            waiters: beside(folder, "waiters-2.json")?,
            endpoint_rules: beside(folder, "endpoint-rule-set-1.json")?,
        })
    }

    /// The spec of it, with what people decided in an earlier `service.json`.
    pub fn import(&self, earlier: Option<&Service>) -> anyhow::Result<Import> {
        Ok(model::read(
            &Files {
                service: &self.service,
                name: &self.name,
                model: &self.model,
                model_extras: self.model_extras.as_deref(),
                paginators: self.paginators.as_deref(),
                paginator_extras: self.paginator_extras.as_deref(),
                waiters: self.waiters.as_deref(),
                endpoint_rules: self.endpoint_rules.as_deref(),
            },
            earlier,
        )?)
    }

    /// The protocols that the service speaks; nothing else of the model is checked.
    pub fn protocols(&self) -> anyhow::Result<Vec<String>> {
        let Metadata {
            mut protocols,
            protocol,
            ..
        } = self.metadata()?;
        protocols.extend(protocol);
        Ok(protocols)
    }

    /// The first label of the service's hosts, and how they are named; nothing else of the model is
    /// checked.
    pub fn hosts(&self) -> anyhow::Result<(String, Option<Hosts>)> {
        let prefix = self.metadata()?.endpoint_prefix;
        let rules = self.endpoint_rules.as_ref();
        let hosts = rules.map(|rules| model::hosts(&self.name, rules, &prefix));
        Ok((prefix, hosts.transpose()?))
    }

    fn metadata(&self) -> anyhow::Result<Metadata> {
        let text = if self.model.starts_with(&GZIP) {
            let unpacked = model::unpacked(&self.model).map_err(anyhow::Error::msg);
            unpacked.with_context(|| self.name.clone())?
        } else {
            self.model.clone()
        };
        let Head { metadata } = serde_json::from_slice(&text).context(self.name.clone())?;
        Ok(metadata)
    }
}

#[derive(Deserialize)]
struct Head {
    metadata: Metadata,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metadata {
    #[serde(default)]
    protocols: Vec<String>,
    protocol: Option<String>,
    endpoint_prefix: String,
}

/// `cargo xtask import --model`: writes a service's folder below `out`. What people decided in its
/// `service.json` stays, and operations that it does not select are not written.
pub fn import(path: &Path, out: &Path, with: Option<&Ast>) -> anyhow::Result<()> {
    let model = Model::load(path)?;
    let folder = out.join(&model.service);
    let mut import = model.import(earlier(&folder)?.as_ref())?;
    if let Some(ast) = with {
        import = merged(import, Form::Botocore, ast.import(None)?)?;
    }
    write_import(import, &folder, out)
}

/// `cargo xtask import --smithy`: the same from an AST.
pub fn import_ast(ast: &Ast, out: &Path, with: Option<&Path>) -> anyhow::Result<()> {
    let mut services = Vec::new();
    for folder in service_folders(out).unwrap_or_default() {
        services.extend(earlier(&folder)?);
    }
    let mut import = ast.import(&services)?;
    if let Some(path) = with {
        import = merged(import, Form::Smithy, Model::load(path)?.import(None)?)?;
    }
    let folder = out.join(&import.spec.service.service);
    write_import(import, &folder, out)
}

/// Both forms of an API as one; what was taken from the second is printed.
fn merged(base: Import, form: Form, other: Import) -> anyhow::Result<Import> {
    let (import, taken) = merge(base, form, other)?;
    for ((what, form), paths) in taken {
        let count = paths.len();
        terminal::print(&format!(
            "{what}: {count} from {form}: {}\n",
            paths.join(", ")
        ))?;
    }
    Ok(import)
}

fn write_import(import: Import, folder: &Path, out: &Path) -> anyhow::Result<()> {
    eprint_warnings(&import);
    let mut spec = model::select(import.spec)?;
    // A spec that has a problem is replaced; what its constructors took is not known.
    if let Ok(before) = crate::load(folder) {
        naming::keep_arguments(&before, &mut spec);
    }
    refer_to_schemas(&mut spec, out);
    let (written, deleted) = write(&spec, folder)?;
    terminal::note(format_args!(
        "{}: {} operations, {} shared shapes; {written} files written, {deleted} deleted",
        folder.display(),
        spec.operations.len(),
        spec.shapes.shapes.len()
    ));
    Ok(())
}

/// Where `spec/schema` is there, the files say so, for editors.
fn refer_to_schemas(spec: &mut ServiceSpec, out: &Path) {
    let schema = |kind: &str| {
        let name = format!("schema/{kind}.schema.json");
        out.join(&name).is_file().then(|| format!("../{name}"))
    };
    spec.service.schema = schema("service");
    spec.shapes.schema = schema("shapes");
    for (_, operation) in &mut spec.operations {
        operation.schema = schema("operation");
    }
}

pub fn eprint_warnings(import: &Import) {
    for warning in &import.warnings.0 {
        let [message, file, pointer, help] = [
            &warning.message,
            &warning.at.file,
            &warning.at.pointer,
            &warning.help,
        ]
        .map(|text| escape::doc_text(text));
        terminal::note(format_args!(
            "warning: {message}\n --> {file} {pointer}\n  = help: {help}"
        ));
    }
}

fn earlier(folder: &Path) -> anyhow::Result<Option<Service>> {
    let file = folder.join("service.json");
    if !file.exists() {
        return Ok(None);
    }
    let bytes = fs::read(&file).with_context(|| file.display().to_string())?;
    let service = serde_json::from_slice(&bytes).with_context(|| file.display().to_string())?;
    Ok(Some(service))
}

/// Writes the files of a spec, and deletes the operations of an earlier import that are no more.
/// Returns how many were written and deleted.
pub fn write(spec: &ServiceSpec, folder: &Path) -> anyhow::Result<(usize, usize)> {
    let files = spec.files()?;
    let mut written = 0;
    for (name, bytes) in &files {
        let path = folder.join(name);
        if fs::read(&path).ok().as_ref() != Some(bytes) {
            write_whole(&path, bytes).with_context(|| path.display().to_string())?;
            written += 1;
        }
    }
    let mut deleted = 0;
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !files.contains_key(name.as_ref()) && is_imported_operation(&path) {
            fs::remove_file(&path).with_context(|| path.display().to_string())?;
            deleted += 1;
        }
    }
    Ok((written, deleted))
}

/// Whether a file is an operation that no page stands behind.
fn is_imported_operation(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension == "json")
        && fs::read(path)
            .ok()
            .and_then(|bytes| serde_json::from_slice::<Operation>(&bytes).ok())
            .is_some_and(|operation| operation.source.is_none())
}

/// The model's file that a path names.
fn find(path: &Path) -> anyhow::Result<PathBuf> {
    if path.is_file() {
        return Ok(path.to_owned());
    }
    if let Some(file) = model_in(path) {
        return Ok(file);
    }
    let mut versions: Vec<PathBuf> = fs::read_dir(path)
        .with_context(|| path.display().to_string())?
        .filter_map(|entry| model_in(&entry.ok()?.path()))
        .collect();
    versions.sort();
    versions
        .pop()
        .with_context(|| format!("{}: no {MODEL} here or one folder below", path.display()))
}

fn model_in(folder: &Path) -> Option<PathBuf> {
    [MODEL.to_owned(), format!("{MODEL}.gz")]
        .into_iter()
        .map(|name| folder.join(name))
        .find(|file| file.is_file())
}

/// Service and version by the names of the folders, as in `imagebuilder/2019-12-02/`.
fn names(folder: &Path) -> (String, Option<String>) {
    let name = |path: &Path| {
        path.file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    };
    let last = name(folder);
    let is_version = last.starts_with(|letter: char| letter.is_ascii_digit())
        && last
            .chars()
            .all(|letter| letter.is_ascii_digit() || letter == '-');
    match folder.parent() {
        Some(parent) if is_version => (name(parent), Some(last)),
        _ => (last, None),
    }
}

/// A file of a folder, plain or gzipped; `None` where there is none.
fn beside(folder: &Path, name: &str) -> anyhow::Result<Option<Vec<u8>>> {
    for name in [name.to_owned(), format!("{name}.gz")] {
        let file = folder.join(name);
        if file.is_file() {
            let bytes = fs::read(&file).with_context(|| file.display().to_string())?;
            return Ok(Some(bytes));
        }
    }
    Ok(None)
}
