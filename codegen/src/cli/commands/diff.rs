//! `cargo xtask diff`: what changed between two specs, and the version bump it requires.

use crate::cli::support::specs::{Side, Specs};
use crate::cli::support::terminal;
use crate::diff::{Class, Diff, Format};
use clap::ValueEnum;
use std::collections::BTreeSet;
use std::io::{self, IsTerminal};
use std::process::ExitCode;

#[derive(clap::Args)]
#[command(
    after_help = "Lines marked ! are breaking, those marked ? need attention. At the end of each line: \
    which side is affected (Rust, wire), and the version bump that it requires.\n\
    Exit codes: 0 success, 1 a change as severe as --fail-on, 2 bad input or failure"
)]
pub struct Args {
    /// A git revision (v1.2.0, or v1.2.0:spec/imagebuilder), a service's folder, a page, or a
    /// service model (service-2.json[.gz], or its folder)
    old: String,
    /// Like OLD
    #[arg(default_value = "spec")]
    new: String,
    /// The output format: json has every change, the others only count changes of docs
    #[arg(long, value_enum, default_value_t = Style::Text)]
    format: Style,
    /// Exit with 1 if there is a change of this class or a more severe one
    #[arg(long, value_enum, value_name = "CLASS")]
    fail_on: Option<Severity>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Style {
    Text,
    Markdown,
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
enum Severity {
    Compatible,
    Attention,
    Breaking,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let (old, new) = (Side::of(&args.old)?, Side::of(&args.new)?);
    let (old, new) = sides(&old, &new)?;
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mut diffs = Vec::new();
    for name in names {
        let diff = match (old.get(name), new.get(name)) {
            (Some(old), Some(new)) => crate::diff::diff(old, new)?,
            (_, new) => Diff::of_service(name, new.is_some()),
        };
        diffs.push((name.as_str(), diff));
    }
    let changed = diffs.iter().filter(|(_, diff)| !diff.is_empty());
    let gravest = changed.map(|(_, diff)| diff.class()).max();
    terminal::print(&shown(&diffs, args.format)?)?;
    let limit = args.fail_on.map(|gravity| match gravity {
        Severity::Compatible => Class::Compatible,
        Severity::Attention => Class::Attention,
        Severity::Breaking => Class::Breaking,
    });
    Ok(match (gravest, limit) {
        (Some(gravest), Some(limit)) if gravest >= limit => ExitCode::from(terminal::DRIFT),
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
