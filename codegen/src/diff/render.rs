//! The changes for a terminal, a pull request or a tool.

use super::class::Kind;
use super::{Bump, Change, Class, Diff};
use std::fmt::Write;

/// How a [`Diff`] is written.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Format {
    /// Lines for a terminal.
    #[default]
    Text,
    /// A table for a pull request.
    Markdown,
    /// One JSON object.
    Json,
}

impl Diff {
    /// The changes, written down, with a newline at the end.
    ///
    /// # Errors
    /// They cannot be written as JSON, which they can.
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
                });
                format!("{}\n", serde_json::to_string_pretty(&summary)?)
            }
        })
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for (title, changes) in self.parts() {
            let _ = writeln!(text, "{title}:");
            for change in changes {
                let mark = mark(change.class());
                let _ = writeln!(text, "  {mark} {}: {}", change.line(), change.why);
            }
        }
        let _ = writeln!(text, "{}", self.summary());
        text
    }

    fn markdown(&self) -> String {
        let mut text = format!("{}\n", self.summary());
        for (title, changes) in self.parts() {
            let _ = writeln!(text, "\n### {title}\n");
            text.push_str(
                "| change | Rust | wire | bump | why |\n| --- | --- | --- | --- | --- |\n",
            );
            for change in changes {
                let line = change.line().replace('|', "\\|");
                let _ = writeln!(
                    text,
                    "| {line} | {} | {} | {} | {} |",
                    class(change.rust),
                    class(change.wire),
                    bump(change.bump),
                    change.why.replace('|', "\\|"),
                );
            }
        }
        text
    }

    fn parts(&self) -> impl Iterator<Item = (&'static str, &Vec<Change>)> {
        [("API", &self.api), ("Rust", &self.rust)]
            .into_iter()
            .filter(|(_, changes)| !changes.is_empty())
    }

    /// The API's changes that are not compatible, a line each, the gravest first; after some lines
    /// their number.
    #[must_use]
    pub fn headlines(&self) -> Vec<String> {
        /// How many are shown.
        const SHOWN: usize = 20;
        let mut grave: Vec<_> = self
            .api
            .iter()
            .filter(|change| change.class() > Class::Compatible)
            .collect();
        grave.sort_by_key(|change| std::cmp::Reverse(change.class()));
        let mut lines: Vec<_> = grave.iter().take(SHOWN).map(|it| it.line()).collect();
        if grave.len() > SHOWN {
            lines.push(format!("and {} more", grave.len() - SHOWN));
        }
        lines
    }

    /// How many changes of each class there are, and what they ask of the version.
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
            "{} breaking, {} to look at, {} compatible; the version asks for: {}",
            count(Class::Breaking),
            count(Class::Attention),
            count(Class::Compatible),
            bump(self.bump()),
        )
    }
}

impl Change {
    /// The change in one line, such as `Image.deprecationTime: member added (timestamp)`.
    fn line(&self) -> String {
        /// The longest text that is shown.
        const SHOWN: usize = 60;
        let Self { path, what, .. } = self;
        let verb = match Kind::of(self.before.as_ref(), self.after.as_ref()) {
            Kind::Added => "added",
            Kind::Removed => "removed",
            Kind::Changed => "changed",
        };
        let texts: Vec<&str> = [&self.before, &self.after]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .filter(|text| !text.is_empty() && *text != path.as_str())
            .collect();
        if texts.is_empty() || texts.iter().any(|text| text.chars().count() > SHOWN) {
            return format!("{path}: {what} {verb}");
        }
        format!("{path}: {what} {verb} ({})", texts.join(" -> "))
    }
}

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
