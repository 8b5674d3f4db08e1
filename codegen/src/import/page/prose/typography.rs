//! Undoes what the page's markup and typography did to the service's own words.

use std::iter::Peekable;
use std::str::Chars;

/// A text that is not code as the service wrote it: the page's markup takes one of two backslashes,
/// and leaves the asterisks of an emphasis that begins or ends within a word.
pub(crate) fn as_written(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('*') {
        let emphasis = after.split_once('*').filter(|(emphasis, _)| {
            emphasis.starts_with(|c: char| c.is_ascii_alphabetic())
                && emphasis
                    .chars()
                    .all(|c| c.is_ascii_alphabetic() || c == '_')
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

/// A text without the space that the page's markup needs before code or a link, after a parenthesis.
/// Where one stands before the parenthesis that closes as well, both are the service's own.
pub(crate) fn closed_up(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("( ") {
        plain.push_str(before);
        let inner = after.split_once(')').map(|(inner, _)| inner);
        let is_added = inner.is_some_and(|inner| !inner.is_empty() && !inner.ends_with(' '))
            && !after.starts_with(['(', ' ']);
        plain.push_str(if is_added { "(" } else { "( " });
        rest = after;
    }
    plain.push_str(rest);
    without_spaces_in_quotes(&plain)
}

/// A text without the space between a quote that begins and code, where none stands before the quote that
/// ends: the markup needs the one, and not the other.
fn without_spaces_in_quotes(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    let mut is_open = false;
    while let Some(at) = rest.find(['"', '“']) {
        let (before, after) = rest.split_at(at);
        plain.push_str(before);
        let quote = if after.starts_with('"') { '"' } else { '“' };
        let end = if quote == '"' { '"' } else { '”' };
        let begins = plain.is_empty() || plain.ends_with([' ', '(']);
        rest = after.get(quote.len_utf8()..).unwrap_or_default();
        plain.push(quote);
        is_open = quote == '"' && !is_open;
        let inner = rest.strip_prefix(' ').filter(|_| begins);
        let is_added = (is_open || quote == '“')
            && inner.is_some_and(|inner| {
                let near = crate::import::page::mark::beginning(inner, LONGEST);
                let code = near.split_once(end).map(|(code, _)| code);
                code.is_some_and(|code| !code.is_empty() && !code.ends_with(' '))
            });
        if let (true, Some(inner)) = (is_added, inner) {
            rest = inner;
        }
    }
    plain.push_str(rest);
    plain
}

/// Undoes the page's typography: plain quotes, dashes and dots became typographic ones, and what
/// the markup could not read as code or a link stayed as it was written.
pub(crate) fn straight(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let (mut before, mut last) = (None, None);
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '‘' | '’' => plain.push('\''),
            '“' | '”' => plain.push('"'),
            '…' => plain.push_str("..."),
            '–' if is_range(before, last, &letters) => plain.push('–'),
            '–' if was_two_hyphens(last, letters.peek().copied()) => plain.push_str("--"),
            c => plain.push(c),
        }
        (before, last) = (last, Some(c));
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
        let emphasis = crate::import::page::mark::beginning(words, LONGEST)
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

/// Whether a dash stands between single letters: `a–z`.
fn is_range(before: Option<char>, last: Option<char>, rest: &Peekable<Chars<'_>>) -> bool {
    let mut rest = rest.clone();
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase());
    let is_end = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    is_letter(last) && is_end(before) && is_letter(rest.next()) && is_end(rest.next())
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

#[cfg(test)]
mod tests {
    use super::{as_written, closed_up, straight};

    #[test]
    fn the_space_that_the_markup_needs_is_left_out() {
        for (text, words) in [
            ("a key ( key ARN) of", "a key (key ARN) of"),
            ("signs ( !#$% )", "signs ( !#$% )"),
            ("a colon ( : ) or (", "a colon ( : ) or ("),
            ("with \" AWS_BATCH\". This", "with \"AWS_BATCH\". This"),
            ("with “ a”. Or “b”", "with “a”. Or “b”"),
            ("the \"name\" and \" value\"", "the \"name\" and \"value\""),
            ("5\" and 6\" wide", "5\" and 6\" wide"),
        ] {
            assert_eq!(closed_up(text), words);
        }
    }

    #[test]
    fn a_dash_of_a_range_is_one() {
        assert_eq!(straight("(A–Z, a–z, 0–9)"), "(A–Z, a–z, 0–9)");
        assert_eq!(straight("a word–word"), "a word--word");
    }

    #[test]
    fn an_emphasis_within_a_word_is_left_out() {
        assert_eq!(as_written("name=*lambda_arn*,"), "name=lambda_arn,");
        assert_eq!(as_written("2*3*4"), "2*3*4");
    }
}
