//! What a token looks like, whatever the page says of it.

/// What stands right before a word.
pub(crate) const OPENING: [char; 6] = ['(', '[', '"', '\'', '“', '‘'];

/// What stands right after a word.
pub(crate) const CLOSING: [char; 8] = ['.', ',', ';', ':', ')', '!', '?', ']'];

/// What a paragraph ends with.
pub(crate) const STOPS: [char; 4] = ['.', '!', '?', ':'];

/// The longest token that is looked into: what is longer is data.
pub(crate) const LONGEST: usize = 200;

/// The token that a text begins with, where it is not longer than any word or literal.
pub(crate) fn first_token(text: &str) -> Option<&str> {
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
pub(crate) fn last_token(text: &str) -> Option<&str> {
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

/// Whether a literal that follows a word, in lower case, is the thing that the sentence is about.
pub(crate) fn is_article(word: &str) -> bool {
    matches!(
        word,
        "a" | "an" | "and" | "are" | "is" | "or" | "the" | "to" | "use" | "with"
    )
}

/// A word in lower case, where at most its first letter is a capital.
pub(crate) fn lowered(word: &str) -> String {
    if word.chars().skip(1).any(char::is_uppercase) {
        word.to_owned()
    } else {
        word.to_lowercase()
    }
}

pub(crate) fn is_lower(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_lowercase() || c == '-')
}

pub(crate) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}

/// Whether a text is the end of a number such as `80,000`.
pub(crate) fn is_thousand(text: &str) -> bool {
    bare_len(text) == 3 && text.chars().take(3).all(|c| c.is_ascii_digit())
}

/// Whether a text is a number, or a range of them.
pub(crate) fn is_amount(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '-'))
}

pub(crate) fn bare_len(text: &str) -> usize {
    text.trim_end_matches(CLOSING).len()
}

pub(crate) fn is_letters(text: &str) -> bool {
    text.chars().all(char::is_alphabetic)
}

/// Whether a text is a word without capitals or digits in it.
pub(crate) fn is_plain(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(char::is_alphabetic)
        && letters.all(|c| c.is_lowercase() || c == '-' || c == '’')
}

/// Whether a text is of several words, each with a capital.
pub(crate) fn is_camel(text: &str) -> bool {
    text.starts_with(char::is_uppercase) && text.chars().skip(1).any(char::is_uppercase)
}

/// Whether a text is a name such as `GetImage`.
pub(crate) fn is_name_of_words(text: &str) -> bool {
    text.starts_with(char::is_uppercase) && text.chars().all(char::is_alphanumeric)
}

/// Whether a text is a word with a capital, such as `Entity`.
pub(crate) fn is_capitalized(text: &str) -> bool {
    text.starts_with(char::is_uppercase) && text.len() > 1 && is_plain(text)
}

/// Whether what opens in a text closes at its end, as in `rate(1 day)`.
pub(crate) fn is_bracketed(text: &str) -> bool {
    const PAIRS: [(char, char); 2] = [('(', ')'), ('{', '}')];
    PAIRS.iter().any(|(open, close)| {
        let opened = text.find(*open);
        let first = text.find(char::is_whitespace).unwrap_or(text.len());
        opened.is_some_and(|at| at < first) && text.ends_with(*close)
    })
}
