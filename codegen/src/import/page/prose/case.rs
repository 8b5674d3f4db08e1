//! A token taken apart at one place, and what can be asked of it.

use super::lexicon::{Lexicon, is_before_code, is_opener, is_unlike_prefix};
use super::token::{
    CLOSING, bare_len, is_article, is_camel, is_capitalized, is_letters, is_name_of_words,
    is_number, is_plain, lowered,
};

/// What the names of operations begin with.
const VERBS: [&str; 12] = [
    "Add", "Create", "Delete", "Describe", "Get", "List", "Put", "Remove", "Set", "Start", "Stop",
    "Update",
];

/// What a token that ends a line is part of.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Next {
    /// What follows says what the literal means: the line ends with the item of a list.
    Meaning,
    /// What follows closes the literal: the line surely ends with one.
    Closing,
    /// Text.
    Text,
    /// Another paragraph: the line may end with a literal and a stop.
    Paragraph,
}

/// Where a token stands.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub next: Next,
    /// No other token stands on its line: it may as well be a literal that nothing is glued to.
    pub alone: bool,
    /// A sentence begins with it.
    pub begins: bool,
}

/// A token taken apart at one place.
pub(crate) struct Case<'c> {
    pub lexicon: &'c Lexicon<'c>,
    pub word: &'c str,
    pub literal: &'c str,
    /// What the literal begins with.
    pub next: char,
    pub place: Place,
}

impl<'c> Case<'c> {
    /// The word without the comma, or the like, that it ends with.
    pub(crate) fn before_sign(&self) -> Option<&'c str> {
        self.word.strip_suffix([',', ';', '|', ')', '–', '—'])
    }

    /// The word without the stop that it ends with.
    pub(crate) fn before_stop(&self) -> Option<&'c str> {
        self.word.strip_suffix(['.', '!', '?'])
    }

    pub(crate) fn is_literal(&self) -> bool {
        self.lexicon.is_literal(self.literal)
    }

    pub(crate) fn is_known_word(&self) -> bool {
        self.word.len() > 2 && self.lexicon.is_word(self.word)
    }

    /// The word in lower case, but for a name.
    pub(crate) fn plain(&self) -> String {
        lowered(self.word)
    }

    pub(crate) fn second(&self) -> Option<char> {
        self.literal.chars().nth(1)
    }

    pub(crate) fn after_comma(&self) -> bool {
        self.word.ends_with(',')
    }

    pub(crate) fn follows_letters(&self) -> bool {
        self.word.ends_with(char::is_alphanumeric)
    }

    /// The literal without what closes it.
    pub(crate) fn bare(&self) -> &'c str {
        self.literal.trim_end_matches(CLOSING)
    }

    /// The letters in lower case that the literal begins with.
    pub(crate) fn run(&self) -> &'c str {
        let bare = self.bare();
        bare.split(|c: char| !c.is_lowercase())
            .next()
            .unwrap_or(bare)
    }

    /// A colon that leads on to the literal: a literal may have colons of its own.
    pub(crate) fn leads_on(&self) -> bool {
        let Some(before) = self.word.strip_suffix(':') else {
            return false;
        };
        let is_code = !self.next.is_lowercase() || self.literal.contains(['(', '{', '*', '=']);
        before.is_empty()
            || before.ends_with(')')
            || is_before_code(&lowered(before))
            || self.lexicon.is_word(before)
                && (is_code || before.ends_with('s') || self.place.next == Next::Meaning)
    }

    /// Whether a paragraph ends with the word, and the literal begins the next one.
    pub(crate) fn is_next_paragraph(&self) -> bool {
        let Some(before) = self.before_stop() else {
            return false;
        };
        let before_meaning = self.place.next == Next::Meaning;
        let is_code = self.lexicon.has_literal(self.literal);
        let is_known = before.is_empty()
            || before.ends_with([')', '"', '”', '’'])
            || self.lexicon.is_word(before);
        let is_name = |c: char| c.is_alphanumeric() || c == '/';
        let is_item = before_meaning || is_code;
        let ends = before.chars().all(is_name)
            || is_number(&before.replace(['.', '/'], ""))
            || self.next.is_uppercase() && self.literal.len() > 1 && is_code;
        let is_it = is_known && (!self.next.is_lowercase() || is_item)
            || before_meaning && ends
            || (is_name_of_words(before) || is_plain(before)) && is_code;
        let is_negative = self.literal.strip_prefix('-').is_some_and(is_number);
        let is_path = self.next == '/' && is_item;
        is_it && (self.next.is_alphabetic() || is_negative || is_path)
    }

    /// Whether a word and a literal that look like one name are two.
    pub(crate) fn is_apart(&self) -> bool {
        let plain = self.plain();
        let next_is_lower = self.next.is_lowercase();
        let is_before_code = is_before_code(&plain);
        let is_name = is_camel(self.literal)
            || next_is_lower && self.literal.contains('-') && !is_before_code;
        next_is_lower && self.is_literal()
            || self.place.begins && is_before_code
            || !self.place.alone
                && self.word.len() > 1
                && !VERBS.contains(&self.word)
                && (self.lexicon.is_word(&plain) || self.lexicon.has_name(self.word))
                && is_name
            || self.is_item()
    }

    /// Whether the literal is the item of a list: whatever stands before it is not a part of it.
    pub(crate) fn is_item(&self) -> bool {
        // `InvalidEntity` is one name.
        let name = self.word.rsplit(|c: char| !c.is_alphanumeric()).next();
        let name = name.unwrap_or(self.word);
        let is_name = is_name_of_words(name) && is_capitalized(self.literal);
        let is_code = self.lexicon.has_literal(self.literal) && !is_name;
        let is_known = is_code && (self.literal.len() > 2 || self.lexicon.is_word(name));
        // `GiBgp3`
        let is_unit = self.word.ends_with(char::is_uppercase)
            && self.literal.starts_with(|c: char| c.is_ascii_lowercase())
            && self.literal.ends_with(|c: char| c.is_ascii_digit());
        self.place.next == Next::Meaning && (is_known || is_unit)
    }

    /// Whether the literal may follow any word: else the two may be one, such as `baseUrl`.
    pub(crate) fn may_follow(&self) -> bool {
        if self.is_literal() {
            true
        } else if self.next.is_numeric() {
            is_number(self.bare())
        } else if self.next.is_lowercase() || !self.place.alone {
            !self.place.alone
        } else {
            !self.next.is_uppercase() || !self.second().is_some_and(char::is_lowercase)
        }
    }

    /// Whether the literal is in capitals, or of several words where a sentence begins.
    pub(crate) fn is_loud(&self) -> bool {
        let is_loud =
            bare_len(self.literal) > 4 && self.literal.chars().take(4).all(char::is_uppercase);
        is_loud || is_camel(self.literal) && self.place.begins
    }

    pub(crate) fn may_be_one_letter(&self) -> bool {
        let plain = self.plain();
        !self.next.is_lowercase() && (is_before_code(&plain) || !is_plain(self.word))
            || self.next.is_numeric() && !self.place.alone && self.lexicon.is_word(&plain)
    }

    pub(crate) fn may_begin_with_hyphen(&self) -> bool {
        let word = self.plain();
        let is_end = |c| c == '-' || CLOSING.contains(&c);
        let is_number = is_number(self.literal.trim_matches(is_end));
        self.second().is_none_or(|c| !c.is_alphanumeric())
            || word.len() > 1 && is_article(&word)
            || word.ends_with('.') && is_number
            || !self.place.alone && is_number && self.lexicon.is_word(&word)
    }

    pub(crate) fn may_begin_with_slash(&self) -> bool {
        let word = self.plain();
        let rest = self.literal.trim_start_matches('/');
        self.second().is_none()
            || is_article(&word) && rest != "or"
            || word.ends_with('.') && rest.contains('/')
            || is_before_code(&word) && rest.contains(['/', '-'])
            || self.lexicon.is_word(&word) && rest.contains('/')
    }

    /// `a` stands before a consonant.
    pub(crate) fn agrees(&self) -> bool {
        self.plain() != "a" || !self.run().starts_with(['a', 'e', 'i', 'o'])
    }

    /// Alone, the token is a literal rather, such as `oracle-ee`.
    pub(crate) fn stands_apart(&self) -> bool {
        !self.follows_letters() || is_unlike_prefix(self.word) || self.word == "to"
    }

    /// Whether the token is one word rather.
    pub(crate) fn is_cut(&self) -> bool {
        let is_suffix = self.literal.len() < 5
            && is_letters(self.literal)
            && is_letters(self.word)
            && !is_before_code(&self.plain());
        matches!(self.word, "a" | "A" | "An" | "Or") || is_suffix
    }
}

/// Whether a word and a literal are one name, such as `RestoreDBInstance`.
pub(crate) fn is_joined(word: &str, literal: &str) -> bool {
    let mut letters = word.chars();
    let has_capital = letters.next().is_some_and(char::is_uppercase);
    let goes_on = literal.starts_with(|c: char| c.is_alphanumeric());
    let inner_capital = letters.any(char::is_uppercase) && word.ends_with(char::is_alphabetic);
    goes_on
        && (inner_capital || has_capital && word != "A" && !is_opener(word))
        && word.ends_with(char::is_alphabetic)
}
