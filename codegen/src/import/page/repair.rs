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
const COMMON: [&str; 146] = [
    "a",
    "about",
    "after",
    "all",
    "allow",
    "always",
    "an",
    "and",
    "another",
    "any",
    "are",
    "as",
    "at",
    "be",
    "becomes",
    "been",
    "before",
    "between",
    "both",
    "but",
    "by",
    "call",
    "called",
    "calling",
    "can",
    "change",
    "characters",
    "choose",
    "code",
    "contain",
    "contains",
    "corresponding",
    "current",
    "custom",
    "default",
    "different",
    "does",
    "each",
    "either",
    "empty",
    "equal",
    "equals",
    "example",
    "exceed",
    "exceeds",
    "except",
    "existing",
    "first",
    "following",
    "for",
    "from",
    "future",
    "given",
    "has",
    "have",
    "if",
    "in",
    "include",
    "includes",
    "including",
    "into",
    "is",
    "it",
    "its",
    "key",
    "least",
    "like",
    "match",
    "more",
    "multiple",
    "named",
    "new",
    "next",
    "no",
    "not",
    "of",
    "omit",
    "on",
    "one",
    "only",
    "operation",
    "optional",
    "or",
    "out",
    "over",
    "own",
    "paginated",
    "parameter",
    "pattern",
    "per",
    "plus",
    "prefix",
    "previous",
    "provide",
    "provided",
    "required",
    "requires",
    "return",
    "returned",
    "returns",
    "same",
    "see",
    "set",
    "sets",
    "setting",
    "single",
    "specific",
    "specified",
    "specifies",
    "specify",
    "specifying",
    "status",
    "string",
    "subsequent",
    "successful",
    "such",
    "support",
    "supports",
    "than",
    "that",
    "the",
    "then",
    "this",
    "through",
    "to",
    "type",
    "under",
    "unique",
    "unless",
    "until",
    "use",
    "uses",
    "using",
    "valid",
    "value",
    "values",
    "version",
    "via",
    "when",
    "where",
    "which",
    "while",
    "whose",
    "with",
    "without",
    "your",
];

/// The longest token that is looked into: what is longer is data.
const LONGEST: usize = 200;

/// How many words of a literal are looked at.
const WORDS: usize = 6;

/// How well a word and a literal fit where they clearly stood apart.
const CLEAR: usize = 7;

/// Titles of notes, which stand on lines of their own.
const TITLES: [&str; 6] = ["Note", "Warning", "Important", "Danger", "Tip", "Caution"];

/// What a paragraph ends with.
const STOPS: [char; 4] = ['.', '!', '?', ':'];

/// What stands right before a word.
const OPENING: [char; 6] = ['(', '[', '"', '\'', '“', '‘'];

/// What stands right after a word.
const CLOSING: [char; 8] = ['.', ',', ';', ':', ')', '!', '?', ']'];

impl<'p> Vocabulary<'p> {
    /// Learns the words of a page. `literals` are what is known to be code.
    pub(super) fn new(page: &'p str, literals: impl Iterator<Item = &'p str>) -> Self {
        let literals = ["true", "false", "null", "None"]
            .into_iter()
            .chain(literals);
        let mut vocabulary = Self {
            words: HashSet::new(),
            literals: literals.collect(),
        };
        for line in page.lines() {
            let mut tokens = line.split_whitespace().peekable();
            while let Some(token) = tokens.next() {
                // The last word of a line may be glued.
                let plain = token.trim_matches(|c: char| !c.is_alphanumeric());
                let is_word = plain.chars().all(|c| c.is_ascii_lowercase() || c == '-');
                if tokens.peek().is_some() && is_word {
                    vocabulary.words.insert(plain);
                }
            }
        }
        for line in page.lines().map(str::trim) {
            let alone = !line.is_empty() && !line.contains(char::is_whitespace);
            if alone && vocabulary.seam(line).is_none() {
                vocabulary.literals.insert(line);
            }
        }
        vocabulary
    }

    fn is_literal(&self, text: &str) -> bool {
        let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
        self.literals.contains(text) || self.literals.contains(bare)
    }

    fn is_word(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        is_common(&text) || self.words.contains(text.as_str())
    }

    /// Where a token of a word and a literal without the space between them comes apart, after how
    /// well they fit.
    fn seam(&self, token: &str) -> Option<(usize, usize)> {
        let inner = token.trim_start_matches(OPENING);
        if inner.len() > LONGEST || self.is_whole(inner) {
            return None;
        }
        let start = token.len() - inner.len();
        inner
            .char_indices()
            .skip(1)
            .filter_map(|(at, next)| {
                let (word, literal) = inner.split_at_checked(at)?;
                Some((self.fit(word, literal, next)?, start + at))
            })
            .max()
    }

    /// Whether a token is known as it stands.
    fn is_whole(&self, token: &str) -> bool {
        let bare = token.trim_end_matches(CLOSING);
        let mut letters = bare.chars();
        let first = letters.next().map(|c| c.to_ascii_uppercase());
        let capital: String = first.into_iter().chain(letters).collect();
        self.literals.contains(capital.as_str())
            || self.literals.contains(token)
            || self.literals.contains(bare)
            || bare.len() > 2 && is_lower(bare) && self.is_word(bare)
    }

    /// Where the literal begins that a line ends with, where the space before it is lost.
    fn lost_space(&self, line: &str) -> Option<usize> {
        let mut best = None;
        let mut end = line.len();
        for distance in 0..WORDS {
            let rest = line.get(..end)?;
            let start = rest.rfind(char::is_whitespace).map_or(0, |at| at + 1);
            let found = self.seam(rest.get(start..)?);
            // A literal of several words is rarer, so its place has to be clear.
            let clear = |fit: usize| distance == 0 || fit >= CLEAR;
            if let Some((fit, at)) = found.filter(|(fit, _)| clear(*fit))
                && best.is_none_or(|(other, _)| fit > other)
            {
                best = Some((fit, start + at));
            }
            let Some(before) = start.checked_sub(1) else {
                break;
            };
            end = before;
        }
        best.map(|(_, at)| at)
    }

    /// How well a word and a literal fit where they may have stood apart.
    fn fit(&self, word: &str, literal: &str, next: char) -> Option<usize> {
        if CLOSING.contains(&next)
            || matches!(next, '-' | '_' | '/')
                && !word.ends_with(',')
                && literal.len() > 1
                && !is_common(&word.to_lowercase())
            || word.ends_with('-')
            || next == '='
        {
            return None;
        }
        let starts_anew = !next.is_lowercase();
        if is_joined(word, literal) {
            return None;
        }
        let possessive = ["'s", "’s"].iter().find_map(|end| word.strip_suffix(end));
        let is_letters = |word: &str| word.chars().all(char::is_alphabetic);
        let before = word;
        let word_fit = if let Some(word) = word.strip_suffix([',', ';', ':', '|', ')']) {
            let is_word = word.is_empty() || self.is_word(word) || self.is_literal(word);
            if is_word || word.ends_with([')', '"']) {
                5
            } else if next.is_uppercase() && is_letters(word) && before.ends_with(',') {
                3
            } else if word.len() > 2 && is_plain(word) {
                0
            } else {
                return None;
            }
        } else if possessive.is_some() || is_common(&word.to_lowercase()) {
            4
        } else if word.len() > 2 && !next.is_numeric() && self.is_word(word) {
            3
        } else if next.is_uppercase() && word.len() > 2 && is_lower(word) {
            0
        } else {
            return None;
        };
        let first = literal.split(|c: char| !c.is_lowercase()).next();
        // `audit` and `instead` are words; what begins with `to` or `or` is rarely one.
        let is_short = word.len() < 3 && is_letters(word) && !matches!(word, "to" | "or" | "of");
        let literal_fit = if self.is_literal(literal) {
            5
        } else if word == "A" || word.ends_with(':') && !starts_anew {
            return None;
        } else if starts_anew {
            3
        } else if first.is_some_and(|first| first.len() > 1 && self.is_word(first)) {
            2
        } else if literal.len() > 1
            && !word.starts_with(char::is_uppercase)
            && !(is_short && is_letters(literal.trim_end_matches(CLOSING)))
        {
            1
        } else {
            return None;
        };
        Some(word_fit + literal_fit)
    }

    /// Where a paragraph ends within a line that goes on with the next one.
    fn ends(&self, line: &str) -> Vec<usize> {
        let mut ends = Vec::new();
        let mut letters = line.char_indices().peekable();
        while let Some((at, c)) = letters.next() {
            let Some(&(after, next)) = letters.peek() else {
                break;
            };
            if !matches!(c, '.' | '!' | '?' | ':') {
                continue;
            }
            let (before, rest) = (line.get(..at), line.get(after..));
            let (Some(before), Some(rest)) = (before, rest) else {
                continue;
            };
            let (Some(left), Some(right)) = (last_token(before), first_token(rest)) else {
                continue;
            };
            if self.is_end(left, c, right, next) {
                ends.push(after);
            }
        }
        ends
    }

    /// Where an item of a list begins with the literal that a line ends with.
    fn item(&self, line: &str, is_item: bool) -> Option<usize> {
        let start = line.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        let token = line.get(start..).filter(|token| token.len() < LONGEST)?;
        let fits = |left: &str, right: &str| {
            right.starts_with(char::is_alphabetic)
                && !left.contains("://")
                && (self.literals.contains(right)
                    || left.ends_with(')')
                    || self.is_word(left)
                    || is_item && is_plain(left.trim_start_matches(OPENING))
                    || right.contains('-') && right.starts_with(char::is_lowercase))
        };
        let mut stops = token.match_indices('.').map(|(at, _)| at);
        let found = stops.find(|at| {
            let parts = token.split_at_checked(*at);
            parts.is_some_and(|(left, right)| fits(left, right.get(1..).unwrap_or_default()))
        });
        found.map(|at| start + at + 1)
    }

    fn is_end(&self, left: &str, stop: char, right: &str, next: char) -> bool {
        let bare = right.trim_end_matches(|c: char| !c.is_alphanumeric());
        let is_word = self.is_word(bare) || self.is_literal(bare);
        let closed = left.ends_with([')', ']', '"', '\'', '”', '’']);
        let plain = closed || is_plain(left.trim_start_matches(OPENING));
        match stop {
            ':' => {
                let is_code = matches!(next, '"' | '{' | '[');
                plain && !left.is_empty() && (is_code || next.is_uppercase() && is_word)
            }
            _ => next.is_uppercase() && (left.is_empty() || plain || is_word),
        }
    }
}

/// The token that a text begins with, where it is not longer than any word or literal.
fn first_token(text: &str) -> Option<&str> {
    let end = text
        .char_indices()
        .take(LONGEST)
        .find(|(_, c)| c.is_whitespace());
    match end {
        Some((end, _)) => text.get(..end),
        None => (text.len() < LONGEST).then_some(text),
    }
}

/// The token that a text ends with, where it is not longer than any word or literal.
fn last_token(text: &str) -> Option<&str> {
    let start = text
        .char_indices()
        .rev()
        .take(LONGEST)
        .find(|(_, c)| c.is_whitespace());
    match start {
        Some((start, space)) => text.get(start + space.len_utf8()..),
        None => (text.len() < LONGEST).then_some(text),
    }
}

fn is_common(word: &str) -> bool {
    COMMON.binary_search(&word).is_ok()
}

fn is_lower(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_lowercase() || c == '-')
}

/// Whether a text is a word without capitals or digits in it.
fn is_plain(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(char::is_alphabetic)
        && letters.all(|c| c.is_lowercase() || c == '-' || c == '’')
}

/// Whether a word and a literal are one name, such as `RestoreDBInstance`.
fn is_joined(word: &str, literal: &str) -> bool {
    let mut letters = word.chars();
    let has_capital = letters.next().is_some_and(char::is_uppercase);
    let goes_on = literal.starts_with(|c: char| c.is_alphanumeric());
    let inner_capital = letters.any(char::is_uppercase) && word.ends_with(char::is_alphabetic);
    goes_on
        && (inner_capital || has_capital && !is_common(&word.to_lowercase()))
        && word.ends_with(char::is_alphabetic)
}

/// Whether a text looks like code: one token with signs, digits or capitals in it.
fn looks_like_code(text: &str) -> bool {
    !text.contains(char::is_whitespace) && !is_plain(text)
}

/// The paragraphs of a doc.
pub(super) fn paragraphs(lines: &[String], vocabulary: &Vocabulary<'_>) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut open = Open::Text;
    for (at, line) in lines.iter().enumerate() {
        let next = lines.get(at + 1).map(String::as_str);
        let Some(last) = paragraphs
            .last_mut()
            .filter(|last| goes_on(open, last, line, next))
        else {
            open = Open::new(line, next);
            paragraphs.push(line.clone());
            continue;
        };
        if !line.starts_with(CLOSING) && !last.ends_with(['(', '"', '“', '[']) {
            last.push(' ');
        }
        if open == Open::Text {
            last.push_str(line);
            open = Open::Literal;
            continue;
        }
        // The line after the first literal ends with another one, or with the next paragraph.
        let breaks = next.is_some_and(|next| goes_on(Open::Code, line, next, None));
        let is_item = next.is_some_and(|next| next.starts_with(['-', ':', '–']));
        let mut parts = split(line, vocabulary, breaks, is_item).into_iter();
        let first = parts.next().unwrap_or_default();
        let rest: Vec<_> = parts.map(str::to_owned).collect();
        let is_open = next.is_none() && !line.ends_with(STOPS);
        if rest.is_empty() && (breaks || is_open) {
            push_apart(last, first, vocabulary);
        } else {
            last.push_str(first);
        }
        open = match rest.last() {
            Some(part) => Open::new(part, next),
            None => Open::Code,
        };
        paragraphs.extend(rest);
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

impl Open {
    /// What the first line of a paragraph is.
    fn new(line: &str, next: Option<&str>) -> Self {
        let is_literal = is_short(line)
            && !line.ends_with(STOPS)
            && !TITLES.contains(&line)
            && next
                .is_some_and(|next| continues(next) || starts_lower(next) || next.starts_with('('));
        if is_literal {
            Self::Literal
        } else {
            Self::Text
        }
    }
}

/// Whether `line` goes on with the paragraph that ends with `last`.
fn goes_on(open: Open, last: &str, line: &str, next: Option<&str>) -> bool {
    if TITLES.contains(&last) || TITLES.contains(&line) {
        return false;
    }
    if continues(line) {
        return true;
    }
    let ended = last.ends_with(STOPS);
    match open {
        Open::Literal => !ended || starts_lower(line),
        Open::Code => !ended,
        Open::Text if ended => {
            // `one of:`, and a literal of which there are more.
            last.ends_with(':')
                && is_short(line)
                && next.is_some_and(|next| next.starts_with([',', '|', '(']))
        }
        Open::Text => {
            let word = last.rsplit(char::is_whitespace).next().unwrap_or(last);
            starts_lower(line)
                || is_common(word)
                || looks_like_code(line) && next.is_some()
                || is_short(line) && next.is_some_and(|next| continues(next) || starts_lower(next))
        }
    }
}

/// Whether a line cannot begin a paragraph.
fn continues(line: &str) -> bool {
    line.starts_with(CLOSING) || line.starts_with(['–', '—', '|']) || line.starts_with("- ")
}

fn starts_lower(line: &str) -> bool {
    line.starts_with(|c: char| c.is_lowercase())
}

fn is_short(line: &str) -> bool {
    line.split_whitespace().count() <= 3
}

/// The paragraphs in a line that goes on with the one before. `breaks`: it ends with a literal, or
/// with text before one. `is_item`: what follows says what that literal means.
fn split<'l>(
    line: &'l str,
    vocabulary: &Vocabulary<'_>,
    breaks: bool,
    is_item: bool,
) -> Vec<&'l str> {
    let mut ends = vocabulary.ends(line);
    if breaks {
        ends.extend(vocabulary.item(line, is_item));
    }
    ends.sort_unstable();
    ends.dedup();
    let mut parts = Vec::new();
    let mut rest = line;
    for end in ends.into_iter().rev() {
        let (before, part) = rest.split_at(end);
        parts.push(part);
        rest = before;
    }
    parts.push(rest);
    parts.reverse();
    split_title(parts)
}

/// Splits the title of a note from the end of the last part.
fn split_title(mut parts: Vec<&str>) -> Vec<&str> {
    let Some(last) = parts.last().copied() else {
        return parts;
    };
    let glued = TITLES.iter().find_map(|title| {
        let before = last.strip_suffix(title)?;
        let is_glued = before.ends_with(|c: char| c.is_lowercase() || STOPS.contains(&c));
        is_glued.then_some((before, *title))
    });
    if let Some((before, title)) = glued {
        parts.pop();
        parts.extend([before, title]);
    }
    parts
}

/// Adds a line that ends with a literal, with the space before it where its place is seen.
fn push_apart(last: &mut String, line: &str, vocabulary: &Vocabulary<'_>) {
    let seam = vocabulary.lost_space(line);
    match seam.and_then(|at| line.split_at_checked(at)) {
        Some((before, literal)) => {
            last.push_str(before);
            last.push(' ');
            last.push_str(literal);
        }
        None => last.push_str(line),
    }
}
