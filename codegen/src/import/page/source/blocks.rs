//! Paragraphs and items of a page whose form shows them by lines and indentation: terminal browsers,
//! Markdown, nested text.

use crate::import::page::mark::ITEM;

/// How a form writes its items and wraps its lines.
#[derive(Clone, Copy)]
pub(crate) struct Layout {
    /// What an item begins with, before a space.
    pub bullets: &'static [&'static str],
    /// A bullet begins an item wherever a line begins with it, not only further in or out.
    pub bullets_begin: bool,
    /// Whether lines that follow each other are one paragraph.
    pub joins: Joins,
}

/// When a line goes on with the one before.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Joins {
    /// Never: a line is a paragraph.
    Never,
    /// Where no empty line stands between them.
    Adjacent,
    /// Where its first word had no room on the line before: paragraphs are not set apart.
    WhereFull,
}

/// A paragraph, an item or a syntax.
pub(crate) struct Block {
    pub text: String,
    /// An item begins with it.
    pub is_item: bool,
    /// It is code, and stands as it is.
    pub is_code: bool,
}

/// What begins a syntax.
const CALL: &str = "response = client.";

/// What ends one, should its bracket be missing.
const AFTER_SYNTAX: [&str; 4] = ["Parameters", "Return", "Response Structure", "Exceptions"];

/// What a line of Markdown ends with that is the last of its paragraph.
const HARD_BREAK: &str = "  ";

/// The shortest line that can have been cut for its length.
const SHORTEST_CUT: usize = 60;

/// The blocks of a page, in order.
pub(crate) fn blocks(page: &str, layout: Layout) -> Vec<Block> {
    let lines: Vec<&str> = page.lines().collect();
    let width = width(&lines);
    let mut reader = Reader {
        layout,
        width,
        blocks: Vec::new(),
        open: None,
        awaits_value: false,
    };
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if reader.begins_syntax(line) {
            at += reader.syntax(lines.get(at..).unwrap_or_default());
        } else {
            reader.line(line);
            at += 1;
        }
    }
    reader.blocks
}

/// The blocks as the rest of the importer reads them: one a line, items marked.
pub(crate) fn join(blocks: Vec<Block>) -> String {
    let mut text = String::new();
    for block in blocks {
        if block.is_item {
            text.push(ITEM);
        }
        text.push_str(&block.text);
        text.push('\n');
    }
    text
}

struct Reader {
    layout: Layout,
    width: usize,
    blocks: Vec<Block>,
    /// The paragraph that may go on: the column of its text, and the length of its last line.
    open: Option<(usize, usize)>,
    /// The heading before a response's syntax has been seen.
    awaits_value: bool,
}

impl Reader {
    fn begins_syntax(&self, line: &str) -> bool {
        let text = line.trim_start();
        if text.starts_with(CALL) {
            return !is_closed(text, '(', ')');
        }
        self.awaits_value && text.starts_with('{') && !is_closed(text, '{', '}')
    }

    /// Takes the lines of a syntax, and says how many there are.
    fn syntax(&mut self, lines: &[&str]) -> usize {
        let indent = lines.first().map_or(0, |line| indent_of(line));
        let longest = lines
            .iter()
            .take_while(|line| !ends_syntax(line))
            .map(|line| line.trim_end().chars().count())
            .max()
            .unwrap_or(0);
        let mut text = String::new();
        let mut taken = 0;
        let mut is_cut = false;
        for line in lines {
            if taken > 0 && ends_syntax(line) {
                break;
            }
            taken += 1;
            // A line that is cut for its length goes on at the margin.
            if taken > 1 && !(is_cut && indent_of(line) == 0) {
                text.push('\n');
            }
            let line = line.trim_end();
            text.push_str(line);
            is_cut = line.chars().count() == longest && longest >= SHORTEST_CUT;
            let is_end = matches!(line.trim(), ")" | "}") && indent_of(line) <= indent;
            if is_end && taken > 1 {
                break;
            }
        }
        self.open = None;
        self.awaits_value = false;
        self.blocks.push(Block {
            text: text.trim_start().to_owned(),
            is_item: false,
            is_code: true,
        });
        taken
    }

    fn line(&mut self, line: &str) {
        let text = line.trim();
        if text.is_empty() {
            // Where paragraphs are not set apart, what stands apart is one all the same.
            self.open = None;
            return;
        }
        self.awaits_value |= text.ends_with("Response Syntax");
        let column = indent_of(line);
        // A word longer than a line is cut.
        let cut = self.open.is_some_and(|(open, length)| {
            self.layout.joins == Joins::WhereFull
                && column == open
                && length + 1 >= self.width
                && self
                    .blocks
                    .last()
                    .is_some_and(|block| !block.text.contains(char::is_whitespace))
        });
        if cut && let Some(block) = self.blocks.last_mut() {
            block.text.push_str(text);
            self.open = Some((column, line.trim_end().chars().count()));
            return;
        }
        let continues = self.open.is_some_and(|(open, length)| {
            column == open
                && self.joins(length, text)
                && !is_label(text)
                && !(self.layout.bullets_begin && self.item(text).is_some())
        });
        if continues {
            if let Some(block) = self.blocks.last_mut() {
                if !is_glued(&block.text, text) {
                    block.text.push(' ');
                }
                block.text.push_str(text);
            }
            self.open = Some((column, line.trim_end().chars().count()))
                .filter(|_| !line.ends_with(HARD_BREAK));
            return;
        }
        let (is_item, text, column) = match self.item(text) {
            Some((bullet, rest)) => (true, rest, column + bullet),
            None => (false, text, column),
        };
        self.blocks.push(Block {
            text: text.to_owned(),
            is_item,
            is_code: false,
        });
        self.open = Some((column, line.trim_end().chars().count()));
        if text.is_empty() || line.ends_with(HARD_BREAK) {
            self.open = None;
        }
    }

    fn joins(&self, length: usize, text: &str) -> bool {
        match self.layout.joins {
            Joins::Never => false,
            Joins::Adjacent => true,
            Joins::WhereFull => {
                let word = text.split_whitespace().next().unwrap_or_default();
                length + 1 + word.chars().count() > self.width
            }
        }
    }

    /// How many columns the bullet takes that a text begins with, and what follows it.
    fn item<'t>(&self, text: &'t str) -> Option<(usize, &'t str)> {
        self.layout.bullets.iter().find_map(|bullet| {
            let rest = text.strip_prefix(bullet)?;
            if rest.is_empty() {
                return Some((0, rest));
            }
            let inner = rest.trim_start();
            let spaces = rest.len() - inner.len();
            (spaces > 0).then(|| (bullet.chars().count() + spaces, inner))
        })
    }
}

/// How many columns the text of a page takes: nearly all of its lines are as long or shorter.
fn width(lines: &[&str]) -> usize {
    let mut lengths: Vec<usize> = lines
        .iter()
        .filter(|line| !line.contains("://") && !line.contains(['\'', '|']))
        .map(|line| line.trim_end().chars().count())
        .collect();
    lengths.sort_unstable();
    lengths.last().copied().unwrap_or(0)
}

/// Whether a line was broken within a word, or before what closes one: no space stands there.
fn is_glued(before: &str, line: &str) -> bool {
    let mut letters = line.chars();
    let first = letters.next().unwrap_or(' ');
    if let Some(word) = before.strip_suffix(['-', '/', '=']) {
        // `pre- and post-`
        let word_after = line.split_whitespace().next().unwrap_or_default();
        return word.ends_with(|c: char| c.is_alphanumeric() || c == '/')
            && first.is_alphanumeric()
            && !matches!(word_after, "and" | "or");
    }
    let closes = matches!(first, '.' | ',' | ';' | ':' | ')');
    closes && letters.next().is_none_or(char::is_whitespace) && !before.ends_with('–')
}

fn indent_of(line: &str) -> usize {
    line.chars().take_while(|c| c.is_whitespace()).count()
}

/// Whether a line is a label of a field, which nothing goes on with.
fn is_label(text: &str) -> bool {
    super::label::canonical(text).is_some()
}

fn ends_syntax(line: &str) -> bool {
    let text =
        line.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '{' | '['));
    AFTER_SYNTAX.iter().any(|after| text.starts_with(after)) && !text.contains(['\'', '='])
}

/// Whether as many brackets close in a text as open in it, outside of quotes.
fn is_closed(text: &str, open: char, close: char) -> bool {
    let mut depth = 0_usize;
    let mut quoted = false;
    let mut seen = false;
    for c in text.chars() {
        if c == '\'' {
            quoted = !quoted;
        } else if quoted {
        } else if c == open {
            depth += 1;
            seen = true;
        } else if c == close {
            depth = depth.saturating_sub(1);
        }
        if seen && depth == 0 {
            return true;
        }
    }
    false
}
