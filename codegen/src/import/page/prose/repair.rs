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

use super::case::Next;
use super::lexicon::{Lexicon, is_before_code};
use super::seam;
use super::token::{CLOSING, STOPS, is_plain};
use super::typography::as_written;

/// Titles of notes, which stand on lines of their own.
const TITLES: [&str; 6] = ["Note", "Warning", "Important", "Danger", "Tip", "Caution"];

/// What stands between a literal and what it means.
const MEANS: [char; 4] = ['-', ':', '–', '—'];

/// The paragraphs of a doc.
pub(crate) fn paragraphs(lines: &[String], lexicon: &Lexicon<'_>) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut open = Open::Text;
    for (at, line) in lines.iter().enumerate() {
        let next = lines.get(at + 1).map(String::as_str);
        let Some(last) = paragraphs
            .last_mut()
            .filter(|last| goes_on(open, last, line, next))
        else {
            open = Open::new(line, next, lexicon);
            paragraphs.push(match open {
                Open::Literal => line.clone(),
                Open::Text | Open::Code => unless_code(line),
            });
            continue;
        };
        if !is_glued(open, last, line) {
            last.push(' ');
        }
        if open == Open::Text && !line.starts_with(CLOSING) {
            last.push_str(line);
            open = Open::Literal;
            continue;
        }
        let (parts, ending) = split(line, next, lexicon);
        let mut parts = parts.into_iter();
        last.push_str(&parts.next().unwrap_or_default());
        open = match (parts.as_slice().last(), ending) {
            (None, _) => Open::Code,
            (Some(_), Ending::Literal) => Open::Literal,
            (Some(part), Ending::Unknown) => Open::new(part, next, lexicon),
        };
        paragraphs.extend(parts);
    }
    paragraphs
}

/// Whether a line follows the one before without a space.
fn is_glued(open: Open, last: &str, line: &str) -> bool {
    let mut letters = line.chars();
    let (Some(first), second) = (letters.next(), letters.next()) else {
        return true;
    };
    let is_word = second.is_some_and(char::is_alphanumeric);
    let is_code = open == Open::Text && last_word(last).is_some_and(is_before_code);
    if last.ends_with(['(', '[', '“', '‘']) {
        return true;
    }
    match first {
        // `a .env file`
        '.' => !is_code || second.is_none_or(char::is_whitespace),
        first if CLOSING.contains(&first) => true,
        _ if open == Open::Text => false,
        '\'' | '’' | '"' | '”' => !is_word || second == Some('s'),
        '-' | '—' => second.is_some_and(char::is_alphabetic),
        '/' => is_word && !line.trim_start_matches('/').contains('/'),
        _ => false,
    }
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

/// What the last part of a line is.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Ending {
    /// The literal that a paragraph begins with.
    Literal,
    Unknown,
}

impl Open {
    /// What the first line of a paragraph is.
    fn new(line: &str, next: Option<&str>, lexicon: &Lexicon<'_>) -> Self {
        let leads_on = line.ends_with(MEANS) || last_word(line).is_some_and(is_before_code);
        let is_literal = is_short(line)
            && !line.ends_with(STOPS)
            && !TITLES.contains(&line)
            && (!leads_on || lexicon.is_literal(line))
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
            starts_lower(line)
                || last_word(last).is_some_and(is_before_code)
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

fn last_word(line: &str) -> Option<&str> {
    line.rsplit(char::is_whitespace).next()
}

/// Whether a text looks like code: one token with signs, digits or capitals in it.
fn looks_like_code(text: &str) -> bool {
    !text.contains(char::is_whitespace) && !is_plain(text)
}

/// The parts of a line that goes on with the paragraph before: each but the first begins a paragraph,
/// and the last may end with a literal, which then stands apart.
fn split(line: &str, next: Option<&str>, lexicon: &Lexicon<'_>) -> (Vec<String>, Ending) {
    let follows = next.filter(|next| goes_on(Open::Code, line, next, None));
    let kind = follows.map(|next| match next {
        next if next.starts_with(MEANS) => Next::Meaning,
        next if next.starts_with(CLOSING) => Next::Closing,
        _ => Next::Text,
    });
    // A doc may end with a literal.
    let kind = kind.or(match next {
        None if !line.ends_with(STOPS) => Some(Next::Text),
        _ => line.ends_with('.').then_some(Next::Paragraph),
    });
    let literal = kind.and_then(|kind| seam::literal(lexicon, line, kind));
    let (text, literal) = line
        .split_at_checked(literal.unwrap_or(line.len()))
        .unwrap_or((line, ""));

    let mut parts: Vec<String> = Vec::new();
    let mut from = 0;
    for end in lexicon.paragraph_ends(text) {
        parts.extend(text.get(from..end).map(unless_code));
        from = end;
    }
    let rest = text.get(from..).unwrap_or_default();
    let (before, title) = split_title(rest);
    // A literal after a parenthesis is not seen, and is left as it is.
    let last = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let code = if follows.is_some() && literal.is_empty() {
        last
    } else {
        before.len()
    };
    let (before, code) = before.split_at_checked(code).unwrap_or((before, ""));
    parts.push(unless_code(before) + code);
    parts.extend(title.map(str::to_owned));
    if literal.is_empty() {
        return (parts, Ending::Unknown);
    }
    if text.ends_with(STOPS) && (!text.ends_with(':') || kind == Some(Next::Meaning)) {
        parts.push(literal.to_owned());
        return (parts, Ending::Literal);
    }
    if let Some(last) = parts.last_mut() {
        last.push(' ');
        last.push_str(literal);
    }
    (parts, Ending::Unknown)
}

/// A text as the service wrote it, unless it is code: one token, or JSON. The page puts a space before
/// a link, after a parenthesis as well.
fn unless_code(text: &str) -> String {
    let is_json = ["\\\"", "\\“", "\\”"]
        .iter()
        .any(|quote| text.contains(quote));
    if is_json || !text.contains(char::is_whitespace) {
        text.to_owned()
    } else {
        without_space_of_links(&as_written(text))
    }
}

fn without_space_of_links(text: &str) -> String {
    let mut parts = text.split("( ");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_word = part.starts_with(char::is_alphanumeric);
        plain.push_str(if is_word { "(" } else { "( " });
        plain.push_str(part);
    }
    plain
}

/// Splits the title of a note from the end of a text.
fn split_title(text: &str) -> (&str, Option<&'static str>) {
    let glued = TITLES.iter().find_map(|title| {
        let before = text.strip_suffix(title)?;
        let is_glued = before.ends_with(|c: char| c.is_lowercase() || STOPS.contains(&c));
        is_glued.then_some((before, Some(*title)))
    });
    glued.unwrap_or((text, None))
}
