//! `cargo xtask explain`: shows one member's way from the page to Rust.

use crate::cli::support::place::service_folders;
use crate::cli::support::terminal;
use crate::explain::{self, Found};
use crate::spec::{ServiceSpec, Shape, Type};
use std::fs;
use std::path::Path;
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct Args {
    /// The member, such as GetImage.response.image.state.status, or image.state.status if that is unique
    path: String,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let specs = service_folders(Path::new("spec"))?
        .iter()
        .map(|folder| crate::load(folder))
        .collect::<Result<Vec<_>, _>>()?;
    let found: Vec<_> = specs
        .iter()
        .flat_map(|spec| {
            explain::find(spec, &args.path)
                .into_iter()
                .map(move |it| (spec, it))
        })
        .collect();
    match found.as_slice() {
        [] => Err(nothing_found(&specs, &args.path)),
        [(spec, found)] => show(spec, found),
        several => {
            let paths: Vec<_> = several.iter().map(|(_, found)| &*found.path).collect();
            let paths = paths.join("\n  ");
            anyhow::bail!("`{}` is ambiguous; it may be\n  {paths}", args.path)
        }
    }
}

fn nothing_found(specs: &[ServiceSpec], path: &str) -> anyhow::Error {
    let near: Vec<_> = specs
        .iter()
        .flat_map(|spec| explain::similar_paths(spec, path))
        .collect();
    anyhow::anyhow!(
        "there is no member `{path}`; similar ones are\n  {}",
        near.join("\n  ")
    )
}

fn show(spec: &ServiceSpec, found: &Found<'_>) -> anyhow::Result<ExitCode> {
    terminal::line(format_args!("{}", found.path))?;
    if let Some((operation, section)) = found.operation {
        let source = operation.source.as_ref().or(spec.service.source.as_ref());
        let from = source.and_then(|source| source.page.as_deref().or(source.model.as_deref()));
        let from = from.unwrap_or("not known");
        terminal::line(format_args!("  source  {from}, {section}"))?;
    }
    let place = place(&found.file, &found.pointer)?;
    terminal::line(format_args!(
        "  spec    {place}: {}",
        described(found.shape)
    ))?;
    if let Some(shared) = &found.shared {
        let place = self::place(&shared.file, &shared.pointer)?;
        terminal::line(format_args!(
            "  shape   {}, {place}: {}",
            shared.name,
            described(shared.shape)
        ))?;
    }
    let plan = crate::plan(spec)?;
    if let Some(item) = found.rust(spec, &plan) {
        terminal::line(format_args!("  rust    {item}"))?;
        let file = format!("{}/src/{}", spec.service.output, item.file);
        // Where the crate is not generated yet, there is no line.
        let text = fs::read_to_string(&file).unwrap_or_default();
        let line = item.line_in(&text).map(|line| format!(":{line}"));
        let line = line.unwrap_or_default();
        terminal::line(format_args!("  file    {file}{line}"))?;
    }
    if let Some(doc) = &found.shape.doc {
        terminal::line("")?;
        for line in doc.lines() {
            terminal::line(format_args!("  {line}"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A place in a spec file as editors and terminals know it.
fn place(file: &str, pointer: &str) -> anyhow::Result<String> {
    let (line, column) = explain::line_column(&fs::read_to_string(file)?, pointer);
    Ok(format!("{file}:{line}:{column}"))
}

fn described(shape: &Shape) -> String {
    let mut text = match (&shape.reference, shape.kind) {
        (Some(reference), _) => format!("ref {reference}"),
        (None, Some(kind)) => format!("{kind:?}").to_lowercase(),
        (None, None) => String::new(),
    };
    if let (Some(Type::String), 1..) = (shape.kind, shape.values.len()) {
        text.push_str(&format!(", one of {}", shape.values.join(", ")));
    }
    if shape.required {
        text.push_str(", required");
    }
    text
}
