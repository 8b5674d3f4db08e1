//! Specs, from wherever they are: a folder, a git revision, a page, a service model.

use super::git::git;
use super::model::Model;
use super::place::{service_folders, workspace_path};
use super::smithy::Ast;
use super::terminal;
use crate::escape;
use crate::import;
use crate::import::page::{self, DataType, Reference};
use crate::spec::{self, ServiceSpec};
use anyhow::Context;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The specs of services, by the names of the services.
pub type Specs = BTreeMap<String, ServiceSpec>;

/// One of the two things that are compared.
pub enum Side {
    /// A service's folder, or one of such folders.
    Folder(PathBuf),
    /// A folder at a git revision.
    Revision {
        revision: String,
        folder: String,
    },
    Page(PathBuf),
    Model(PathBuf),
}

impl Side {
    pub fn of(argument: &str) -> anyhow::Result<Self> {
        let path = workspace_path(argument)?;
        if path.is_dir() {
            let is_spec = path.join("service.json").is_file() || path.ends_with("spec");
            return Ok(if is_spec {
                Self::Folder(path)
            } else {
                Self::Model(path)
            });
        }
        if path.is_file() {
            let folder = path.parent().unwrap_or(Path::new(""));
            anyhow::ensure!(
                !folder.join("service.json").is_file(),
                "`{argument}` is one file of a spec; a spec is compared as a whole, by its folder: {}",
                folder.display()
            );
            return Ok(Self::import(&path));
        }
        let (revision, folder) = argument.split_once(':').unwrap_or((argument, "spec"));
        let commit = format!("{revision}^{{commit}}");
        let is_commit = git(&["rev-parse", "--verify", "--quiet", &commit]).is_ok();
        anyhow::ensure!(
            is_commit,
            "`{argument}` is no file, folder or git revision here"
        );
        let (revision, folder) = (revision.to_owned(), folder.trim_end_matches('/').to_owned());
        Ok(Self::Revision { revision, folder })
    }

    /// A page or a service model.
    pub fn import(path: &Path) -> Self {
        let name = path.to_string_lossy();
        if path.is_dir() || name.ends_with(".json") || name.ends_with(".gz") {
            Self::Model(path.to_owned())
        } else {
            Self::Page(path.to_owned())
        }
    }

    /// The specs, of a side that has them by itself.
    pub fn specs(&self) -> anyhow::Result<Option<Specs>> {
        let specs = match self {
            Self::Page(_) | Self::Model(_) => return Ok(None),
            Self::Folder(folder) if folder.join("service.json").is_file() => {
                vec![crate::load(folder)?]
            }
            Self::Folder(folder) => service_folders(folder)?
                .iter()
                .map(|folder| crate::load(folder))
                .collect::<Result<_, _>>()?,
            Self::Revision { revision, folder } => specs_at(revision, folder)?,
        };
        let by_name = |spec: ServiceSpec| (spec.service.service.clone(), spec);
        Ok(Some(specs.into_iter().map(by_name).collect()))
    }

    /// The specs of a page or model, which goes with the decisions in other specs.
    pub fn specs_with(&self, others: &Specs) -> anyhow::Result<Specs> {
        match self {
            Self::Page(path) => {
                let (service, spec, _) = of_page(path, &[], &[], others)?;
                Ok([(service, spec)].into())
            }
            Self::Model(path) => {
                let import = match Ast::sniff(path) {
                    Some(ast) => ast.import(others.values().map(|spec| &spec.service))?,
                    None => {
                        let model = Model::load(path)?;
                        let earlier = others.get(&model.service).map(|spec| &spec.service);
                        model.import(earlier)?
                    }
                };
                let mut spec = import::model::select(import.spec)?;
                let name = spec.service.service.clone();
                if let Some(other) = others.get(&name) {
                    spec.folder.clone_from(&other.folder);
                    crate::naming::keep_arguments(other, &mut spec);
                }
                Ok([(name, spec)].into())
            }
            _ => Ok(Specs::new()),
        }
    }
}

/// A spec with the operation of a page in it, over which its page of the AWS API Reference is laid where
/// that is given; what an earlier one gave stays where it is not. With the service's name, and the
/// method of the operation.
pub fn of_page(
    path: &Path,
    references: &[Reference],
    types: &[DataType],
    others: &Specs,
) -> anyhow::Result<(String, ServiceSpec, String)> {
    let named = || path.display().to_string();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let bytes = fs::read(path).with_context(named)?;
    let mut imported = page::read(&name, &bytes).with_context(named)?;
    let spec = others.get(&imported.service).with_context(|| {
        format!(
            "there is no spec of `{}`, which a page of it needs beside it",
            imported.service
        )
    })?;
    let mut spec = spec.clone();
    let method = imported.operation.method.clone();
    let service = imported.api.as_ref().map(|api| api.service.clone());
    let is_its = |reference: &&Reference| {
        let services = service.as_ref().zip(reference.service.as_ref());
        reference.is_of(&method) && services.is_none_or(|(one, other)| one == other)
    };
    if let Some(reference) = references.iter().find(is_its) {
        let laid = imported
            .lay(reference, types)
            .with_context(|| reference.page().to_owned())?;
        for difference in &laid.differences {
            let difference = escape::line(difference);
            terminal::note(format_args!(
                "differs: {}, {}: {difference}",
                named(),
                reference.page()
            ));
        }
    }
    let file = imported.operation.file_name();
    if let Some((_, earlier)) = spec.operations.iter().find(|(name, _)| *name == file) {
        imported.keep(earlier);
    }
    spec.operations.retain(|(name, _)| *name != file);
    spec.operations.push((file, imported.operation));
    spec.operations
        .sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok((imported.service, spec, method))
}

/// The specs below a folder at a git revision.
pub fn specs_at(revision: &str, folder: &str) -> anyhow::Result<Vec<ServiceSpec>> {
    let listed = git(&[
        "ls-tree",
        "-r",
        "--name-only",
        "--full-tree",
        revision,
        "--",
        folder,
    ])?;
    let listed = String::from_utf8(listed)?;
    let mut folders: BTreeMap<&str, BTreeMap<String, Vec<u8>>> = BTreeMap::new();
    for path in listed.lines().filter(|path| path.ends_with(".json")) {
        let (folder, name) = path.rsplit_once('/').unwrap_or_default();
        let bytes = git(&["show", &format!("{revision}:{path}")])?;
        folders
            .entry(folder)
            .or_default()
            .insert(name.to_owned(), bytes);
    }
    let mut specs = Vec::new();
    for (folder, files) in folders {
        if files.contains_key("service.json") {
            specs.push(spec::load_from(folder, &files).then(|spec| Ok(spec.clone()))?);
        }
    }
    anyhow::ensure!(
        !specs.is_empty(),
        "there is no spec in `{folder}` at `{revision}`"
    );
    Ok(specs)
}
