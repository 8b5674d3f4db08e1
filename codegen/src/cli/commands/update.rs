//! `cargo xtask update`: imports again, and takes what changed through to the changelog.

use crate::cli::support::botocore;
use crate::cli::support::crates;
use crate::cli::support::outputs::{refuse_renames, source_folder};
use crate::cli::support::place::workspace_path;
use crate::cli::support::specs::{Side, Specs, of_page};
use crate::cli::support::terminal;
use crate::cli::support::transaction::Transaction;
use crate::diagnostic::Diagnostics;
use crate::diff::{Bump, Diff, Format};
use crate::import::page::{AnyPage, DataType, Reference};
use crate::spec::{ServiceSpec, to_json};
use anyhow::{Context, anyhow};
use serde::Serialize;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The heading below which the changes of the next version stand.
const UNRELEASED: &str = "## Unreleased\n";

#[derive(clap::Args)]
pub struct Args {
    /// Pages (boto3's, and those of the AWS API Reference), service models or Smithy models. Default: the models
    /// of the pinned botocore release, for services whose spec came from a model
    #[arg(long, value_name = "PATH", num_args = 1.., value_parser = workspace_path)]
    from: Vec<PathBuf>,
    /// Write nothing
    #[arg(long)]
    pub dry_run: bool,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let old = Side::Folder("spec".into()).specs()?.unwrap_or_default();
    let mut new = old.clone();
    let Given {
        sources,
        references,
        types,
    } = given(args, &old)?;
    let mut methods = Vec::new();
    for source in sources {
        let mut imported = match &source {
            Side::Page(path) => {
                let (service, spec, method) = of_page(path, &references, &types, &new)?;
                methods.push(method);
                [(service, spec)].into()
            }
            _ => source.specs_with(&new)?,
        };
        for (name, spec) in &mut imported {
            if let Some(before) = new.get(name) {
                keep_schemas(before, spec);
            }
        }
        new.extend(imported);
    }
    for reference in &references {
        anyhow::ensure!(
            methods.iter().any(|method| reference.is_of(method)),
            "{}: it is the page of `{}` in the AWS API Reference: give boto3's page of it as well",
            reference.page(),
            reference.operation
        );
    }
    let mut stage = Stage::default();
    let mut bump = Bump::None;
    let mut entries = String::new();
    for (name, spec) in &new {
        let before = old.get(name);
        if before == Some(spec) {
            terminal::print(&format!("{name}: nothing changed\n"))?;
            continue;
        }
        let before = before.with_context(|| format!("there is no spec of `{name}`"))?;
        let diff = crate::diff::diff(before, spec)?;
        terminal::print(&format!("{name}:\n{}\n", diff.render(Format::Text)?))?;
        bump = bump.max(diff.bump());
        if !diff.is_empty() {
            entries.push_str(&entry(name, &diff));
        }
        stage.spec(before, spec)?;
        stage.generated(spec)?;
    }
    if stage.0.0.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let version = crates::version_of(Path::new("Cargo.toml"));
    let version = version.as_deref().unwrap_or(env!("CARGO_PKG_VERSION"));
    let raised = bump.raise(version).unwrap_or_default();
    if entries.is_empty() {
        terminal::print("the API did not change: no changelog entry, no new version\n")?;
    } else {
        stage.changelog(&entries)?;
        terminal::print(&format!(
            "the version should be raised from {version} to {raised}\n"
        ))?;
    }
    if args.dry_run {
        terminal::print("dry run: nothing was written\n")?;
    } else {
        stage.commit()?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Editors find the schemas by what the files say; no import knows it. An operation that is new says
/// what the others do.
fn keep_schemas(before: &ServiceSpec, spec: &mut ServiceSpec) {
    spec.service.schema.clone_from(&before.service.schema);
    spec.shapes.schema.clone_from(&before.shapes.schema);
    let operations = || before.operations.iter();
    for (name, operation) in &mut spec.operations {
        let itself = operations().find(|(old, _)| old == name);
        let any = itself.or_else(|| operations().next());
        operation.schema = any.and_then(|(_, operation)| operation.schema.clone());
    }
}

/// What is imported, and the pages of the AWS API Reference that are laid over it.
#[derive(Default)]
struct Given {
    sources: Vec<Side>,
    references: Vec<Reference>,
    /// Those of data types.
    types: Vec<DataType>,
}

impl Given {
    fn take(&mut self, path: &Path) -> anyhow::Result<()> {
        let source = Side::import(path);
        if matches!(source, Side::Page(_)) {
            let named = || path.display().to_string();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let bytes = fs::read(path).with_context(named)?;
            match AnyPage::read(&name, &bytes).with_context(named)? {
                AnyPage::Reference(page) => self.references.push(*page),
                AnyPage::DataType(page) => self.types.push(*page),
                AnyPage::Operations(_) => self.sources.push(source),
            }
        } else {
            self.sources.push(source);
        }
        Ok(())
    }
}

/// What an update is asked to import.
fn given(args: &Args, old: &Specs) -> anyhow::Result<Given> {
    let mut given = Given::default();
    for path in &args.from {
        given.take(path)?;
    }
    if !args.from.is_empty() {
        anyhow::ensure!(
            given.types.is_empty() || !given.references.is_empty(),
            "pages of data types describe nested members of an operation whose page in the AWS API Reference is \
             needed too: give that as well"
        );
        return Ok(given);
    }
    let is_from_model = |spec: &&ServiceSpec| {
        let source = spec.service.source.as_ref();
        source.is_some_and(|source| source.model.is_some())
    };
    let names: Vec<_> = old
        .values()
        .filter(is_from_model)
        .map(|spec| &spec.service.service)
        .collect();
    anyhow::ensure!(
        !names.is_empty(),
        "no spec is from a service model; say with --from what to import"
    );
    let data = botocore::fetch()?.join("botocore/data");
    let models = names.into_iter().map(|name| Side::Model(data.join(name)));
    given.sources = models.collect();
    Ok(given)
}

/// What the changelog says of a service.
fn entry(name: &str, diff: &Diff) -> String {
    let mut text = format!("- `{name}`: {}\n", diff.summary());
    for line in diff.headlines() {
        text.push_str(&format!("  - {line}\n"));
    }
    text
}

/// What an update changes.
#[derive(Default)]
struct Stage(Transaction);

impl Stage {
    fn put(&mut self, path: PathBuf, text: String) {
        if fs::read(&path).ok().as_deref() != Some(text.as_bytes()) {
            self.0.0.insert(path, Some(text.into_bytes()));
        }
    }

    fn delete(&mut self, path: PathBuf) {
        self.0.0.insert(path, None);
    }

    /// The files of a spec that say something else than before.
    fn spec(&mut self, old: &ServiceSpec, new: &ServiceSpec) -> anyhow::Result<()> {
        let folder = Path::new(&old.folder);
        if new.service != old.service {
            self.put(folder.join("service.json"), json(&new.service)?);
        }
        if new.shapes != old.shapes {
            self.put(folder.join("shapes.json"), json(&new.shapes)?);
        }
        for (name, operation) in &new.operations {
            let before = old.operations.iter().find(|(old, _)| old == name);
            if before.is_none_or(|(_, before)| before != operation) {
                self.put(folder.join(name), json(operation)?);
            }
        }
        for (name, _) in &old.operations {
            if !new.operations.iter().any(|(new, _)| new == name) {
                self.delete(folder.join(name));
            }
        }
        Ok(())
    }

    fn generated(&mut self, spec: &ServiceSpec) -> anyhow::Result<()> {
        // The spec on disk is not the one that has the problem: its lines are not shown.
        let unplaced = |problems: Diagnostics| {
            let report = problems.render(false, |_| None);
            anyhow!("the new spec needs a decision\n\n{report}nothing is written")
        };
        let plan = crate::plan(spec).map_err(unplaced)?;
        let files = crate::files(&plan).map_err(unplaced)?;
        terminal::warn(&plan.warnings);
        let folder = source_folder(spec, None)?;
        let of_crate = folder.parent().unwrap_or(&folder);
        crates::refuse_missing_features(&plan, of_crate).map_err(unplaced)?;
        refuse_renames(spec, &files, &folder)?;
        for path in files.check(&folder)?.extra {
            self.delete(folder.join(path));
        }
        for (path, text) in files.0 {
            self.put(folder.join(path), text);
        }
        Ok(())
    }

    fn changelog(&mut self, entries: &str) -> anyhow::Result<()> {
        let path = PathBuf::from("CHANGELOG.md");
        if !path.exists() {
            return Ok(());
        }
        let text = fs::read_to_string(&path).context("CHANGELOG.md")?;
        let (before, after) = text
            .split_once(UNRELEASED)
            .with_context(|| format!("CHANGELOG.md has no heading `{}`", UNRELEASED.trim_end()))?;
        let text = format!("{before}{UNRELEASED}\n### Changed in the API\n\n{entries}{after}");
        self.put(path, text);
        Ok(())
    }

    fn commit(self) -> anyhow::Result<()> {
        self.0.commit()?;
        for (path, text) in &self.0.0 {
            let verb = if text.is_some() { "wrote" } else { "deleted" };
            terminal::print(&format!("{verb} {}\n", path.display()))?;
        }
        Ok(())
    }
}

fn json<T: Serialize>(value: &T) -> anyhow::Result<String> {
    Ok(String::from_utf8(to_json(value)?)?)
}
