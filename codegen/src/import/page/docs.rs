//! The text of a doc, without what is not the service's own words.

use super::html::ITEM;
use super::repair;
use super::vocabulary::Vocabulary;

/// Where a page's text comes from.
#[derive(Clone, Copy)]
pub(super) enum Form<'p> {
    /// From its HTML: paragraphs are lines.
    Clean,
    /// Extracted by another tool: a paragraph with inline code has lost its lines.
    Extracted(&'p Vocabulary<'p>),
}

/// What stands after a head.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Doc {
    pub text: Option<String>,
    pub required: bool,
    /// boto3's note that only one of the members is set stands with it.
    pub tagged_union: bool,
}

const REQUIRED: &str = "[REQUIRED]";
const TAGGED_UNION: &str = "This is a Tagged Union structure.";
const DEPRECATED: &str = "This operation is deprecated and may not function as expected.";

/// Reads the doc of a member.
pub(super) fn member(text: &str, form: Form<'_>) -> Doc {
    let mut text = text.trim_matches(is_space);
    let required = text.strip_prefix(REQUIRED);
    text = required.unwrap_or(text);
    let note = note(text, TAGGED_UNION, "Note");
    Doc {
        required: required.is_some(),
        tagged_union: note.is_some(),
        text: clean(note.unwrap_or(text), form),
    }
}

/// Reads an operation's doc, and whether boto3 says that it is deprecated.
pub(super) fn description(text: &str, form: Form<'_>) -> (Option<String>, bool) {
    // What is left of the signature stands on its line.
    let text = text.split_once('\n').map_or("", |(_, text)| text);
    let note = note(text, DEPRECATED, "Danger");
    (clean(note.unwrap_or(text), form), note.is_some())
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c == ITEM
}

/// What stands before a note of boto3's own, where there is one.
fn note<'t>(text: &'t str, words: &str, title: &str) -> Option<&'t str> {
    let before = text.get(..text.find(words)?)?.trim_end_matches(is_space);
    Some(
        before
            .strip_suffix(title)
            .unwrap_or(before)
            .trim_end_matches(is_space),
    )
}

fn clean(text: &str, form: Form<'_>) -> Option<String> {
    let mut lines: Vec<String> = text
        .lines()
        .map(|line| line.trim_start_matches(ITEM).split_whitespace())
        .map(|words| words.collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect();
    if let Form::Extracted(vocabulary) = form {
        lines = repair::paragraphs(&lines, vocabulary);
    }
    let text = straight(&lines.join("\n"));
    (!text.is_empty()).then_some(text)
}

/// A text that is not code as the service wrote it: the page's markup takes one of two backslashes,
/// and leaves the asterisks of an emphasis that begins or ends within a word.
pub(super) fn as_written(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('*') {
        let emphasis = after.split_once('*').filter(|(emphasis, _)| {
            !emphasis.is_empty() && emphasis.chars().all(|c| c.is_ascii_alphabetic())
        });
        plain.push_str(&before.replace('\\', "\\\\"));
        if let Some((emphasis, after)) = emphasis {
            plain.push_str(emphasis);
            rest = after;
        } else {
            plain.push('*');
            rest = after;
        }
    }
    plain.push_str(&rest.replace('\\', "\\\\"));
    plain
}

/// Undoes the page's typography: plain quotes, dashes and dots became typographic ones, and what
/// the markup could not read as code or a link stayed as it was written.
fn straight(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut before = None;
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '‘' | '’' => plain.push('\''),
            '“' | '”' => plain.push('"'),
            '…' => plain.push_str("..."),
            '–' if was_two_hyphens(before, letters.peek().copied()) => plain.push_str("--"),
            c => plain.push(c),
        }
        before = Some(c);
    }
    let plain = without_link_markup(&plain.replace("``", ""));
    let plain = without_emphasis(&plain);
    if let Some((before, after)) = plain.split_once('`') {
        // It was to begin a literal or a link whose end is not there.
        let begins = before.is_empty() || before.ends_with(char::is_whitespace);
        if begins && after.starts_with(char::is_alphanumeric) && !after.contains('`') {
            return format!("{before}{after}");
        }
    }
    plain
}

/// Leaves the words of an emphasis that the markup could not read: a space stands before its end, or
/// a letter after it.
fn without_emphasis(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut rest = text;
    let mut plain = String::with_capacity(text.len());
    while let Some((before, after)) = rest.split_once('*') {
        plain.push_str(before);
        let (mark, words) = match after.strip_prefix('*') {
            Some(words) => ("**", words),
            None => ("*", after),
        };
        let begins = !plain.ends_with(|c: char| !c.is_whitespace());
        let emphasis = super::beginning(words, LONGEST)
            .split_once('*')
            .filter(|(words, _)| begins && words.starts_with(char::is_alphabetic))
            .filter(|(words, _)| !words.contains(|c: char| c == '\n' || "/.(){}[]".contains(c)));
        let ended = emphasis.and_then(|(inner, _)| {
            let after = words.get(inner.len()..)?.strip_prefix(mark)?;
            let is_glued = after.starts_with(char::is_alphabetic);
            is_glued.then_some((inner, after))
        });
        if let Some((inner, after)) = ended {
            plain.push_str(inner);
            rest = after;
        } else {
            plain.push_str(mark);
            rest = words;
        }
    }
    plain.push_str(rest);
    plain
}

/// Whether a dash between these was written as two hyphens. A dash of the service's own stands
/// between spaces or numbers.
fn was_two_hyphens(before: Option<char>, after: Option<char>) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let is_capital = before.is_some_and(char::is_uppercase);
    is_letter(after) && !is_capital || is_letter(before) && is_space(after)
}

/// Leaves the title of `` `title <address>`__ ``.
fn without_link_markup(text: &str) -> String {
    const END: &str = ">`__";
    let mut rest = text;
    let mut plain = String::with_capacity(text.len());
    while let Some((before, after)) = rest.split_once(END) {
        match before.rsplit_once(" <http") {
            Some((title, address)) if !address.contains(char::is_whitespace) => {
                let (start, title) = title.rsplit_once('`').unwrap_or((title, ""));
                plain.push_str(start);
                plain.push_str(title);
            }
            _ => {
                plain.push_str(before);
                plain.push_str(END);
            }
        }
        rest = after;
    }
    plain.push_str(rest);
    plain
}
