//! Mends what the extraction of text does to paragraphs with inline code.
//!
//! In such a paragraph the first literal stands on a line of its own, every later one loses the
//! space before it, each is followed by a line break, and the line break at the paragraph's end is
//! lost:
//!
//! ```text
//! Set to
//! true
//! to start using it, orfalse
//! to stop using it.The next paragraph
//! ```

use std::collections::HashSet;

/// The words and literals of one page: where a glued word comes apart is seen by what stands
/// elsewhere on the same page.
#[derive(Default)]
pub(super) struct Vocabulary<'p> {
    words: HashSet<&'p str>,
    literals: HashSet<&'p str>,
}

/// Words that often stand before a literal.
const COMMON: [&str; 60] = [
    "a",
    "about",
    "after",
    "all",
    "an",
    "and",
    "any",
    "are",
    "as",
    "at",
    "be",
    "before",
    "both",
    "but",
    "by",
    "call",
    "calling",
    "default",
    "either",
    "equals",
    "example",
    "except",
    "following",
    "for",
    "from",
    "has",
    "have",
    "if",
    "in",
    "include",
    "is",
    "it",
    "its",
    "like",
    "named",
    "no",
    "not",
    "of",
    "on",
    "one",
    "only",
    "or",
    "parameter",
    "returns",
    "see",
    "set",
    "specify",
    "than",
    "that",
    "the",
    "then",
    "this",
    "to",
    "use",
    "using",
    "value",
    "via",
    "when",
    "with",
    "your",
];

/// Titles of notes, which stand on lines of their own.
const TITLES: [&str; 6] = ["Note", "Warning", "Important", "Danger", "Tip", "Caution"];

const CLOSING: [char; 8] = ['.', ',', ';', ':', ')', '!', '?', ']'];

impl<'p> Vocabulary<'p> {
    /// Learns the words of a page. `literals` are what is known to be code.
    pub(super) fn new(page: &'p str, literals: impl Iterator<Item = &'p str>) -> Self {
        let mut vocabulary = Self {
            words: HashSet::new(),
            literals: ["true", "false", "null", "None"]
                .into_iter()
                .chain(literals)
                .collect(),
        };
        for line in page.lines() {
            let mut tokens = line.split_whitespace().peekable();
            while let Some(token) = tokens.next() {
                let last = tokens.peek().is_none();
                let plain = token.trim_matches(|c: char| !c.is_alphanumeric());
                if !last && plain.chars().all(|c| c.is_ascii_lowercase()) {
                    vocabulary.words.insert(plain);
                }
            }
            if !line.trim().is_empty() && !line.trim().contains(char::is_whitespace) {
                vocabulary.literals.insert(line.trim());
            }
        }
        vocabulary
    }

    /// Where a token of a word and a literal without the space between them comes apart.
    fn seam(&self, token: &str) -> Option<usize> {
        token
            .char_indices()
            .skip(1)
            .filter_map(|(at, next)| {
                let (word, literal) = token.split_at_checked(at)?;
                let plain = word.trim_start_matches(['(', '[', '"', '\'', '“', '‘']);
                let is_common = COMMON
                    .binary_search(&plain.to_ascii_lowercase().as_str())
                    .is_ok();
                let known = if is_common || word.ends_with([',', ';', '–', ':', '.']) {
                    3
                } else if self.words.contains(plain.to_ascii_lowercase().as_str())
                    && plain.len() > 1
                {
                    2
                } else {
                    return None;
                };
                let bare = literal.trim_matches(|c: char| !c.is_alphanumeric());
                let code = if self.literals.contains(literal) || self.literals.contains(bare) {
                    4
                } else if next.is_lowercase() {
                    usize::from(literal.contains(|c: char| !c.is_ascii_lowercase()))
                } else {
                    2
                };
                (code > 0).then_some((known + code, at))
            })
            .max()
            .map(|(_, at)| at)
    }
}

/// The paragraphs of a doc.
pub(super) fn paragraphs(lines: &[String], vocabulary: &Vocabulary<'_>) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut open = Open::Text;
    for (at, line) in lines.iter().enumerate() {
        let next = lines.get(at + 1).map(String::as_str);
        match paragraphs.last_mut() {
            Some(last) if goes_on(open, last, line, next) => {
                if !line.starts_with(CLOSING) && !last.ends_with(['(', '"', '“', '[']) {
                    last.push(' ');
                }
                // The line after the first literal ends with another one, or ends the paragraph.
                let ends_with_literal = open != Open::Text
                    && next.is_some_and(|next| goes_on(Open::Code, line, next, None));
                if ends_with_literal {
                    push_apart(last, line, vocabulary);
                } else {
                    last.push_str(line);
                }
                open = match open {
                    Open::Text => Open::Literal,
                    Open::Literal | Open::Code => Open::Code,
                };
            }
            _ => {
                open = Open::Text;
                paragraphs.push(line.clone());
            }
        }
    }
    paragraphs
}

/// What the last line of the open paragraph is.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Open {
    /// Text, as far as is known.
    Text,
    /// The first literal.
    Literal,
    /// Text after a literal.
    Code,
}

/// Whether `line` goes on with the paragraph that ends with `last`.
fn goes_on(open: Open, last: &str, line: &str, next: Option<&str>) -> bool {
    if TITLES.contains(&last) || TITLES.contains(&line) {
        return false;
    }
    if line.starts_with(CLOSING) || line.starts_with(['–', '—']) {
        return true;
    }
    let ended = last.ends_with(['.', '!', '?', ':']);
    match open {
        Open::Literal => !ended,
        Open::Text | Open::Code if ended => false,
        Open::Text | Open::Code => {
            line.starts_with(|c: char| c.is_lowercase())
                || next.is_some_and(|next| {
                    let short = line.split_whitespace().count() <= 3;
                    short && goes_on(Open::Code, line, next, None)
                })
        }
    }
}

/// Adds a line that ends with a literal, with the space before it where its place is seen.
fn push_apart(last: &mut String, line: &str, vocabulary: &Vocabulary<'_>) {
    let start = line.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let (before, token) = line.split_at(start);
    last.push_str(before);
    match vocabulary
        .seam(token)
        .and_then(|at| token.split_at_checked(at))
    {
        Some((word, literal)) => {
            last.push_str(word);
            last.push(' ');
            last.push_str(literal);
        }
        None => last.push_str(token),
    }
}
