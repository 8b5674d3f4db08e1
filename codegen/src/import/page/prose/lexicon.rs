//! The words of a page: which are words, which are code.
//!
//! Four things tell: the names and values of the syntax, which are code; what stands alone on a line,
//! which mostly is; the words of the page's own text; and a list of English words.

use super::token::{is_letters, lowered};
use crate::words::capitalised;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The commonest words of technical prose. They were counted over manuals that have nothing to do
/// with AWS, so that no service's names are among them.
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

/// The words and literals of one page.
#[derive(Default)]
pub(crate) struct Lexicon<'p> {
    /// Words without capitals.
    words: HashSet<&'p str>,
    /// Words as they are written.
    names: HashSet<&'p str>,
    literals: HashSet<&'p str>,
}

impl<'p> Lexicon<'p> {
    /// Learns the words of a page. `literals` are what is known to be code.
    pub(crate) fn new(page: &'p str, literals: impl Iterator<Item = &'p str>) -> Self {
        const ALWAYS: [&str; 8] = [
            "true", "false", "null", "None", "True", "False", "arn", "aws",
        ];
        let mut lexicon = Self {
            literals: ALWAYS.into_iter().chain(literals).collect(),
            ..Self::default()
        };
        for line in page.lines() {
            let mut tokens = line.split_whitespace().peekable();
            while let Some(token) = tokens.next() {
                // The last word of a line may be glued.
                if tokens.peek().is_some() {
                    lexicon.learn(token.trim_matches(|c: char| !c.is_alphanumeric()));
                }
            }
        }
        lexicon
    }

    /// Takes a token for code.
    pub(crate) fn add_literal(&mut self, token: &'p str) {
        self.literals.insert(token);
    }

    /// Whether a token is code as it stands.
    pub(crate) fn has_literal(&self, token: &str) -> bool {
        self.literals.contains(token)
    }

    /// Whether the page has a word written in this way.
    pub(crate) fn has_name(&self, word: &str) -> bool {
        self.names.contains(word)
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

    pub(crate) fn is_literal(&self, text: &str) -> bool {
        let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
        self.literals.contains(text) || self.literals.contains(bare)
    }

    /// Whether a text is a word, however it is written.
    pub(crate) fn is_word(&self, text: &str) -> bool {
        let lower = lowered(text);
        is_before_code(&lower) || ENGLISH.contains(&*lower) || self.words.contains(&*lower)
    }

    /// Whether a word and what follows it are the beginning of a name.
    pub(crate) fn begins_known(&self, word: &str, run: &str) -> bool {
        if !is_letters(word) {
            return false;
        }
        let name = format!("{word}{run}");
        self.is_word(&name) || self.names.contains(&*capitalised(&name))
    }
}

/// Whether a word is one of the common words of English.
pub(crate) fn is_english(word: &str) -> bool {
    ENGLISH.contains(word)
}

/// Whether no other word begins with this one by chance.
pub(crate) fn is_unlike_prefix(word: &str) -> bool {
    UNLIKE_PREFIXES.contains(&word)
}

/// Whether a sentence may begin with a word whose second one is a literal.
pub(crate) fn is_opener(word: &str) -> bool {
    OPENERS.contains(&word)
}

/// Whether others begin with a word.
pub(crate) fn is_prefix(word: &str) -> bool {
    PREFIXES.contains(&word)
}

/// Whether a word, in lower case, often stands before a literal.
pub(crate) fn is_before_code(word: &str) -> bool {
    BEFORE_CODE.contains(word)
}

/// Whether a word is what may stand alone between two literals; others begin names, such as
/// `nextToken`.
pub(crate) fn is_connective(word: &str) -> bool {
    UNLIKE_PREFIXES.contains(&word)
        || matches!(
            word,
            "as" | "for" | "in" | "see" | "through" | "to" | "using"
        )
}
