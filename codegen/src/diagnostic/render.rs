//! Rendering diagnostics.

use super::list::{Diagnostic, Diagnostics};
use super::locate::Located;
use crate::escape;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use std::collections::BTreeMap;
use std::ops::Range;

impl Diagnostics {
    /// Renders all problems in the style of rustc, each with its source line, in the order of the files.
    /// `source` returns the text of a file by its name in [`Place::file`](super::Place::file); a problem in
    /// any other file is shown without its line.
    pub fn render(&self, colour: bool, source: impl Fn(&str) -> Option<String>) -> String {
        self.render_as(&Level::ERROR, colour, source)
    }

    /// Like [`render`](Self::render), as warnings instead of errors.
    pub fn render_warnings(&self, colour: bool, source: impl Fn(&str) -> Option<String>) -> String {
        self.render_as(&Level::WARNING, colour, source)
    }

    fn render_as(
        &self,
        level: &Level<'_>,
        colour: bool,
        source: impl Fn(&str) -> Option<String>,
    ) -> String {
        let mut by_file: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
        for problem in &self.0 {
            by_file.entry(&problem.at.file).or_default().push(problem);
        }
        let renderer = if colour {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let mut text = String::new();
        for (file, problems) in &by_file {
            let source = source(file);
            let located = source.as_deref().map(Located::new);
            let mut placed: Vec<_> = problems
                .iter()
                .map(|problem| {
                    let pointer = &problem.at.pointer;
                    let span = located.as_ref().map_or(0..0, |it| it.span(pointer));
                    (span.start, span.end, *problem)
                })
                .collect();
            placed.sort();
            placed.dedup();
            let mut lines = source.as_deref().map(Lines::new);
            for (start, end, problem) in placed {
                let line = lines.as_mut().map(|lines| lines.at(start..end));
                text.push_str(&problem.render(level, &renderer, line));
                text.push_str("\n\n");
            }
        }
        text
    }
}

impl Diagnostic {
    fn render(&self, level: &Level<'_>, renderer: &Renderer, line: Option<Line<'_>>) -> String {
        // What stands in an input may be in each of these, and a terminal shows them.
        let (message, help) = (
            escape::doc_text(&self.message),
            escape::doc_text(&self.help),
        );
        let (path, file) = (escape::line(&self.at.path), escape::line(&self.at.file));
        let title = level.clone().primary_title(message);
        let mut group = match line {
            Some(Line { text, number, span }) => title.element(
                Snippet::source(text)
                    .line_start(number)
                    .path(file)
                    .annotation(AnnotationKind::Primary.span(span)),
            ),
            None => title.element(Origin::path(file)),
        };
        if !path.is_empty() {
            let level = Level::NOTE.with_name("spec path");
            group = group.element(level.message(path));
        }
        if !help.is_empty() {
            group = group.element(Level::HELP.message(help));
        }
        renderer.render(&[group])
    }
}

/// The lines of a text, looked up from its beginning to its end, so that many problems of a large
/// file take one pass.
struct Lines<'t> {
    text: &'t str,
    /// Where the line of the last look-up begins, and its number.
    start: usize,
    number: usize,
}

/// The lines that a span stands on.
struct Line<'t> {
    text: &'t str,
    /// The number of the first one, from 1.
    number: usize,
    /// The span in the text.
    span: Range<usize>,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            start: 0,
            number: 1,
        }
    }

    /// The lines of a span that does not begin before the last one.
    fn at(&mut self, span: Range<usize>) -> Line<'t> {
        let passed = self.text.get(self.start..span.start).unwrap_or_default();
        if let Some(newline) = passed.rfind('\n') {
            self.number += passed.matches('\n').count();
            self.start += newline + 1;
        }
        let after = self.text.get(span.end..).unwrap_or_default();
        let end = after.find('\n').map_or(self.text.len(), |at| span.end + at);
        Line {
            text: self.text.get(self.start..end).unwrap_or_default(),
            number: self.number,
            span: span.start - self.start..span.end - self.start,
        }
    }
}
