//! What a page knows about its words: which are words, which are code, and so where a word and a
//! literal come apart that stand together.
//!
//! Four things tell: the names and values of the syntax, which are code; what stands alone on a line,
//! which mostly is; the words of the page's own text; and a list of English words.

use super::token::{
    LONGEST, bare_len, first_token, is_amount, is_article, is_bracketed, is_camel, is_capitalized,
    is_letters, is_lower, is_name_of_words, is_number, is_plain, is_thousand, last_token, lowered,
};
use std::collections::HashSet;
use std::sync::LazyLock;

/// The commonest words of technical prose, counted over manuals that have nothing to do with AWS.
static ENGLISH: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("words.txt").split_ascii_whitespace().collect());

/// Words that often stand right before a literal.
static BEFORE_CODE: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    include_str!("before_code.txt")
        .split_ascii_whitespace()
        .collect()
});

/// Of them, those that no other word begins with by chance.
const UNLIKE_PREFIXES: [&str; 14] = [
    "and", "are", "by", "from", "is", "of", "or", "set", "specify", "than", "that", "the", "use",
    "with",
];

/// What a sentence begins with where its second word is a literal. Names begin with others, such as
/// `Set` and `On`.
const OPENERS: [&str; 14] = [
    "An", "And", "Each", "Either", "For", "From", "If", "Or", "See", "The", "This", "Unless",
    "When", "With",
];

/// Words that others begin with.
const PREFIXES: [&str; 6] = ["in", "on", "out", "over", "under", "up"];

/// What the names of operations begin with.
const VERBS: [&str; 12] = [
    "Add", "Create", "Delete", "Describe", "Get", "List", "Put", "Remove", "Set", "Start", "Stop",
    "Update",
];

/// How many words of a literal are looked at.
const WORDS: usize = 6;

/// What stands right before a word.
const OPENING: [char; 6] = ['(', '[', '"', '\'', '“', '‘'];

/// What stands right after a word.
pub(super) const CLOSING: [char; 8] = ['.', ',', ';', ':', ')', '!', '?', ']'];

/// What a paragraph ends with.
pub(super) const STOPS: [char; 4] = ['.', '!', '?', ':'];

/// How well a word and a literal have to fit.
mod fit {
    /// It is known to be what it has to be.
    pub(super) const KNOWN: usize = 5;
    /// It often is.
    pub(super) const LIKELY: usize = 4;
    /// It may be.
    pub(super) const POSSIBLE: usize = 3;
    /// It is known, and may be something else.
    pub(super) const WEAK: usize = 2;
    /// Nothing speaks against it.
    pub(super) const GUESS: usize = 1;
    /// Both together, where the literal is one word.
    pub(super) const TOGETHER: usize = 3;
    /// Both together, where the literal has more words.
    pub(super) const CLEAR: usize = 7;
}

/// The words and literals of one page.
#[derive(Default)]
pub(super) struct Vocabulary<'p> {
    /// Words without capitals.
    words: HashSet<&'p str>,
    /// Words as they are written.
    names: HashSet<&'p str>,
    literals: HashSet<&'p str>,
}

/// What a token that ends a line is part of.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Next {
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
struct Place {
    next: Next,
    /// No other token stands on its line: it may as well be a literal that nothing is glued to.
    alone: bool,
    /// A sentence begins with it.
    begins: bool,
}

impl<'p> Vocabulary<'p> {
    /// Learns the words of a page. `literals` are what is known to be code.
    pub(super) fn new(page: &'p str, literals: impl Iterator<Item = &'p str>) -> Self {
        const ALWAYS: [&str; 8] = [
            "true", "false", "null", "None", "True", "False", "arn", "aws",
        ];
        let mut vocabulary = Self {
            literals: ALWAYS.into_iter().chain(literals).collect(),
            ..Self::default()
        };
        for line in page.lines() {
            let mut tokens = line.split_whitespace().peekable();
            while let Some(token) = tokens.next() {
                // The last word of a line may be glued.
                if tokens.peek().is_some() {
                    vocabulary.learn(token.trim_matches(|c: char| !c.is_alphanumeric()));
                }
            }
        }
        let alone = |line: &&str| {
            !line.is_empty() && !line.contains(char::is_whitespace) && !line.starts_with(CLOSING)
        };
        let place = Place {
            next: Next::Text,
            alone: true,
            begins: false,
        };
        for line in page.lines().map(str::trim).filter(alone) {
            if vocabulary.seam(line, place).is_none() {
                vocabulary.literals.insert(line);
            }
        }
        vocabulary
    }

    fn learn(&mut self, token: &'p str) {
        let glued = UNLIKE_PREFIXES.iter().chain(&OPENERS).any(|word| {
            let rest = token.strip_prefix(word);
            rest.is_some_and(|rest| {
                rest.len() > 1 && (ENGLISH.contains(rest) || self.literals.contains(rest))
            })
        });
        if glued && !ENGLISH.contains(token) {
            return;
        }
        if token.chars().all(|c| c.is_ascii_lowercase() || c == '-') {
            self.words.insert(token);
        }
        if !token.chars().skip(1).any(|c| matches!(c, '.' | ':')) {
            self.names.insert(token);
        }
    }

    pub(super) fn is_literal(&self, text: &str) -> bool {
        let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
        self.literals.contains(text) || self.literals.contains(bare)
    }

    /// Whether a text is a word, however it is written.
    fn is_word(&self, text: &str) -> bool {
        let lower = lowered(text);
        is_before_code(&lower) || ENGLISH.contains(&*lower) || self.words.contains(&*lower)
    }

    /// Whether a token is known as it stands.
    fn is_whole(&self, token: &str, place: Place) -> bool {
        let bare = token.trim_end_matches(CLOSING);
        if bare.len() > 2 && is_lower(bare) && self.is_word(bare) {
            return true;
        }
        let mut letters = bare.chars();
        let first = letters.next().map(|c| c.to_ascii_uppercase());
        let capital: String = first.into_iter().chain(letters).collect();
        self.literals.contains(token)
            || self.literals.contains(bare)
            || place.alone && self.literals.contains(&*capital)
    }

    /// Where the literal begins that a line ends with, where the space before it is lost.
    pub(super) fn literal(&self, line: &str, next: Next) -> Option<usize> {
        if line.ends_with(['(', '[', '“', '‘']) {
            return None;
        }
        let mut end = line.len();
        let mut best: Option<(usize, usize)> = None;
        let mut distance = 0;
        while distance < WORDS {
            let rest = line.get(..end)?;
            let start = rest.rfind(char::is_whitespace).map_or(0, |at| at + 1);
            let token = rest.get(start..)?;
            let before = rest.get(..start)?.trim_end();
            let place = Place {
                next,
                alone: start == 0 && end == line.len() || before.ends_with('|'),
                begins: before.ends_with(['.', ':', '-', '–']),
            };
            if let Some((fit, at)) = self.seam(token, place) {
                let at = start + at;
                if next == Next::Paragraph {
                    let is_literal = line.get(at..).is_some_and(is_camel);
                    let is_it = is_literal && line.get(start..at).is_some_and(is_connective);
                    return (is_it && !place.alone).then_some(at);
                }
                // A literal of several words is rarer, so its place has to be clear.
                let word = line.get(start..at)?;
                let is_apart = UNLIKE_PREFIXES.contains(&word) || OPENERS.contains(&word);
                let enough = fit > fit::LIKELY + fit::GUESS || next == Next::Closing;
                let clear = distance == 0
                    || fit >= fit::CLEAR
                    || is_apart && enough
                    || is_bracketed(line.get(at..)?);
                if clear && best.is_none_or(|(other, _)| fit > other) {
                    best = Some((fit, at));
                }
            }
            let (Some(before), true) = (start.checked_sub(1), next != Next::Paragraph) else {
                break;
            };
            end = before;
            distance += usize::from(token.contains(char::is_alphanumeric));
        }
        best.map(|(_, at)| at)
    }

    /// Where a token of a word and a literal without the space between them comes apart, after how
    /// well they fit.
    fn seam(&self, token: &str, place: Place) -> Option<(usize, usize)> {
        let inner = token.trim_start_matches(OPENING);
        if inner.len() > LONGEST || self.is_whole(inner, place) {
            return None;
        }
        let start = token.len() - inner.len();
        let place = Place {
            alone: place.alone || start > 0,
            ..place
        };
        inner
            .char_indices()
            .skip(1)
            .filter_map(|(at, next)| {
                let (word, literal) = inner.split_at_checked(at)?;
                let fit = self.ends(word, literal, next, place)?
                    + self.begins(word, literal, next, place)?;
                (fit >= fit::TOGETHER).then_some((fit, start + at))
            })
            .max()
    }

    /// How well a word fits that stands before a literal.
    fn ends(&self, word: &str, literal: &str, next: char, place: Place) -> Option<usize> {
        if let Some(before) = word.strip_suffix([',', ';', '|', ')', '–', '—']) {
            if is_number(before) && is_thousand(literal) {
                return None;
            }
            let is_known = before.is_empty()
                || self.is_word(before)
                || self.is_literal(before)
                || before.ends_with([')', '"', '.'])
                || self.names.contains(before)
                || is_number(before);
            return if is_known {
                Some(fit::KNOWN)
            } else if next.is_uppercase() && word.ends_with(',') && is_letters(before) {
                Some(fit::POSSIBLE)
            } else {
                (before.len() > 2 && is_plain(before)).then_some(0)
            };
        }
        if let Some(before) = word.strip_suffix(':') {
            // A literal may have colons of its own.
            let is_code = !next.is_lowercase() || literal.contains(['(', '{', '*', '=']);
            let is_word = self.is_word(before);
            let leads_on = before.is_empty()
                || before.ends_with(')')
                || is_before_code(&lowered(before))
                || is_word && (is_code || before.ends_with('s') || place.next == Next::Meaning);
            return leads_on.then_some(fit::KNOWN);
        }
        if let Some(before) = word.strip_suffix(['.', '!', '?']) {
            // The literal begins the next paragraph.
            let is_known =
                before.is_empty() || before.ends_with([')', '"', '”', '’']) || self.is_word(before);
            let is_name = |c: char| c.is_alphanumeric() || c == '/';
            let is_item = place.next == Next::Meaning || self.literals.contains(literal);
            let is_it = is_known && (!next.is_lowercase() || is_item)
                || place.next == Next::Meaning
                    && (before.chars().all(is_name)
                        || is_number(&before.replace(['.', '/'], ""))
                        || next.is_uppercase()
                            && literal.len() > 1
                            && self.literals.contains(literal))
                || (is_name_of_words(before) || is_plain(before))
                    && self.literals.contains(literal);
            let is_negative = literal.strip_prefix('-').is_some_and(is_number);
            let is_path = next == '/' && is_item;
            let begins = next.is_alphabetic() || is_negative || is_path;
            return (is_it && begins).then_some(fit::KNOWN);
        }
        if is_joined(word, literal) && !self.is_apart(word, literal, next, place) {
            return None;
        }
        let possessive = ["'s", "’s", "n't", "n’t"]
            .iter()
            .any(|end| word.ends_with(end));
        let may_be_name = place.alone && next.is_uppercase() && is_lower(word);
        if may_be_name && !is_connective(word) && !self.is_literal(literal) {
            None
        } else if possessive || is_before_code(&lowered(word)) {
            Some(fit::LIKELY)
        } else if word.len() > 2 && self.is_word(word) {
            self.may_follow(literal, next, place)
                .then_some(fit::POSSIBLE)
        } else if is_number(word) && is_camel(literal)
            || !is_number(word) && self.names.contains(word) && self.is_literal(literal)
            || next.is_alphabetic() && is_amount(word) && self.literals.contains(literal)
        {
            Some(fit::WEAK)
        } else if self.is_item(word, literal, place) {
            Some(fit::LIKELY)
        } else if !place.alone && self.names.contains(word) {
            Some(fit::GUESS)
        } else {
            (next.is_uppercase() && word.len() > 2 && is_lower(word) && !place.alone).then_some(0)
        }
    }

    /// Whether a word and a literal that look like one name are two.
    fn is_apart(&self, word: &str, literal: &str, next: char, place: Place) -> bool {
        let plain = lowered(word);
        let is_known = self.is_literal(literal);
        next.is_lowercase() && is_known
            || place.begins && is_before_code(&plain)
            || !place.alone
                && word.len() > 1
                && !VERBS.contains(&word)
                && (self.is_word(&plain) || self.names.contains(word))
                && (is_camel(literal)
                    || next.is_lowercase() && literal.contains('-') && !is_before_code(&plain))
            || self.is_item(word, literal, place)
    }

    /// Whether a literal is the item of a list: whatever stands before it is not a part of it.
    fn is_item(&self, word: &str, literal: &str, place: Place) -> bool {
        // `InvalidEntity` is one name.
        let name = word.rsplit(|c: char| !c.is_alphanumeric()).next();
        let name = name.unwrap_or(word);
        let is_name = is_name_of_words(name) && is_capitalized(literal);
        let is_code = self.literals.contains(literal) && !is_name;
        let is_known = is_code && (literal.len() > 2 || self.is_word(name));
        // `GiBgp3`
        let is_unit = word.ends_with(char::is_uppercase)
            && literal.starts_with(|c: char| c.is_ascii_lowercase())
            && literal.ends_with(|c: char| c.is_ascii_digit());
        place.next == Next::Meaning && (is_known || is_unit)
    }

    /// Whether a literal may follow any word: else the two may be one, such as `baseUrl`.
    fn may_follow(&self, literal: &str, next: char, place: Place) -> bool {
        let bare = literal.trim_end_matches(CLOSING);
        if self.is_literal(literal) {
            true
        } else if next.is_numeric() {
            is_number(bare)
        } else if next.is_lowercase() {
            !place.alone
        } else if !place.alone {
            true
        } else {
            let mut letters = literal.chars().skip(1);
            !next.is_uppercase() || !letters.next().is_some_and(char::is_lowercase)
        }
    }

    /// How well a literal fits that stands after a word.
    fn begins(&self, word: &str, literal: &str, next: char, place: Place) -> Option<usize> {
        let plain = lowered(word);
        if !self.may_begin(&plain, literal, next, place) {
            return None;
        }
        let is_known = self.is_literal(literal);
        let is_loud = bare_len(literal) > 4 && literal.chars().take(4).all(char::is_uppercase);
        let is_loud = is_loud || is_camel(literal) && place.begins;
        if word == "A" && !(is_known && next.is_alphabetic() || is_loud && !place.alone) {
            return None;
        }
        if is_known {
            return Some(fit::KNOWN);
        }
        let may_be_short = !next.is_lowercase() && (is_before_code(&plain) || !is_plain(word))
            || next.is_numeric() && !place.alone && self.is_word(&plain);
        if literal.len() == 1 && next.is_alphanumeric() && !may_be_short {
            return None;
        }
        if !next.is_lowercase() {
            return Some(fit::POSSIBLE);
        }
        let bare = literal.trim_end_matches(CLOSING);
        let run = bare
            .split(|c: char| !c.is_lowercase())
            .next()
            .unwrap_or(bare);
        if run.len() < bare.len() && self.literals.contains(run) {
            return Some(fit::LIKELY);
        }
        if literal.find("://").is_some_and(|at| at <= 5) {
            return Some(fit::LIKELY);
        }
        let is_cut = |c: char| c.is_uppercase() || matches!(c, ':' | '/' | '\'' | '’');
        if run.len() == 1 && literal.chars().nth(1).is_some_and(is_cut)
            || place.alone && is_plain(word) && word.starts_with(char::is_uppercase)
            || self.begins_known(word, run)
        {
            return None;
        }
        if self.is_word(run) {
            // `a` stands before a consonant.
            let agrees = plain != "a" || !run.starts_with(['a', 'e', 'i', 'o']);
            let fit = if PREFIXES.contains(&&*plain) {
                fit::GUESS
            } else {
                fit::WEAK
            };
            return agrees.then_some(fit);
        }
        // Alone, the token is a literal rather, such as `oracle-ee`.
        let is_apart = !word.ends_with(char::is_alphanumeric)
            || UNLIKE_PREFIXES.contains(&word)
            || word == "to";
        let is_suffix =
            literal.len() < 5 && is_letters(literal) && is_letters(word) && !is_before_code(&plain);
        let is_cut = matches!(word, "a" | "A" | "An" | "Or") || is_suffix;
        ((!place.alone || is_apart) && !is_cut).then_some(fit::GUESS)
    }

    /// Whether a word and what follows it are the beginning of a name.
    fn begins_known(&self, word: &str, run: &str) -> bool {
        if !is_letters(word) {
            return false;
        }
        let name = format!("{word}{run}");
        let mut letters = name.chars();
        let first = letters.next().map(|c| c.to_ascii_uppercase());
        let capital: String = first.into_iter().chain(letters).collect();
        self.is_word(&name) || self.names.contains(&*capital)
    }

    /// Whether a literal may begin with the sign it begins with, if with any.
    fn may_begin(&self, word: &str, literal: &str, next: char, place: Place) -> bool {
        let second = literal.chars().nth(1);
        let after_word = word.ends_with(char::is_alphanumeric);
        match next {
            _ if word.ends_with(['-', '_', '/']) => false,
            '0'..='9' if word.ends_with(|c: char| c.is_ascii_digit()) => false,
            '=' => false,
            '\'' | '’' => !after_word,
            '-' | '_' | '/' if word.ends_with(',') => true,
            '-' => {
                let number = literal.trim_matches(|c| c == '-' || CLOSING.contains(&c));
                second.is_none_or(|c| !c.is_alphanumeric())
                    || word.len() > 1 && is_article(word)
                    || word.ends_with('.') && is_number(number)
                    || !place.alone && is_number(number) && self.is_word(word)
            }
            '_' => second.is_none_or(|c| !c.is_alphabetic()),
            '/' => {
                let rest = literal.trim_start_matches('/');
                second.is_none()
                    || is_article(word) && rest != "or"
                    || word.ends_with('.') && rest.contains('/')
                    || is_before_code(word) && rest.contains(['/', '-'])
                    || self.is_word(word) && rest.contains('/')
            }
            '.' => second.is_some() && is_article(word),
            '?' | ':' => second.is_none() && is_article(word) && place.next == Next::Text,
            _ => !CLOSING.contains(&next),
        }
    }

    /// Where paragraphs end within a line that goes on with the next ones.
    pub(super) fn paragraph_ends(&self, line: &str) -> Vec<usize> {
        let mut ends = Vec::new();
        let mut letters = line.char_indices().peekable();
        while let Some((at, c)) = letters.next() {
            let Some(&(after, next)) = letters.peek() else {
                break;
            };
            let left = line.get(..at).unwrap_or_default();
            let is_plural = left.ends_with("(s") || next == 's';
            if c == ')' && next.is_alphanumeric() && !is_plural {
                ends.push(after);
                continue;
            }
            if (c.is_lowercase() || matches!(c, ')' | '"' | '”'))
                && next.is_uppercase()
                && self.is_unstopped(line, after)
            {
                ends.push(after);
            }
            if !STOPS.contains(&c) {
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

    /// Whether a paragraph without a stop ends before `at`: a word ends there, and a sentence begins.
    fn is_unstopped(&self, line: &str, at: usize) -> bool {
        let Some((before, rest)) = line.split_at_checked(at) else {
            return false;
        };
        let (Some(left), Some(right)) = (last_token(before), first_token(rest)) else {
            return false;
        };
        let goes_on = rest.get(right.len()..).unwrap_or_default().trim_start();
        let is_left = left.ends_with(['"', '”']) || is_lower(left) && self.is_word(left);
        let label = right.strip_suffix(':').map(str::to_lowercase);
        if label.is_some_and(|label| ENGLISH.contains(&*label)) {
            return is_left;
        }
        is_left
            && is_plain(right)
            && ENGLISH.contains(&*right.to_lowercase())
            && goes_on.starts_with(|c: char| c.is_lowercase())
            && goes_on
                .split_whitespace()
                .next()
                .is_some_and(|word| ENGLISH.contains(word))
    }

    fn is_end(&self, left: &str, stop: char, right: &str, next: char) -> bool {
        let bare = right.trim_end_matches(|c: char| !c.is_alphanumeric());
        let is_word = self.is_word(bare) || self.is_literal(bare) || self.names.contains(bare);
        let left = left.trim_start_matches(OPENING);
        let closed = left.ends_with([')', ']', '"', '\'', '”', '’']);
        let is_initial = left.len() == 1 && left.starts_with(char::is_uppercase);
        match stop {
            ':' => {
                let is_code = matches!(next, '"' | '{' | '[');
                let is_known = closed || is_plain(left) || self.is_literal(left);
                let leads_on =
                    is_before_code(left) || left.ends_with('s') && ENGLISH.contains(left);
                (is_known || left.is_empty()) && (is_code || next.is_uppercase() && is_word)
                    || leads_on && next.is_lowercase()
            }
            _ if next == '[' => right.chars().nth(1).is_some_and(char::is_uppercase),
            _ if next.is_numeric() => is_number(right) && ENGLISH.contains(left),
            _ => {
                let plain = closed || is_plain(left);
                next.is_uppercase() && !is_initial && (left.is_empty() || plain || is_word)
            }
        }
    }
}

/// Whether a word, in lower case, often stands before a literal.
pub(super) fn is_before_code(word: &str) -> bool {
    BEFORE_CODE.contains(word)
}

/// Whether a word is what may stand alone between two literals; others begin names, such as
/// `nextToken`.
fn is_connective(word: &str) -> bool {
    UNLIKE_PREFIXES.contains(&word)
        || matches!(
            word,
            "as" | "for" | "in" | "see" | "through" | "to" | "using"
        )
}

/// Whether a word and a literal are one name, such as `RestoreDBInstance`.
fn is_joined(word: &str, literal: &str) -> bool {
    let mut letters = word.chars();
    let has_capital = letters.next().is_some_and(char::is_uppercase);
    let goes_on = literal.starts_with(|c: char| c.is_alphanumeric());
    let inner_capital = letters.any(char::is_uppercase) && word.ends_with(char::is_alphabetic);
    goes_on
        && (inner_capital || has_capital && word != "A" && !OPENERS.contains(&word))
        && word.ends_with(char::is_alphabetic)
}
