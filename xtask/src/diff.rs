//! `cargo xtask diff`: what changed between two specs, and what that asks of users.

use crate::model::Model;
use crate::regen::service_folders;
use crate::smithy::Ast;
use crate::workspace_path;
use anyhow::Context;
use clap::ValueEnum;
use shapewright::diff::{Class, Diff, Format};
use shapewright::import::{self, page};
use shapewright::spec::{self, ServiceSpec};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

#[derive(clap::Args)]
#[command(
    after_help = "Lines marked ! are breaking, those marked ? need a look; at their end stands for \
    which side (Rust, wire), and the part of the version that the change asks to raise.\n\
    Exits with 0; with --fail-on, with 1 where a change is as grave; with 2 where it cannot be done."
)]
pub(crate) struct Args {
    /// A git revision (v1.2.0, or v1.2.0:spec/imagebuilder), a service's folder, a page, a service
    /// model (service-2.json[.gz], or its folder), or a Smithy model (its JSON AST)
    old: String,
    /// As OLD
    #[arg(default_value = "spec")]
    new: String,
    /// How it is written: json has every change, the others only count those of docs
    #[arg(long, value_enum, default_value_t = Style::Text)]
    format: Style,
    /// Exit with 1 where a change is of this class or a graver one
    #[arg(long, value_enum, value_name = "CLASS")]
    fail_on: Option<Gravity>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Style {
    Text,
    Markdown,
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
enum Gravity {
    Compatible,
    Attention,
    Breaking,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let (old, new) = (Side::of(&args.old)?, Side::of(&args.new)?);
    let (old, new) = sides(&old, &new)?;
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mut diffs = Vec::new();
    for name in names {
        let diff = match (old.get(name), new.get(name)) {
            (Some(old), Some(new)) => shapewright::diff::diff(old, new)?,
            (_, new) => Diff::of_service(name, new.is_some()),
        };
        diffs.push((name.as_str(), diff));
    }
    let changed = diffs.iter().filter(|(_, diff)| !diff.is_empty());
    let gravest = changed.map(|(_, diff)| diff.class()).max();
    crate::print(&shown(&diffs, args.format)?)?;
    let limit = args.fail_on.map(|gravity| match gravity {
        Gravity::Compatible => Class::Compatible,
        Gravity::Attention => Class::Attention,
        Gravity::Breaking => Class::Breaking,
    });
    Ok(match (gravest, limit) {
        (Some(gravest), Some(limit)) if gravest >= limit => ExitCode::from(crate::DRIFT),
        _ => ExitCode::SUCCESS,
    })
}

/// The changes of services. Each has a heading where there are several; JSON is always one object with
/// a member for each.
fn shown(diffs: &[(&str, Diff)], style: Style) -> anyhow::Result<String> {
    let format = match style {
        Style::Text => Format::Text,
        Style::Markdown => Format::Markdown,
        Style::Json => {
            let mut all = serde_json::Map::new();
            for (name, diff) in diffs {
                let value = serde_json::from_str(&diff.render(Format::Json)?)?;
                all.insert((*name).to_owned(), value);
            }
            return Ok(format!("{}\n", serde_json::to_string_pretty(&all)?));
        }
    };
    let colour = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let mut text = String::new();
    for (name, diff) in diffs {
        match style {
            _ if diffs.len() < 2 => {}
            Style::Markdown => text.push_str(&format!("## {name}\n\n")),
            _ => text.push_str(&format!("{name}\n")),
        }
        let changes = diff.render(format)?;
        text.push_str(&match style {
            Style::Text if colour => coloured(&changes),
            _ => changes,
        });
    }
    Ok(text)
}

/// Lines marked as breaking in red, those to look at in yellow.
fn coloured(text: &str) -> String {
    let line = |line: &str| match line.get(..4) {
        Some("  ! ") => format!("\u{1b}[31m{line}\u{1b}[0m\n"),
        Some("  ? ") => format!("\u{1b}[33m{line}\u{1b}[0m\n"),
        _ => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

/// The specs of services, by the names of the services.
pub(crate) type Specs = BTreeMap<String, ServiceSpec>;

/// One of the two things that are compared.
pub(crate) enum Side {
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
    fn of(argument: &str) -> anyhow::Result<Self> {
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
    pub(crate) fn import(path: &Path) -> Self {
        let name = path.to_string_lossy();
        if path.is_dir() || name.ends_with(".json") || name.ends_with(".gz") {
            Self::Model(path.to_owned())
        } else {
            Self::Page(path.to_owned())
        }
    }

    /// The specs, of a side that has them by itself.
    pub(crate) fn specs(&self) -> anyhow::Result<Option<Specs>> {
        let specs = match self {
            Self::Page(_) | Self::Model(_) => return Ok(None),
            Self::Folder(folder) if folder.join("service.json").is_file() => {
                vec![shapewright::load(folder)?]
            }
            Self::Folder(folder) => service_folders(folder)?
                .iter()
                .map(|folder| shapewright::load(folder))
                .collect::<Result<_, _>>()?,
            Self::Revision { revision, folder } => specs_at(revision, folder)?,
        };
        let by_name = |spec: ServiceSpec| (spec.service.service.clone(), spec);
        Ok(Some(specs.into_iter().map(by_name).collect()))
    }

    /// The specs of a page or model, which goes with the decisions in other specs.
    pub(crate) fn specs_with(&self, others: &Specs) -> anyhow::Result<Specs> {
        match self {
            Self::Page(path) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let bytes = fs::read(path).with_context(|| path.display().to_string())?;
                let imported =
                    page::read(&name, &bytes).with_context(|| path.display().to_string())?;
                let mut spec = others
                    .get(&imported.service)
                    .with_context(|| {
                        format!(
                            "there is no spec of `{}`, which a page of it needs beside it",
                            imported.service
                        )
                    })?
                    .clone();
                let file = format!("{}.json", imported.operation.method);
                spec.operations.retain(|(name, _)| *name != file);
                spec.operations.push((file, imported.operation));
                spec.operations
                    .sort_by(|(one, _), (other, _)| one.cmp(other));
                Ok([(imported.service, spec)].into())
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
                }
                Ok([(name, spec)].into())
            }
            _ => Ok(Specs::new()),
        }
    }
}

fn sides(old: &Side, new: &Side) -> anyhow::Result<(Specs, Specs)> {
    let (mut old_specs, mut new_specs) = match (old.specs()?, new.specs()?) {
        (Some(old), Some(new)) => return Ok((old, new)),
        (Some(specs), None) => {
            let imported = new.specs_with(&specs)?;
            (specs, imported)
        }
        (None, Some(specs)) => (old.specs_with(&specs)?, specs),
        (None, None) => {
            // A page says too little to be a spec; models do without.
            let of_page = [old, new].iter().any(|side| matches!(side, Side::Page(_)));
            let specs = match of_page {
                true => Side::Folder("spec".into()).specs()?.unwrap_or_default(),
                false => Specs::new(),
            };
            let imported = old.specs_with(&specs)?;
            let newer = new.specs_with(&imported)?;
            (imported, newer)
        }
    };
    // A page or model is of one service.
    let names = |specs: &Specs| specs.keys().cloned().collect::<Vec<_>>().join("`, `");
    let of_others = format!(
        "these are of different services, `{}` and `{}`: there is nothing to compare",
        names(&old_specs),
        names(&new_specs)
    );
    old_specs.retain(|name, _| new_specs.contains_key(name));
    new_specs.retain(|name, _| old_specs.contains_key(name));
    anyhow::ensure!(!new_specs.is_empty(), of_others);
    Ok((old_specs, new_specs))
}

/// The specs below a folder at a git revision.
pub(crate) fn specs_at(revision: &str, folder: &str) -> anyhow::Result<Vec<ServiceSpec>> {
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

/// What a git command prints.
pub(crate) fn git(arguments: &[&str]) -> anyhow::Result<Vec<u8>> {
    let output = Command::new("git")
        .args(arguments)
        .output()
        .context("git cannot be run")?;
    let complaint = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(output.status.success(), "git: {}", complaint.trim());
    Ok(output.stdout)
}
