//! Rendering changes for a terminal, a pull request or a tool.

use super::impact::Direction;
use super::{Bump, Change, Class, Diff};
use crate::plan::docs::code;
use std::cmp::Reverse;
use std::fmt::Write;

/// Changes that are counted only: they say nothing but where.
const OF_DOCS: [&str; 2] = ["doc", "responseDoc"];

/// The changes of the API, or of Rust.
struct Part<'a> {
    title: &'static str,
    /// The most severe first.
    changes: Vec<&'a Change>,
    /// How many more are of docs alone.
    docs: usize,
}

/// The output format of a [`Diff`].
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Format {
    /// Lines for a terminal, marked `!` if breaking and `?` if they need attention; at the end, the affected
    /// sides and the bump.
    #[default]
    Text,
    /// A table for a pull request.
    Markdown,
    /// One JSON object, of all changes in the order of the specs.
    Json,
}

impl Diff {
    /// Renders the changes, with a newline at the end.
    ///
    /// # Errors
    /// They cannot be serialized as JSON, which does not happen.
    pub fn render(&self, format: Format) -> Result<String, serde_json::Error> {
        Ok(match format {
            Format::Text => self.text(),
            Format::Markdown => self.markdown(),
            Format::Json => {
                let summary = serde_json::json!({
                    "class": self.class(),
                    "bump": self.bump(),
                    "api": self.api,
                    "rust": self.rust,
                    "rustNotCompared": self.rust_not_compared,
                });
                format!("{}\n", serde_json::to_string_pretty(&summary)?)
            }
        })
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for part in self.parts() {
            let _ = writeln!(text, "{}:", part.title);
            for change in part.changes {
                let mark = mark(change.class());
                let _ = writeln!(
                    text,
                    "  {mark} {}: {} [{}]",
                    change.line(str::to_owned),
                    change.why,
                    change.verdict(),
                );
            }
            if part.docs > 0 {
                let _ = writeln!(text, "    and {}", of_docs(part.docs));
            }
        }
        if let Some(reason) = &self.rust_not_compared {
            let _ = writeln!(text, "Rust: not compared: {reason}");
        }
        let _ = writeln!(text, "{}", self.summary());
        text
    }

    fn markdown(&self) -> String {
        let mut text = format!("{}\n", self.summary());
        for part in self.parts() {
            let _ = writeln!(text, "\n### {}\n", part.title);
            let is_grave = |change: &&Change| change.class() > Class::Compatible;
            let (grave, compatible): (Vec<_>, Vec<_>) =
                part.changes.into_iter().partition(is_grave);
            text.push_str(&table(&grave));
            if !compatible.is_empty() {
                let count = compatible.len();
                let gap = if grave.is_empty() { "" } else { "\n" };
                let _ = writeln!(
                    text,
                    "{gap}<details><summary>{count} compatible</summary>\n\n{}\n</details>",
                    table(&compatible),
                );
            }
            if part.docs > 0 {
                let (gap, also) = match grave.is_empty() && compatible.is_empty() {
                    true => ("", ""),
                    false => ("\n", "And "),
                };
                let _ = writeln!(text, "{gap}{also}{}.", of_docs(part.docs));
            }
        }
        if let Some(reason) = &self.rust_not_compared {
            let _ = writeln!(text, "\n### Rust\n\nNot compared: {reason}.");
        }
        text
    }

    fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        [("API", &self.api), ("Rust", &self.rust)]
            .into_iter()
            .filter(|(_, changes)| !changes.is_empty())
            .map(|(title, all)| {
                let is_doc = |change: &&Change| OF_DOCS.contains(&change.what.as_str());
                let (docs, mut changes): (Vec<_>, Vec<_>) = all.iter().partition(is_doc);
                changes.sort_by_key(|change| Reverse(change.class()));
                Part {
                    title,
                    changes,
                    docs: docs.len(),
                }
            })
    }

    /// The API's changes that are not compatible, one per line, the most severe first; after some lines, the
    /// number of the rest.
    #[must_use]
    pub fn headlines(&self) -> Vec<String> {
        /// How many are shown.
        const SHOWN: usize = 20;
        let mut grave: Vec<_> = self
            .api
            .iter()
            .filter(|change| change.class() > Class::Compatible)
            .collect();
        grave.sort_by_key(|change| Reverse(change.class()));
        let shown = grave.iter().take(SHOWN);
        let mut lines: Vec<_> = shown.map(|it| it.line(str::to_owned)).collect();
        if grave.len() > SHOWN {
            lines.push(format!("and {} more", grave.len() - SHOWN));
        }
        lines
    }

    /// The number of changes of each class, and the version bump that they require.
    #[must_use]
    pub fn summary(&self) -> String {
        if self.is_empty() {
            return "no changes".to_owned();
        }
        let count = |class| {
            let changes = self.changes();
            changes.filter(|it| it.class() == class).count()
        };
        format!(
            "{} breaking, {} to look at, {} compatible; required version bump: {}",
            count(Class::Breaking),
            count(Class::Attention),
            count(Class::Compatible),
            bump(self.bump()),
        )
    }
}

impl Change {
    /// The sides it is not compatible for, each with its mark, and the bump.
    fn verdict(&self) -> String {
        let sides = [("Rust", self.rust), ("wire", self.wire)];
        let grave = sides.iter().filter(|(_, class)| *class > Class::Compatible);
        let mut parts: Vec<_> = grave
            .map(|(side, class)| format!("{side} {}", mark(*class)))
            .collect();
        parts.push(bump(self.bump).to_owned());
        parts.join(", ")
    }

    /// The change in one line, such as `Image.deprecationTime: member added (timestamp)`. What is of
    /// the API or of Rust in it is written by `quote`.
    fn line(&self, quote: impl Fn(&str) -> String) -> String {
        /// The longest text that is shown.
        const SHOWN: usize = 60;
        let Self { path, what, .. } = self;
        let direction = Direction::of(self.before.as_ref(), self.after.as_ref());
        let verb = match direction {
            Direction::Added => "added",
            Direction::Removed => "removed",
            Direction::Changed => "changed",
        };
        let texts: Vec<&str> = [&self.before, &self.after]
            .into_iter()
            .flatten()
            .map(String::as_str)
            // What comes or goes need not say its name again.
            .filter(|text| direction == Direction::Changed || *text != path.as_str())
            .filter(|text| !text.is_empty())
            .collect();
        let line = format!("{}: {what} {verb}", quote(path));
        if texts.is_empty() || texts.iter().any(|text| text.chars().count() > SHOWN) {
            return line;
        }
        let texts: Vec<String> = texts.into_iter().map(quote).collect();
        format!("{line} ({})", texts.join(" -> "))
    }
}

/// Changes as a table of Markdown; nothing where there is none.
fn table(changes: &[&Change]) -> String {
    let mut text = String::new();
    if !changes.is_empty() {
        text.push_str("| change | Rust | wire | bump | why |\n| --- | --- | --- | --- | --- |\n");
    }
    for change in changes {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} |",
            change.line(code).replace('|', "\\|"),
            class(change.rust),
            class(change.wire),
            bump(change.bump),
            change.why.replace('|', "\\|"),
        );
    }
    text
}

/// How many changes of docs there are.
fn of_docs(count: usize) -> String {
    let changes = if count == 1 { "change" } else { "changes" };
    format!("{count} {changes} of docs alone")
}

/// A class before a line, or after the name of a side.
fn mark(class: Class) -> char {
    match class {
        Class::Compatible => ' ',
        Class::Attention => '?',
        Class::Breaking => '!',
    }
}

fn class(class: Class) -> &'static str {
    match class {
        Class::Compatible => "compatible",
        Class::Attention => "needs attention",
        Class::Breaking => "breaking",
    }
}

fn bump(bump: Bump) -> &'static str {
    match bump {
        Bump::None => "nothing",
        Bump::Patch => "patch",
        Bump::Minor => "minor",
        Bump::Major => "major",
    }
}
